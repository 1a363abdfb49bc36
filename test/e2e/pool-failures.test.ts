import { callsOf, creation } from "../support/counted"
import { sharedEmulator } from "../support/emulator"
import { expectMembers, named, namesTo, onServer, poolOf, stored, storedIds } from "../support/pool"
import { type Run, Stack } from "../support/stack"

const always = Number.POSITIVE_INFINITY

/** Whether a fault is for the sandbox that is created under one of these names. */
const of =
  (...names: string[]) =>
  ({ name = "" }: { name: string | undefined }) =>
    names.includes(name)

function addFaults({ account }: Stack): void {
  const boot = { kind: "failBoot", substatus: "deploying", reason: "Disk full", times: 2 } as const
  account.addFault({ ...boot, sandbox: of("boot-1", "boot-3") })
  account.addFault({ kind: "hangBoot", substatus: "deploying", sandbox: of("boot-4") })
  account.addFault({
    kind: "hangBoot",
    substatus: "deploying",
    times: 3,
    sandbox: of(...namesTo(3, "unwaited")),
  })
  const refusal = { endpoint: "createSandbox", kind: "status", status: 409 } as const
  const body = { success: false, error: "No room", message: "No room" }
  account.addFault({ ...refusal, body, times: 3, sandbox: of("some-2", "some-3", "some-6") })
  account.addFault({
    ...refusal,
    status: 403,
    times: always,
    sandbox: ({ name = "" }) => name.startsWith("all-"),
  })
  const create = { endpoint: "createSandbox" } as const
  account.addFault({ ...create, kind: "resetBefore", sandbox: of("lost-1") })
  account.addFault({ ...create, kind: "resetAfter", sandbox: of("lost-2") })
  account.addFault({ ...create, kind: "status", status: 503, sandbox: of("lost-3") })
  account.addFault({ ...create, kind: "status", status: 502, after: true, sandbox: of("lost-4") })
  account.addFault({ ...create, kind: "rawBody", rawBody: '{"success": true, "da', sandbox: of("lost-5") })
  account.addFault({ ...create, kind: "status", status: 503, times: always, sandbox: of("lost-6") })
}

describe("Pools that cannot be created whole", () => {
  const program = (waits: boolean, all: number) =>
    [
      poolOf("boot", "count: 6", `{ customTimeouts: { create: "12s" } }`),
      poolOf("unwaited", `count: 3, waitForRunning: ${waits}`),
      poolOf("some", "count: 8"),
      poolOf("all", `count: ${all}`),
      poolOf("lost", "count: 12", `{ customTimeouts: { create: "20s" } }`),
    ].join("")
  let stack: Stack
  let run: Run
  let tried: number
  let slow: string
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "pool-failures", { program: program(false, 100) })
    addFaults(stack)
    run = await stack.up("--continue-on-error")
    stack.account.clearFaults()
    expect(run.code).not.toBe(0)
    expect(run.output).not.toMatch(/^\s+at /m)
    const bodies = stack.account.requests().map(({ body }) => body as { name?: string } | null)
    tried = bodies.filter((body) => body?.name?.startsWith("all-")).length
    slow = named(stack, "boot-4").sandboxId
  })
  afterAll(() => stack.dispose())

  test("because sandboxes failed in boot have cleaned these up, and keep those that are late", () => {
    const gone = "boot-[13] \\(sbx-\\S+\\)"
    const next = "It is cleaned up, and the next `pulumi up` creates another one"
    expect(run.output).toMatch(
      new RegExp(`Sandboxes ${gone} and ${gone} of pool "boot" each failed: Disk full\\. ${next}`),
    )
    expect(run.output).toContain(
      `Sandbox boot-4 (${slow}) of pool "boot" is still starting (deploying) after 12 s. Its id is kept in the state: ` +
        "the next `pulumi up` goes on waiting; raise customTimeouts.create to wait longer in one run",
    )
    expect(onServer(stack, "boot").map(({ name }) => name)).toEqual(["boot-0", "boot-2", "boot-4", "boot-5"])
    expect(storedIds(stack, "boot")).toEqual(onServer(stack, "boot").map(({ sandboxId }) => sandboxId))
    expect(stack.resource("boot").initErrors).toHaveLength(2)
  })

  test("because some creates were refused keep the other sandboxes", () => {
    expect(run.output).toContain(
      'Sandboxes some-2, some-3 and some-6 of pool "some" each could not be created: POST /v1/sandboxes answered 409: No room',
    )
    expect(stored(stack, "some").map(({ index }) => index)).toEqual([0, 1, 4, 5, 7])
  })

  test("because all creates were refused are not created at all, and not all are tried", () => {
    expect(run.output).toContain('Cannot create pool "all": POST /v1/sandboxes answered 403')
    expect(tried).toBeGreaterThan(0)
    expect(tried).toBeLessThanOrEqual(32)
    expect(() => stack.resource("all")).toThrow("No resource all")
  })

  test("because answers were lost have doubled nothing", () => {
    expect(run.output).toContain(
      'Sandbox lost-6 of pool "lost" could not be created: POST /v1/sandboxes answered 503',
    )
    expect(run.output).toContain("The next `pulumi up` looks whether it was created after all")
    const made = namesTo(12, "lost").filter((name) => name !== "lost-6")
    expect(onServer(stack, "lost").map(({ name }) => name)).toEqual(made)
    expect(storedIds(stack, "lost")).toEqual(onServer(stack, "lost").map(({ sandboxId }) => sandboxId))
  })

  test("because nobody waits are done, and a refresh does not make the next up wait", async () => {
    expect(stored(stack, "unwaited").map(({ status }) => status)).toEqual(
      Array(3).fill(expect.stringMatching(/created|starting/)),
    )
    expect(stack.resource("unwaited").initErrors ?? []).toEqual([])
  })

  test("are filled up by the next up, also after a refresh, and by no call more than is needed", async () => {
    const pools = ["boot", "unwaited", "some", "lost"]
    const before = pools.map((pool) => storedIds(stack, pool))
    stack.succeeded(await stack.refresh(), "refresh")
    for (const id of [slow, ...storedIds(stack, "unwaited")]) stack.account.release(id)
    stack.setProgram(program(true, 2))
    const calls = await callsOf(stack, async () =>
      expect((await stack.mustUp()).plan).toEqual([
        "create all",
        "update boot",
        "update lost",
        "update some",
        "update unwaited",
      ]),
    )
    expect(calls[creation]).toBe(2 + 2 + 3 + 1)
    for (const [pool, count] of [
      ["boot", 6],
      ["unwaited", 3],
      ["some", 8],
      ["lost", 12],
      ["all", 2],
    ] as const) {
      expectMembers(stack, count, pool)
      expect(stack.resource(pool).initErrors ?? []).toEqual([])
    }
    for (const [index, pool] of pools.entries()) {
      expect(storedIds(stack, pool)).toEqual(expect.arrayContaining(before[index] ?? []))
    }
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
  })
})
