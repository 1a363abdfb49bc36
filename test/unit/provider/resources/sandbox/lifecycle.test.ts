import { InitFailure } from "../../../../../provider/src/resources/lifecycle"
import { sandboxLifecycle } from "../../../../../provider/src/resources/sandbox/lifecycle"
import { type EmulatedStage, emulated } from "../../../../support/context"

const server = emulated()
const { check, create, read, update } = sandboxLifecycle
const declared = { name: "web", timeout: 600, waitForRunning: true }

/** A sandbox that the lifecycle has created. */
async function made(stage: EmulatedStage, more = {}) {
  const { id, outputs } = await create(stage.context("create"), { ...declared, ...more })
  return { id, outputs }
}

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
    ["the declared name", { name: "own" }, { name: "old" }, "own"],
    ["the name that it had", {}, { name: "old", endpoint: "https://api.test" }, "old"],
    ["the logical name, cut to what fits", {}, {}, "a-very-long-name-for-a-s"],
  ])("names a sandbox by %s", async (_, news, olds, name) => {
    const context = server.stage().context("look", { owner: "shop/dev/a-very-long-name-for-a-sandbox" })
    const { inputs, failures } = await check(context, olds, news)
    expect([inputs.name, failures]).toEqual([name, []])
  })

  test("of an import takes the name from the sandbox, and says what contradicts it", async () => {
    const stage = server.stage()
    const { id } = await made(stage)
    const importing = stage.context("look", { importId: id })
    expect(await check(importing, {}, {})).toMatchObject({ inputs: { name: "web" }, failures: [] })
    expect((await check(importing, {}, { cpuCount: 7, timeout: 900 })).failures).toEqual([
      "timeout: is longer than the sandbox to import has; declare what it has, and change it after the import",
      "cpuCount: differs from the sandbox to import; declare what it has, and change it after the import",
    ])
  })

  test.each([
    ["terminated", /Cannot import sandbox "sbx-[^"]+": it is terminated\. Remove the import option/],
    ["failed", /it is failed/],
  ])("refuses to import one that is %s", async (status, message) => {
    const stage = server.stage()
    const { id } = await made(stage)
    stage.account.change(id, { status })
    await expect(check(stage.context("look", { importId: id }), {}, {})).rejects.toThrow(message)
    await expect(check(stage.context("look", { importId: "sbx-none" }), {}, {})).rejects.toThrow(
      /^Cannot import sandbox "sbx-none": /,
    )
  })
})

describe("create", () => {
  test("answers one that runs, with the marks that find it again", async () => {
    const stage = server.stage({ projectId: "prj-stack" })
    const { id, outputs } = await made(stage, { metadata: { team: "a" } })
    expect(outputs).toMatchObject({ name: "web", status: "running", metadata: { team: "a" } })
    expect(stage.account.sandbox(id)).toMatchObject({
      projectId: "prj-stack",
      metadata: {
        team: "a",
        "pulumi-scalebox-owner": "shop/dev/web",
        "pulumi-scalebox-nonce": "n-1",
      },
    })
    expect(stage.log.statuses.at(-1)).toBe("web")
  })

  test("waits for nothing where that is not wanted", async () => {
    const stage = server.stage()
    const { outputs } = await made(stage, { waitForRunning: false })
    expect(outputs.status).not.toBe("running")
    expect(stage.calls()).toEqual(["GET /v1/sandboxes", "POST /v1/sandboxes"])
  })

  test("looks once a run at what there is, and goes on if that fails or takes long", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "listSandboxes", kind: "status", status: 503, times: 100 })
    const began = stage.clock.now()
    const inputs = { ...declared, waitForRunning: false }
    await Promise.all([
      create(stage.context("create"), inputs),
      create(stage.context("create", { owner: "shop/dev/api", nonce: "n-2" }), inputs),
    ])
    await create(stage.context("create", { owner: "shop/dev/db", nonce: "n-3" }), inputs)
    expect(stage.clock.now() - began).toBeLessThanOrEqual(5_000)
    stage.account.clearFaults()
    expect(stage.account.sandboxes()).toHaveLength(3)
    const listings = stage.calls().filter((call) => call === "GET /v1/sandboxes")
    expect(listings.length).toBeLessThan(10)
    expect(stage.calls().slice(-1)).toEqual(["POST /v1/sandboxes"])
  })

  test.each([
    [
      "fails",
      { kind: "failBoot", substatus: "deploying", reason: "disk full" },
      {},
      /^Sandbox sbx-\S+ failed: disk full\. Its id is kept in the state: the next `pulumi up` replaces it$/,
      "failed",
    ],
    [
      "hangs",
      { kind: "hangBoot", substatus: "deploying" },
      { seconds: 30 },
      /^Sandbox sbx-\S+ is still starting \(deploying\) after 30 s\. Its id is kept in the state: the next `pulumi up` goes on waiting; raise customTimeouts\.create/,
      "starting",
    ],
  ] as const)("keeps the id of one that %s", async (_, fault, more, reason, status) => {
    const stage = server.stage()
    stage.account.addFault(fault)
    const failure = await failureOf(create(stage.context("create", more), declared))
    expect(failure.id).toBe(stage.account.sandboxes()[0]?.sandboxId)
    expect(failure.reasons).toEqual([expect.stringMatching(reason)])
    expect(failure.properties).toMatchObject({ name: "web", status })
  })

  test("says that it may have been created where that cannot be seen", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    stage.account.addFault({ endpoint: "listSandboxes", kind: "status", status: 403, times: 2 })
    await expect(made(stage)).rejects.toThrow(
      /^Cannot create sandbox "web": .*; it may have been created after all: see what `npx pulumi-scalebox recover` lists/,
    )
    const refusing = server.stage()
    refusing.account.addFault({ endpoint: "createSandbox", kind: "status", status: 403 })
    await expect(made(refusing)).rejects.not.toThrow(/may have been created/)
  })

  test("takes a paused one over as it is", async () => {
    const stage = server.stage()
    const { id } = await made(stage)
    stage.account.change(id, { status: "paused" })
    const taken = await create(stage.context("create", { importId: id }), declared)
    expect(taken).toMatchObject({ id, outputs: { status: "paused" } })
  })

  test("takes an existing one over without a change", async () => {
    const stage = server.stage()
    const { id } = await made(stage)
    const before = stage.calls().length
    const taken = await create(stage.context("create", { importId: id }), declared)
    expect(taken).toMatchObject({ id, outputs: { status: "running" } })
    expect(
      stage
        .calls()
        .slice(before)
        .filter((call) => !call.startsWith("GET")),
    ).toEqual([])
  })
})

describe("What a run that was cut has left", () => {
  test.each([
    ["is named before another is created", false],
    ["is not named where the state has one of this declaration", true],
  ])("%s", async (_, isKnown) => {
    const stage = server.stage()
    const { id } = await made(stage)
    // A run that has just begun.
    const more = { nonce: "n-2", session: stage.nextRun() }
    if (isKnown) await check(stage.context("look", more), { name: "web", endpoint: "https://api.test" }, {})
    stage.account.addFault({ endpoint: "createSandbox", kind: "status", status: 403 })
    await expect(create(stage.context("create", more), declared)).rejects.toThrow("403")
    expect(stage.log.warnings).toEqual(isKnown ? [] : [expect.stringContaining(`: ${id} (web). If a run`)])
  })
})

describe("create again with the same nonce, as error hooks have it", () => {
  const posts = (stage: EmulatedStage) => stage.calls().filter((call) => call === "POST /v1/sandboxes").length
  const living = (stage: EmulatedStage) =>
    stage.account.sandboxes().filter(({ status }) => status !== "terminated")

  test("goes on with a sandbox that was late", async () => {
    const stage = server.stage()
    stage.account.addFault({ kind: "hangBoot", substatus: "deploying" })
    const { id } = await failureOf(create(stage.context("create", { seconds: 30 }), declared))
    stage.account.change(id, { status: "running", substatus: null })
    expect(await made(stage)).toMatchObject({ id, outputs: { status: "running" } })
    expect(posts(stage)).toBe(1)
  })

  test("waits for it as long as it may", async () => {
    const stage = server.stage()
    stage.account.addFault({ kind: "hangBoot", substatus: "deploying" })
    const first = await failureOf(create(stage.context("create", { seconds: 30 }), declared))
    const second = await failureOf(create(stage.context("create", { seconds: 60 }), declared))
    expect(second.id).toBe(first.id)
    expect(second.reasons).toEqual([expect.stringContaining("is still starting (deploying) after 60 s")])
    expect(posts(stage)).toBe(1)
  })

  test("deletes one that failed before it creates another", async () => {
    const stage = server.stage()
    stage.account.addFault({ kind: "failBoot", substatus: "deploying", reason: "disk full" })
    const failed = await failureOf(create(stage.context("create"), declared))
    const { id } = await made(stage)
    expect(id).not.toBe(failed.id)
    expect(living(stage).map(({ sandboxId }) => sandboxId)).toEqual([id])
    const calls = stage.calls()
    expect(calls.findIndex((call) => call.startsWith("DELETE"))).toBeLessThan(
      calls.lastIndexOf("POST /v1/sandboxes"),
    )
  })

  test("finds one whose answer was lost", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    stage.account.addFault({ endpoint: "listSandboxes", kind: "status", status: 403, times: 2 })
    await expect(made(stage)).rejects.toThrow(/may have been created after all/)
    const { id } = await made(stage)
    expect(living(stage).map(({ sandboxId }) => sandboxId)).toEqual([id])
    expect(posts(stage)).toBe(1)
  })

  test("makes one where the first was refused, and never takes that of another nonce", async () => {
    const stage = server.stage()
    const other = await create(stage.context("create", { nonce: "n-other" }), declared)
    stage.account.addFault({ endpoint: "createSandbox", kind: "status", status: 403 })
    await expect(made(stage)).rejects.toThrow(/403/)
    expect((await made(stage)).id).not.toBe(other.id)
    expect(living(stage)).toHaveLength(2)
  })
})

describe("read", () => {
  test("shows a timeout that somebody has shortened, and not one that was made longer", async () => {
    const stage = server.stage()
    const { id, outputs } = await made(stage)
    stage.account.change(id, { timeout: 300 })
    expect((await read(stage.context(), id, outputs))?.outputs.timeout).toBe(300)
    stage.account.change(id, { timeout: 900 })
    stage.clock.pass(10_000)
    expect((await read(stage.context(), id, outputs))?.outputs.timeout).toBe(600)
  })

  test("of what is not in the stack shows the inputs that would have created it", async () => {
    const stage = server.stage()
    const { id } = await made(stage, { template: "base" })
    expect((await read(stage.context(), id, {}))?.outputs).toMatchObject({
      name: "web",
      template: "base",
      timeout: 600,
      endpoint: stage.session.endpoint,
    })
  })

  test.each([
    ["terminated", (stage: EmulatedStage, id: string) => stage.account.change(id, { status: "terminated" })],
    ["ending", (stage: EmulatedStage, id: string) => stage.account.change(id, { status: "terminating" })],
    ["gone", (stage: EmulatedStage, id: string) => stage.account.remove(id)],
  ])("finds nothing where it is %s", async (_, end) => {
    const stage = server.stage()
    const { id, outputs } = await made(stage)
    end(stage, id)
    expect(await read(stage.contextOf(id), id, outputs)).toBeUndefined()
  })

  test("refuses the key of another account where one that should live is not known", async () => {
    const [stage, other] = [server.stage(), server.stage()]
    const { id, outputs } = await made(stage)
    const ended = { ...outputs, timeoutAt: "2000-01-01T00:00:00Z" }
    const { accountMark } = stage.contextOf(id)
    expect(await read(other.context(), id, ended)).toBeUndefined()
    for (const [mark, state] of [
      [undefined, outputs],
      [accountMark, outputs],
      [accountMark, ended],
    ] as const) {
      const work = read(other.context("look", { accountMark: mark }), id, state)
      await expect(work).rejects.toMatchObject({
        code: "forbidden",
        message: expect.stringContaining(`Sandbox ${id} is not known to the account of the API key`),
        facts: { hint: expect.stringContaining("SCALEBOX_BELIEVE_MISSING=true") },
      })
    }
    expect(other.log.warnings).toEqual([])
  })
})

describe("update", () => {
  test("of one that is gone, with another key, names all that one command needs", async () => {
    const [stage, other] = [server.stage(), server.stage()]
    const { id, outputs } = await made(stage)
    const { accountMark } = stage.contextOf(id)
    const news = { ...declared, timeout: 900 }
    await expect(update?.(other.context("update", { accountMark }), id, outputs, news)).rejects.toThrow(
      /run `pulumi up --refresh` once with SCALEBOX_BELIEVE_MISSING=true in the environment$/,
    )
    const believing = server.stage({ believeMissing: true } as object)
    const work = update?.(believing.context("update", { accountMark }), id, outputs, news)
    await expect(work).rejects.toThrow(
      /Run `pulumi up --refresh` to create a new one, again with SCALEBOX_BELIEVE_MISSING=true in the environment$/,
    )
  })

  test("extends what is shorter, and shows the new end", async () => {
    const stage = server.stage()
    const { id, outputs } = await made(stage)
    const after = await update?.(stage.context("update"), id, outputs, { ...declared, timeout: 900 })
    const { timeoutAt } = stage.account.sandbox(id) ?? {}
    expect(after).toMatchObject({ timeout: 900 })
    expect(Date.parse(String(after?.timeoutAt))).toBe(Date.parse(String(timeoutAt)))
    expect(after?.timeoutAt).not.toBe(outputs.timeoutAt)
  })

  test("says what to do if it ends just before it is extended", async () => {
    const stage = server.stage({}, (send) => async (request) => {
      if (request.method === "PUT") stage.account.change(id, { status: "terminated" })
      return send(request)
    })
    const { id, outputs } = await made(stage)
    const work = update?.(stage.context("update"), id, outputs, { ...declared, timeout: 900 })
    await expect(work).rejects.toThrow(/^Cannot extend .* must not have ended .* Run `pulumi up --refresh`/)
  })

  test("calls for no extension where it lives as long already", async () => {
    const stage = server.stage()
    const { id, outputs } = await made(stage)
    await update?.(stage.context("update"), id, outputs, declared)
    expect(stage.calls().filter((call) => call.startsWith("PUT"))).toEqual([])
  })

  test("goes on waiting for one that does not run yet", async () => {
    const stage = server.stage()
    const { id, outputs } = await made(stage, { waitForRunning: false })
    expect(await update?.(stage.context("update"), id, outputs, declared)).toMatchObject({
      status: "running",
    })
  })

  test("says what to do where it has ended", async () => {
    const stage = server.stage()
    const { id, outputs } = await made(stage)
    stage.account.change(id, { status: "terminated" })
    await expect(update?.(stage.context("update"), id, outputs, declared)).rejects.toThrow(
      `Cannot update sandbox ${id}: it has ended or was deleted. Run \`pulumi up --refresh\` to create a new one`,
    )
  })
})
