import { unknown } from "../../../../../provider/src/resources/properties"
import { idOf, parseId } from "../../../../../provider/src/resources/sandbox-port/id"
import { sandboxPortLifecycle } from "../../../../../provider/src/resources/sandbox-port/lifecycle"
import { type EmulatedStage, emulated } from "../../../../support/context"

const server = emulated({ bootMs: 2_000 })
const { check, diff, create, read, delete: remove, find, exists } = sandboxPortLifecycle

/** A sandbox, still starting if nothing else is said. */
async function sandbox(status?: string) {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({ isAsync: true })
  if (status) stage.account.change(sandboxId, { status })
  return { stage, sandboxId, web: { sandboxId, port: 8080, name: "web" }, id: `${sandboxId}/8080` }
}
const portsOf = ({ account }: EmulatedStage) =>
  account.sandboxes().flatMap(({ customPorts }) => customPorts.map(({ port, name }) => `${port} ${name}`))
const countOf = ({ calls }: EmulatedStage, method: string) =>
  calls().filter((call) => call.startsWith(`${method} `) && call.includes("/ports")).length

describe("A port's id", () => {
  test("holds the sandbox and the number", () => {
    expect(parseId(idOf({ sandboxId: "sbx-1", port: 80 }))).toEqual({ sandboxId: "sbx-1", port: 80 })
    for (const id of ["sbx-1", "sbx-1/", "/80", "sbx-1/web"])
      expect(() => parseId(id)).toThrow(`"${id}" is no id of a port`)
  })
})

describe("diff", () => {
  const olds = { sandboxId: "sbx-1", port: 80, name: "web" }
  test.each([
    [{}, [], true],
    [{ name: "api" }, ["name"], true],
    [{ sandboxId: "sbx-2" }, ["sandboxId"], false],
    [{ sandboxId: unknown }, ["sandboxId"], false],
  ])(
    "for the change %j replaces %j, the old one first: %p",
    async (change, replaces, deleteBeforeReplace) => {
      const { context } = server.stage()
      expect(await diff(context(), "sbx-1/80", olds, { ...olds, ...change })).toEqual({
        replaces,
        updates: [],
        unfinished: false,
        deleteBeforeReplace,
      })
    },
  )
})

describe("create", () => {
  test("waits until the sandbox runs, opens the port and knows its URL", async () => {
    const { stage, web, id } = await sandbox()
    const { sandboxDomain } = stage.account.sandboxes()[0] ?? {}
    expect(await create(stage.context("create"), web)).toMatchObject({
      id,
      outputs: { ...web, url: `https://8080-${sandboxDomain}` },
    })
    expect(portsOf(stage)).toEqual(["8080 web"])
  })

  test.each([
    ["resetAfter", 1],
    ["resetBefore", 2],
  ] as const)("is done once where the answer is lost (%s)", async (kind, posts) => {
    const { stage, web } = await sandbox("running")
    stage.account.addFault({ endpoint: "addPort", kind })
    await create(stage.context("create"), web)
    expect(portsOf(stage)).toEqual(["8080 web"])
    expect(countOf(stage, "POST")).toBe(posts)
  })

  test("is not taken for done by a port that is open before it (resetAfter)", async () => {
    const { stage, web } = await sandbox("running")
    await create(stage.context("create"), web)
    await check(stage.context("look"), web, web)
    stage.account.addFault({ endpoint: "addPort", kind: "resetAfter" })
    await expect(create(stage.context("create"), web)).rejects.toThrow("is taken: must be unique")
    expect(portsOf(stage)).toEqual(["8080 web"])
  })

  test("stays open if the one that it replaces was closed by hand", async () => {
    const { stage, web, id } = await sandbox("running")
    await check(stage.context("look"), web, web)
    await create(stage.context("create"), web)
    await remove(stage.context("delete"), id, web)
    expect(portsOf(stage)).toEqual(["8080 web"])
  })

  test("opens several ports of one sandbox one after the other", async () => {
    let open = 0
    let most = 0
    const stage = server.stage({}, (send) => async (request) => {
      if (request.method !== "POST" || !request.url.includes("/ports")) return send(request)
      open += 1
      most = Math.max(most, open)
      return send(request).finally(() => {
        open -= 1
      })
    })
    const { sandboxId } = await stage.session.client.createSandbox({})
    const web = { sandboxId, port: 8080, name: "web" }
    const ports = [8080, 8081, 8082].map((port) => ({ ...web, port, name: `web${port}` }))
    await Promise.all(ports.map((port) => create(stage.context("create"), port)))
    expect(portsOf(stage)).toEqual(["8080 web8080", "8081 web8081", "8082 web8082"])
    expect(most).toBe(1)
  })

  test.each([
    ["failed", "the sandbox is failed, and only a running one can open ports. Run `pulumi up --refresh`"],
    [
      "terminated",
      "the sandbox is terminated, and only a running one can open ports. Run `pulumi up --refresh`",
    ],
    [
      "terminating",
      "the sandbox is terminating (cleaning_resources), and only a running one can open ports. Run `pulumi up --refresh`",
    ],
  ])("is refused for a sandbox that is %s", async (status, message) => {
    const { stage, web, sandboxId } = await sandbox(status)
    await expect(create(stage.context("create"), web)).rejects.toThrow(
      `Cannot open port 8080 ("web") of sandbox ${sandboxId}: ${message}`,
    )
  })

  test("says what to do about a number that is taken, and a sandbox that is gone", async () => {
    const { stage, web, id } = await sandbox("running")
    await create(stage.context("create"), web)
    await expect(create(stage.context("create"), { ...web, name: "api" })).rejects.toThrow(
      `or take a port that is already open over with the option import: "${id}"`,
    )
    await expect(create(stage.context("create"), { ...web, sandboxId: "sbx-none" })).rejects.toThrow(
      "Run `pulumi up --refresh`, which replaces a sandbox of this stack that has ended",
    )
  })

  test.each([
    [{ port: 9090 }, 'port 8080 ("web") has this name', "If port 8080 gets another name in this run"],
    [{ name: "api" }, 'port 8080 ("web") has this number', "If port 8080 gets another number in this run"],
  ])("names the port in the way of %j", async (change, said, advice) => {
    const { stage, web } = await sandbox("running")
    await create(stage.context("create"), web)
    const refused = create(stage.context("create"), { ...web, ...change })
    await expect(refused).rejects.toThrow(said)
    await expect(refused).rejects.toThrow(`${advice}, change it first: \`pulumi up --target\``)
  })

  test("names none if the ports cannot be seen", async () => {
    const { stage, web } = await sandbox("running")
    await create(stage.context("create"), web)
    stage.account.addFault({ endpoint: "listPorts", kind: "status", status: 403 })
    await expect(create(stage.context("create"), web)).rejects.toThrow(
      /is taken.*\. Choose a port and a name/,
    )
  })

  test("takes an open port over, and refuses what it contradicts or what is not there", async () => {
    const { stage, web, id } = await sandbox("running")
    await create(stage.context("create"), web)
    const importing = (importId: string) => stage.context("create", { importId })
    expect(await create(importing(id), web)).toMatchObject({ id, outputs: web })
    expect(countOf(stage, "POST")).toBe(1)
    expect((await check(importing(id), {}, { ...web, name: "api" })).failures).toEqual([
      "name: differs from the port to import; declare what it has, and change it after the import",
    ])
    await expect(check(importing(`${web.sandboxId}/81`), {}, web)).rejects.toThrow(
      `Cannot import port ${web.sandboxId}/81: there is no such port`,
    )
  })
})

describe("read", () => {
  test("shows what the API has, and nothing once the port or its sandbox is gone", async () => {
    const { stage, web, id, sandboxId } = await sandbox("running")
    const { outputs } = await create(stage.context("create"), web)
    stage.account.change(sandboxId, {
      customPorts: [{ port: 8080, name: "by-hand", protocol: "TCP", servicePort: 80, isProtected: false }],
    })
    expect((await read(stage.context(), id, outputs))?.outputs).toMatchObject({
      name: "by-hand",
      servicePort: 80,
    })
    stage.account.change(sandboxId, { customPorts: [] })
    stage.clock.pass(10_000)
    expect(await read(stage.contextOf(id), id, outputs)).toBeUndefined()
    stage.account.remove(sandboxId)
    stage.clock.pass(10_000)
    expect(await read(stage.contextOf(id), id, outputs)).toBeUndefined()
  })

  test("refuses the key of another account, as delete does", async () => {
    const { stage, web, id, sandboxId } = await sandbox("running")
    const { outputs } = await create(stage.context("create"), web)
    const other = server.stage()
    const { accountMark } = stage.contextOf(id)
    const refusal = {
      code: "forbidden",
      message: expect.stringContaining(`Port ${id} is not known to the account of the API key`),
      facts: { hint: expect.stringContaining("SCALEBOX_BELIEVE_MISSING=true") },
    }
    await expect(read(other.context("look", { accountMark }), id, outputs)).rejects.toMatchObject(refusal)
    await expect(remove(other.context("delete", { accountMark }), id, outputs)).rejects.toMatchObject(refusal)
    expect(stage.account.sandbox(sandboxId)?.customPorts).toHaveLength(1)
  })
})

describe("delete", () => {
  test("closes the port, and is content where it or its sandbox is gone", async () => {
    const { stage, web, id, sandboxId } = await sandbox("running")
    const { outputs } = await create(stage.context("create"), web)
    await remove(stage.context("delete"), id, outputs)
    expect(portsOf(stage)).toEqual([])
    await remove(stage.contextOf(id, "delete"), id, outputs)
    stage.account.remove(sandboxId)
    await remove(stage.contextOf(id, "delete"), id, outputs)
  })

  test.each(["terminated", "failed"])("leaves nothing to close on a sandbox that is %s", async (status) => {
    const { stage, web, id, sandboxId } = await sandbox("running")
    const { outputs } = await create(stage.context("create"), web)
    stage.account.change(sandboxId, { status })
    await remove(stage.context("delete"), id, outputs)
  })
})

describe("find", () => {
  test("answers the port of this number and name", async () => {
    const { stage, web, id } = await sandbox("running")
    await create(stage.context("create"), web)
    expect(await find(stage.context(), web)).toMatchObject({ things: [{ id, outputs: web }] })
    expect(await find(stage.context(), { ...web, name: "api" })).toEqual({ things: [] })
    expect(await find(stage.context(), { ...web, sandboxId: "sbx-none" })).toEqual({ things: [] })
  })

  test.each(["sandboxId", "port", "name"])("cannot tell where %s is secret", async (name) => {
    const inputs = { sandboxId: "sbx-1", port: 80, name: "web", [name]: unknown }
    expect(await find(server.stage().context(), inputs)).toEqual({
      unclear: "what it was to make is secret in the state",
    })
  })
})

test("exists is there as long as the port is open", async () => {
  const { stage, web, id, sandboxId } = await sandbox("running")
  const { outputs } = await create(stage.context("create"), web)
  expect(await exists(stage.context(), id, outputs)).toBe("there")
  await remove(stage.context("delete"), id, outputs)
  expect(await exists(stage.context(), id, outputs)).toBe("gone")
  stage.account.remove(sandboxId)
  expect(await exists(stage.context(), id, outputs)).toBe("gone")
})
