import { InitFailure } from "../../../../../provider/src/resources/lifecycle"
import { sandboxPoolLifecycle } from "../../../../../provider/src/resources/sandbox-pool/lifecycle"
import { storedIn } from "../../../../../provider/src/resources/sandbox-pool/members"
import { type EmulatedStage, emulated } from "../../../../support/context"
import {
  declaredPool,
  placesOf,
  runningMember,
  storedPool,
  strayMember,
  timeText,
} from "../../../../support/pool-stage"

const server = emulated()
const { check, create, read, update, delete: remove, find, exists, label } = sandboxPoolLifecycle
const forEver = { times: Number.POSITIVE_INFINITY }

const make = (stage: EmulatedStage, count: number) =>
  create(stage.context("create"), { ...declaredPool, count })

async function failureOf(work: Promise<unknown> | undefined): Promise<InitFailure> {
  const error = await work?.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof InitFailure) return error
  throw new Error(`Expected an InitFailure, got ${error}`)
}

describe("check", () => {
  test.each([
    ["the declared prefix", { namePrefix: "own" }, { namePrefix: "old" }, "own"],
    ["the prefix that it had", {}, { namePrefix: "old" }, "old"],
    ["the logical name, cut to what fits", {}, {}, "a-very-long-name-fo"],
  ])("names members by %s", async (_, news, olds, namePrefix) => {
    const context = server.stage().context("look", { owner: "shop/dev/a-very-long-name-for-a-pool" })
    const { inputs, failures } = await check(context, olds, { count: 1, ...news })
    expect([inputs.namePrefix, failures]).toEqual([namePrefix, []])
  })

  test("of an import finds the nonce, and says what contradicts the members", async () => {
    const stage = server.stage()
    await runningMember(stage, 0, { pool: "n-7" })
    const importing = stage.context("look", { importId: "pool-n-7" })
    expect(await check(importing, {}, { count: 1, timeout: 600 })).toMatchObject({
      inputs: { namePrefix: "web" },
      failures: [],
      nonce: "n-7",
    })
    expect((await check(importing, {}, { count: 2, timeout: 900 })).failures).toEqual([
      "timeout: is longer than the sandbox to import has; declare what it has, and change it after the import",
      "count: must be the 1 of the pool to import; change it after the import",
    ])
  })

  test.each(["pool-none", "sbx-1"])("refuses to import %s, which has no members", async (importId) => {
    await expect(check(server.stage().context("look", { importId }), {}, { count: 1 })).rejects.toThrow(
      `Cannot import pool "${importId}": no sandbox of this account belongs to it. The id of a pool is`,
    )
  })
})

describe("create", () => {
  test("answers a pool whose members run, by the nonce", async () => {
    const stage = server.stage()
    const began = timeText(stage)
    const { id, outputs } = await make(stage, 3)
    expect(id).toBe("pool-n-1")
    expect(outputs).toMatchObject({ count: 3, createdAt: began })
    expect(storedIn(outputs).map(({ name, status }) => `${name} ${status}`)).toEqual([
      "web-0 running",
      "web-1 running",
      "web-2 running",
    ])
    expect(placesOf(stage)).toEqual([0, 1, 2])
  })

  test("makes none of a pool of none, without a call", async () => {
    const stage = server.stage()
    expect((await make(stage, 0)).outputs).toMatchObject({ sandboxIds: [] })
    expect(stage.calls()).toEqual([])
  })

  test("keeps nothing where it is sure that none was created", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "status", status: 403, ...forEver })
    await expect(make(stage, 2)).rejects.toThrow(/^Cannot create pool "web": /)
  })

  test("keeps the pool where some could not be created", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "status", status: 403 })
    const { id, properties, reasons } = await failureOf(make(stage, 2))
    expect(id).toBe("pool-n-1")
    expect(storedIn(properties)).toHaveLength(1)
    expect(reasons).toEqual([
      expect.stringMatching(
        /^Sandbox web-\d of pool "web" could not be created: .*\. The next `pulumi up` tries again$/,
      ),
    ])
  })

  test("keeps the pool where one may have been created after all", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    stage.account.addFault({ endpoint: "listSandboxes", kind: "status", status: 403, ...forEver })
    expect(await failureOf(make(stage, 1))).toMatchObject({ id: "pool-n-1", properties: { sandboxIds: [] } })
  })

  test("of an import takes the members over, and makes none", async () => {
    const stage = server.stage()
    const { sandbox } = await runningMember(stage, 0, { pool: "n-7" })
    const before = stage.calls().length
    const importing = stage.context("create", { importId: "pool-n-7", nonce: "n-7" })
    const { id, outputs } = await create(importing, { ...declaredPool, count: 1 })
    expect([id, outputs.sandboxIds]).toEqual(["pool-n-7", [sandbox.sandboxId]])
    expect(outputs.createdAt).toBe(sandbox.createdAt)
    expect(
      stage
        .calls()
        .slice(before)
        .filter((call) => !call.startsWith("GET")),
    ).toEqual([])
  })
})

describe("create again with the same nonce, as error hooks have it", () => {
  const posts = (stage: EmulatedStage) => stage.calls().filter((call) => call === "POST /v1/sandboxes").length

  test("goes on with the members that there are, and makes only those missing", async () => {
    const stage = server.stage()
    stage.account.addFault({ kind: "failBoot", substatus: "deploying", reason: "disk full" })
    const failed = await failureOf(make(stage, 3))
    const { outputs } = await make(stage, 3)
    expect(outputs.sandboxIds).toEqual(expect.arrayContaining(failed.properties.sandboxIds as string[]))
    expect(placesOf(stage)).toEqual([0, 1, 2])
    expect(posts(stage)).toBe(4)
  })

  test("finds a member whose answer was lost", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    stage.account.addFault({ endpoint: "listSandboxes", kind: "status", status: 403, times: 2 })
    await failureOf(make(stage, 1))
    expect((await make(stage, 1)).outputs.sandboxIds).toHaveLength(1)
    expect([placesOf(stage), posts(stage)]).toEqual([[0], 1])
  })
})

describe("read", () => {
  test("shows the members that there still are, and the timeout that all of them have", async () => {
    const stage = server.stage()
    const { id, outputs } = await make(stage, 3)
    const [first, second] = outputs.sandboxIds as [string, string]
    stage.account.remove(first)
    stage.account.change(second, { timeout: 300 })
    const shown = (await read(stage.context(), id, outputs))?.outputs ?? {}
    expect(storedIn(shown).map(({ index }) => index)).toEqual([1, 2])
    expect(shown).toMatchObject({ count: 3, timeout: 300, createdAt: outputs.createdAt })
  })

  test("of what is not in the stack finds members by the id, and no pool without any", async () => {
    const stage = server.stage()
    await runningMember(stage, 0, { pool: "n-7" })
    expect((await read(stage.context(), "pool-n-7", {}))?.outputs).toMatchObject({
      count: 1,
      namePrefix: "web",
    })
    for (const id of ["pool-none", "sbx-1"]) expect(await read(stage.context(), id, {})).toBeUndefined()
  })

  test("takes a pool of the stack without members for one", async () => {
    const stage = server.stage()
    const state = storedPool([], timeText(stage))
    expect(await read(stage.context(), "pool-n-1", state)).toMatchObject({ outputs: { sandboxIds: [] } })
  })
})

describe("update", () => {
  test("scales up and down, and keeps when the pool was created", async () => {
    const stage = server.stage()
    const { id, outputs } = await make(stage, 2)
    const more = await update?.(stage.context("update"), id, outputs, { ...declaredPool, count: 4 })
    expect(placesOf(stage)).toEqual([0, 1, 2, 3])
    const fewer = await update?.(stage.context("update"), id, more ?? {}, { ...declaredPool, count: 1 })
    expect(placesOf(stage)).toEqual([0])
    expect(fewer).toMatchObject({ createdAt: outputs.createdAt, sandboxIds: [expect.any(String)] })
  })

  test("adopts what a run that was cut has created, and makes none in its place", async () => {
    const stage = server.stage()
    const { id, outputs } = await make(stage, 1)
    const { sandbox } = await strayMember(stage, 1)
    const after = await update?.(stage.context("update"), id, outputs, { ...declaredPool, count: 2 })
    expect(after?.sandboxIds).toContain(sandbox.sandboxId)
    expect(placesOf(stage)).toEqual([0, 1])
  })
})

describe("delete", () => {
  test("deletes members, and those that a run which was cut has created", async () => {
    const stage = server.stage()
    const { id, outputs } = await make(stage, 2)
    await strayMember(stage, 2)
    await strayMember(stage, 0, { pool: "other" })
    await remove(stage.context("delete"), id, outputs)
    expect([placesOf(stage), placesOf(stage, "other")]).toEqual([[], [0]])
  })

  test("names all that could not be deleted in one error", async () => {
    const stage = server.stage()
    const { id, outputs } = await make(stage, 2)
    for (const endpoint of ["deleteSandbox", "batchDelete"] as const) {
      stage.account.addFault({ endpoint, kind: "status", status: 403, ...forEver })
    }
    await expect(remove(stage.context("delete"), id, outputs)).rejects.toThrow(
      /^Sandboxes web-0 \(sbx-\S+\) and web-1 \(sbx-\S+\) of pool "web" each could not be deleted: .*the next run tries again$/,
    )
  })
})

describe("find", () => {
  test("answers all members as one pool", async () => {
    const stage = server.stage()
    const members = [await runningMember(stage, 0), await strayMember(stage, 2)]
    await strayMember(stage, 1, { pool: "other" })
    expect(await find(stage.context(), { ...declaredPool, count: 3 })).toMatchObject({
      things: [
        {
          id: "pool-n-1",
          outputs: {
            count: 3,
            createdAt: members[0]?.sandbox.createdAt,
            sandboxIds: members.map(({ sandbox }) => sandbox.sandboxId),
          },
        },
      ],
    })
  })

  test("answers nothing if there is none, and cannot tell without a nonce", async () => {
    const stage = server.stage()
    expect(await find(stage.context(), {})).toEqual({ things: [] })
    expect(await find(stage.context("look", { nonce: "" }), {})).toEqual({
      unclear: "it carries nothing to find its sandboxes by",
    })
  })
})

describe("exists", () => {
  test("is there as long as one member is, and cannot tell of ids that are encrypted", async () => {
    const stage = server.stage()
    const { id, outputs } = await make(stage, 2)
    const [first, second] = outputs.sandboxIds as [string, string]
    stage.account.remove(first)
    expect(await exists(stage.context(), id, outputs)).toBe("there")
    stage.account.change(second, { status: "terminating" })
    expect(await exists(stage.context(), id, outputs)).toBe("gone")
    expect(await exists(stage.context(), id, { sandboxIds: "04da6b54" })).toBe("unclear")
  })
})

test("messages call a pool by its logical name", () => {
  expect(label(server.stage().context(), "pool-n-1")).toBe('pool "web"')
})
