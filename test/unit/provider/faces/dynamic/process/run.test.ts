import type { dynamic } from "@pulumi/pulumi"
import { dynamicProvider } from "../../../../../../provider/src/faces/dynamic/process/provider"
import { Run } from "../../../../../../provider/src/faces/dynamic/process/run"
import { emulator } from "../../../../../support/api"
import { closedPort } from "../../../../../support/closed-port"
import { configuredRun } from "../../../../../support/handlers"

const hidden = { owner: "shop/dev/web" }

describe("A run", () => {
  test("works with the configuration of its provider, at once", () => {
    const run = configuredRun({
      "scalebox:apiKey": "key",
      "scalebox:apiUrl": "https://api.test/path",
      "scalebox:maxConcurrency": "3",
    })
    expect(run.session()).toMatchObject({
      endpoint: "https://api.test",
      configuration: { apiKey: "key", apiUrl: "https://api.test/path", maxConcurrency: 3 },
      client: { configuration: { apiKey: "key", maxConcurrency: 3 } },
    })
    expect(run.session()).toBe(run.session())
  })

  test("says what is wrong with the configuration", () => {
    expect(() => configuredRun({ "scalebox:requestTimeout": "soon" }).session()).toThrow(
      "Invalid configuration: scalebox:requestTimeout must be a number of seconds above 0",
    )
  })

  test("ends with its engine even before its first request", async () => {
    const timer = { unref: () => timer } as NodeJS.Timeout
    const every = jest.spyOn(globalThis, "setInterval").mockReturnValue(timer)
    const exit = jest.spyOn(process, "exit").mockImplementation((() => undefined) as never)
    void new Run({ host: "127.0.0.1", port: await closedPort() })
    const [look] = every.mock.calls[0] ?? []
    // A look that takes a second, on a machine that stalls, proves nothing.
    for (; exit.mock.calls.length === 0; await new Promise((resolve) => setTimeout(resolve, 5))) look?.()
    expect(exit.mock.calls).toEqual([[1]])
    for (const spied of [every, exit]) spied.mockRestore()
  })

  test("gives an operation the time that customTimeouts say, and a look no more than ever", () => {
    const run = configuredRun({})
    const timed = { ...hidden, timeouts: { create: 7 } }
    expect(run.context(timed, "create").seconds).toBe(7)
    expect(run.context(timed, "delete").seconds).toBe(300)
    expect(run.context(timed, "look").seconds).toBe(120)
  })

  test("keeps the nonce of a declaration, and makes one that is new for each other", () => {
    const run = configuredRun({})
    expect(run.context({ ...hidden, nonce: "n-1" }, "create").nonce).toBe("n-1")
    const made = [1, 2].map(() => run.context(hidden, "look").nonce)
    expect(new Set(made).size).toBe(2)
    for (const nonce of made) expect(nonce).toMatch(/^[\w-]{16}$/)
  })

  test("names the declaration and what it takes over", () => {
    expect(configuredRun({}).context({ ...hidden, import: "sbx-1" }, "create")).toMatchObject({
      owner: "shop/dev/web",
      name: "web",
      importId: "sbx-1",
    })
  })
})

describe("Two runs in one process", () => {
  const server = emulator()
  const printed = jest.spyOn(console, "log").mockImplementation(() => undefined)
  afterAll(() => printed.mockRestore())

  test("share nothing, neither account nor what they remember", async () => {
    const accounts = [server.account(), server.account()] as const
    const runs = accounts.map(({ client }) =>
      configuredRun({ "scalebox:apiKey": client.configuration.apiKey ?? "", "scalebox:apiUrl": server.url }),
    ) as [Run, Run]
    const providers = runs.map((run) => dynamicProvider(run, "sandbox")) as [
      ReturnType<typeof dynamicProvider>,
      ReturnType<typeof dynamicProvider>,
    ]
    const made = await Promise.all(
      providers.map(async ({ check, create }) => {
        const checked = await check?.({}, { __scalebox: hidden })
        return create(checked?.inputs ?? {})
      }),
    )
    expect(accounts.map(({ account }) => account.sandboxes().map(({ sandboxId }) => sandboxId))).toEqual(
      made.map(({ id }) => [id]),
    )

    const [first, second] = made as [dynamic.CreateResult, dynamic.CreateResult]
    // The first run takes a sandbox over that the second is to delete: that is no business of the second.
    runs[0].imports.adopt(second.id)
    await providers[1].delete?.(second.id, second.outs)
    await providers[0].delete?.(second.id, first.outs)
    expect(accounts[1].account.sandboxes()).toEqual([])
    expect(printed.mock.calls).toEqual([[`${second.id} is not deleted: an import in this run takes it over`]])
    // Each account is judged by the run that it concerns.
    expect(await providers[1].read?.(second.id, second.outs)).toEqual({})
    expect(await providers[0].read?.(first.id, first.outs)).toMatchObject({ id: first.id })
    await expect(providers[1].read?.(first.id, first.outs)).rejects.toThrow(
      `Sandbox ${first.id} belongs to another account than that of the API key`,
    )
    expect(printed).toHaveBeenCalledTimes(1)
  })

  test("each say what to do about a wrong configuration", async () => {
    for (const run of [configuredRun({}), configuredRun({})]) {
      const { check } = dynamicProvider(run, "sandbox")
      const reasons = []
      for (const _ of [1, 2]) {
        const { failures = [] } = (await check?.({}, { __scalebox: hidden })) ?? {}
        reasons.push(failures[0]?.reason)
      }
      expect(reasons).toEqual([expect.stringMatching(/\. .*pulumi config set/), expect.any(String)])
      expect(reasons[1]).not.toMatch(/pulumi config set/)
    }
  })
})
