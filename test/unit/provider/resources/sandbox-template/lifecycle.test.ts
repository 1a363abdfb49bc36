import { InitFailure } from "../../../../../provider/src/resources/lifecycle"
import { unknown } from "../../../../../provider/src/resources/properties"
import { sandboxTemplateLifecycle } from "../../../../../provider/src/resources/sandbox-template/lifecycle"
import { type EmulatedStage, emulated } from "../../../../support/context"

const server = emulated({ bootMs: 4_000 })
const { check, diff, create, read, update, delete: remove, find, exists } = sandboxTemplateLifecycle

/** A sandbox that runs, and what a template of it is declared with. */
async function origin() {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({})
  return { stage, sandboxId, golden: { sandboxId, name: "golden" } }
}
const posts = ({ calls }: EmulatedStage) =>
  calls().filter((call) => call.startsWith("POST") && call.includes("template"))
const templates = async ({ session }: EmulatedStage) =>
  (await session.client.listTemplates({ name: "golden" })).templates.filter(({ name }) => name === "golden")

async function failureOf(work: Promise<unknown> | undefined): Promise<InitFailure> {
  const error = await work?.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof InitFailure) return error
  throw new Error(`Expected an InitFailure, got ${error}`)
}

describe("diff", () => {
  const olds = { sandboxId: "sbx-1", name: "golden", status: "available" }
  test.each([
    [{}, {}, { replaces: [], unfinished: false, deleteBeforeReplace: true }],
    [{}, { name: "other" }, { replaces: ["name"], deleteBeforeReplace: false }],
    [{}, { cpuCount: 2 }, { replaces: ["cpuCount"], deleteBeforeReplace: true }],
    [{ status: "failed" }, {}, { replaces: ["status"] }],
    [{ status: "failed" }, { cpuCount: 2 }, { replaces: ["cpuCount"] }],
    [{ status: "building" }, {}, { replaces: [], unfinished: true }],
    [{ status: "pushing" }, {}, { unfinished: true }],
    [{ status: "not-known-yet" }, {}, { replaces: [], unfinished: false }],
  ])("of %j and then %j is %j", async (before, change, expected) => {
    const news = { sandboxId: "sbx-1", name: "golden", ...change }
    const found = await diff(server.stage().context(), "tpl-1", { ...olds, ...before }, news)
    expect(found).toMatchObject({ updates: [], ...expected })
  })
})

test("check names what is wrong as a program does", async () => {
  const { failures } = await check(server.stage().context(), {}, { name: "golden", sandboxId: "" })
  expect(failures).toEqual([expect.stringMatching(/^sandbox: /)])
})

describe("create", () => {
  test("answers a template that sandboxes can be created from", async () => {
    const { stage, golden } = await origin()
    const { id, outputs } = await create(stage.context("create"), golden)
    expect(outputs).toMatchObject({ ...golden, status: "available", assignedName: "golden" })
    expect((await templates(stage)).map(({ templateId }) => templateId)).toEqual([id])
  })

  test("sends ports and probe as the texts that the API takes", async () => {
    const { stage, golden } = await origin()
    const ports = [{ port: 80, name: "web", servicePort: 8080 }]
    await create(stage.context("create"), { ...golden, ports, readyCommand: { command: ["true"] } })
    const sent = stage.account.requests().find(({ endpoint }) => endpoint === "createTemplate")?.body
    const { ports: portText, ready_command: probe } = sent as Record<string, string>
    expect(JSON.parse(portText ?? "")).toEqual([{ port: 80, name: "web", service_port: 8080 }])
    expect(JSON.parse(probe ?? "")).toEqual({ command: ["true"] })
  })

  test.each([
    ["resetAfter", 1],
    ["resetBefore", 2],
  ] as const)("makes one where the answer is lost (%s)", async (kind, count) => {
    const { stage, golden } = await origin()
    stage.account.addFault({ endpoint: "createTemplate", kind })
    const { id } = await create(stage.context("create"), golden)
    expect((await templates(stage)).map(({ templateId }) => templateId)).toEqual([id])
    expect(posts(stage)).toHaveLength(count)
  })

  test("refuses a name that is taken, and takes nobody's template for its own", async () => {
    const { stage, golden } = await origin()
    await create(stage.context("create"), golden)
    await expect(create(stage.context("create"), golden)).rejects.toThrow(
      `Cannot create template "web" from sandbox ${golden.sandboxId}: the account has a template of this name. ` +
        "Choose another name, or delete that template",
    )
    expect(posts(stage)).toHaveLength(1)
  })

  test.each([
    [
      "fails",
      true,
      600,
      /^Template "web" \(\S+\) failed: no space\. Its id is kept in the state: the next `pulumi up` replaces it$/,
    ],
    [
      "is late",
      false,
      1.5,
      /^Template "web" \(\S+\) is still \w+ after 1\.5 s\. Its id is kept in the state: the next `pulumi up` goes on waiting$/,
    ],
  ])("keeps the id of one that %s", async (_, isFailing, seconds, reason) => {
    const { stage, golden } = await origin()
    if (isFailing) stage.account.addFault({ kind: "failTemplate", reason: "no space" })
    const { id, reasons, properties } = await failureOf(create(stage.context("create", { seconds }), golden))
    expect((await templates(stage)).map(({ templateId }) => templateId)).toEqual([id])
    expect(reasons).toEqual([expect.stringMatching(reason)])
    expect(properties).toMatchObject(golden)
  })

  test("keeps the id of one that cannot be asked for", async () => {
    const { stage, golden } = await origin()
    stage.account.addFault({ endpoint: "getTemplate", kind: "status", status: 403 })
    const { reasons } = await failureOf(create(stage.context("create"), golden))
    expect(reasons).toEqual([
      expect.stringMatching(/was created, but could not be asked for: .*goes on waiting$/),
    ])
  })
})

describe("read, update and delete", () => {
  test("show one that is there, and go on waiting for one that is not ready", async () => {
    const { stage, golden } = await origin()
    const failure = await failureOf(create(stage.context("create", { seconds: 1.5 }), golden))
    const { id, properties } = failure
    const after = await update?.(stage.context("update"), id, properties, golden)
    expect(after).toMatchObject({ ...golden, status: "available" })
    expect((await read(stage.context(), id, properties))?.outputs).toMatchObject({
      ...golden,
      status: "available",
    })
    expect((await read(stage.context(), id, {}))?.outputs).toMatchObject({ name: "golden" })
  })

  test("find nothing, and delete nothing, where it is gone", async () => {
    const { stage, golden } = await origin()
    const { id, outputs } = await create(stage.context("create"), golden)
    expect(await exists(stage.context(), id, outputs)).toBe("there")
    await remove(stage.context("delete"), id, outputs)
    expect(await templates(stage)).toEqual([])
    expect(await read(stage.contextOf(id), id, outputs)).toBeUndefined()
    expect(await exists(stage.context(), id, outputs)).toBe("gone")
    await remove(stage.contextOf(id, "delete"), id, outputs)
  })

  test("refuse the key of another account", async () => {
    const { stage, golden } = await origin()
    const { id, outputs } = await create(stage.context("create"), golden)
    const other = server.stage()
    const { accountMark } = stage.contextOf(id)
    const refusal = {
      code: "forbidden",
      message: expect.stringContaining(`Template ${id} is not known to the account of the API key`),
      facts: { hint: expect.stringContaining("SCALEBOX_BELIEVE_MISSING=true") },
    }
    await expect(read(other.context("look", { accountMark }), id, outputs)).rejects.toMatchObject(refusal)
    await expect(remove(other.context("delete", { accountMark }), id, outputs)).rejects.toMatchObject(refusal)
    expect(await templates(stage)).toHaveLength(1)
  })
})

describe("find", () => {
  test("answers the template of the name where it is as declared and younger than its sandbox", async () => {
    const { stage, golden } = await origin()
    expect(await find(stage.context(), golden)).toEqual({ things: [] })
    const { id } = await create(stage.context("create"), golden)
    expect(await find(stage.context(), { ...golden, cpuCount: unknown })).toMatchObject({ things: [{ id }] })
    const another = { things: [], note: `the template "golden" that exists (${id}) is another one` }
    expect(await find(stage.context(), { ...golden, visibility: "public" })).toEqual(another)
    stage.clock.pass(60_000)
    const { sandboxId } = await stage.session.client.createSandbox({})
    expect(await find(stage.context(), { ...golden, sandboxId })).toEqual(another)
    expect(await find(stage.context(), { ...golden, sandboxId: "sbx-none" })).toEqual(another)
  })

  test.each(["name", "sandboxId"])("cannot tell where %s is secret", async (name) => {
    const inputs = { sandboxId: "sbx-1", name: "golden", [name]: unknown }
    expect(await find(server.stage().context(), inputs)).toEqual({
      unclear: "what it was to make is secret in the state",
    })
  })
})

describe("The first template of a sandbox that does not run says what to do", () => {
  test.each([
    ["paused", /answered 409: .*\. Resume the sandbox first/],
    ["failed", /answered 409: .*\. If the sandbox is of this stack, `pulumi up --refresh` creates a new one/],
    [
      "deleted",
      /answered 404: .*\. If the sandbox is of this stack, `pulumi up --refresh` creates a new one/,
    ],
  ])("%s", async (status, said) => {
    const { stage, sandboxId, golden } = await origin()
    if (status === "deleted") stage.account.remove(sandboxId)
    else stage.account.change(sandboxId, { status })
    await expect(create(stage.context("create"), golden)).rejects.toThrow(said)
  })
})
