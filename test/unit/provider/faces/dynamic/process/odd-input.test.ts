import { inputs, kinds } from "../../../../../support/any-declaration"
import { FakeClock } from "../../../../../support/clock"
import { closedPort } from "../../../../../support/closed-port"
import { configuredRun, handlerIn, handlers, hidden } from "../../../../../support/handlers"

const server = handlers()

describe("check", () => {
  const nested = (depth: number): unknown =>
    Array.from({ length: depth }).reduce((inside) => ({ inside: [inside] }), null)

  test.each(kinds)("refuses what is nested deep in an input of %s", async (kind) => {
    for (const name of inputs[kind]) {
      const { failures = [] } = await server.handler(kind).check({}, { [name]: nested(500), ...hidden })
      if (name === "readyCommand") continue
      expect(failures.map(({ reason }) => reason).join()).toMatch(
        new RegExp(`${name === "sandboxId" ? "sandbox" : name}[.:]`),
      )
    }
  })

  test("takes 10,000 environment variables, and diff compares them", async () => {
    const envVars = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`KEY_${index}`, "x".repeat(20)]),
    )
    const news = { envVars, ...hidden }
    const { inputs: checked = {}, failures } = await server.handler("sandbox").check({}, news)
    expect(failures).toEqual([])
    expect(checked.envVars).toEqual(envVars)
    const olds = { ...checked, status: "running", endpoint: server.url }
    expect((await server.handler("sandbox").diff("sbx-1", olds, checked)).changes).toBe(false)
    const changed = { ...checked, envVars: { ...envVars, KEY_9999: "y" } }
    expect((await server.handler("sandbox").diff("sbx-1", olds, changed)).replaces).toEqual(["envVars"])
  })

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf"])("keeps the key %s", async (name) => {
    const news = { envVars: { [name]: "kept" }, metadata: { [name]: "kept" }, ...hidden }
    const { inputs: checked, failures } = await server.handler("sandbox").check({}, news)
    expect(failures).toEqual([])
    expect(checked).toMatchObject({ envVars: { [name]: "kept" }, metadata: { [name]: "kept" } })
  })
})

describe("Without a server", () => {
  test("check takes any region, and refuses an import, in a few seconds", async () => {
    const apiUrl = `http://127.0.0.1:${await closedPort()}`
    const clock = new FakeClock()
    const run = configuredRun({ "scalebox:apiUrl": apiUrl, "scalebox:apiKey": "sk-properties" }, clock)
    const sandbox = handlerIn(run, "sandbox")
    const started = clock.now()
    const [plain, imported] = await Promise.all([
      sandbox.check({}, { locality: { region: "moon" }, ...hidden }),
      sandbox.check({}, { __scalebox: { owner: "shop/dev/web", import: "sbx-1" } }),
    ])
    expect(plain.failures).toEqual([])
    expect(imported.failures?.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /^Cannot import sandbox "sbx-1": GET \/v1\/sandboxes\/sbx-1 got no answer from .*ECONNREFUSED/,
      ),
    ])
    expect(clock.now() - started).toBeLessThan(8_000)
  })
})
