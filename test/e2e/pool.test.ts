import { callsOf, creation, extension, listing, one, sum, together } from "../support/counted"
import { sharedEmulator } from "../support/emulator"
import { mostAtOnce } from "../support/most-at-once"
import { expectMembers, named, namesTo, onServer, poolOf, stored, storedIds } from "../support/pool"
import { Stack } from "../support/stack"

describe("A pool", () => {
  const program = (args: string) => `const pool = ${poolOf("web", args)}`
  let stack: Stack
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "pool", { program: program("count: 0") })
  })
  afterAll(() => stack.dispose())

  test("of none costs no call", async () => {
    expect(await callsOf(stack, () => stack.mustUp())).toEqual({})
    expect(stack.resource("web")).toMatchObject({
      id: expect.stringMatching(/^pool-[\w-]{16}$/),
      outputs: { count: 0, namePrefix: "web", sandboxIds: [], sandboxes: "[]" },
    })
  })

  test("grows to 200 by a create for each, as many at once as requests may be, and few polls", async () => {
    stack.setProgram(`${program("count: 200")}
      exports.first = pool.url(0, 8080)
      exports.last = pool.url(pool.count.apply((count) => count - 1), 80)
    `)
    // So slow that the first are long created when the last are begun.
    stack.account.configure({ latencyMs: 150 })
    // One or two that are left by a listing are asked for by themselves.
    const {
      [creation]: creates,
      [one]: questions = 0,
      ...polls
    } = await callsOf(stack, async () => {
      const run = await stack.mustUp()
      expect(run.plan).toEqual(["update web"])
      expect(run.stdout).toContain(`first: "https://8080-${stored(stack)[0]?.sandboxDomain}"`)
      expect(run.stdout).toContain(`last : "https://80-${stored(stack)[199]?.sandboxDomain}"`)
    })
    const posts = stack.account.requests().filter(({ endpoint }) => endpoint === "createSandbox")
    stack.account.configure({ latencyMs: 0 })
    expect(creates).toBe(200)
    expect(mostAtOnce(posts)).toBeGreaterThan(8)
    expect(mostAtOnce(posts)).toBeLessThanOrEqual(16)
    expect(Object.keys(polls)).toEqual([listing])
    // Some 10; a slow machine looks more often while it still creates, but never once for each.
    expect(sum(polls) + questions).toBeLessThan(80)
    expectMembers(stack, 200)
  })

  test("costs no call if nothing changes", async () => {
    expect(await callsOf(stack, () => stack.mustUp("--expect-no-changes"))).toEqual({})
  })

  test("shrinks to 50 by batches that take those with the highest index", async () => {
    const before = storedIds(stack)
    stack.setProgram(program("count: 50"))
    const { [together]: batches, [one]: questions = 0, ...polls } = await callsOf(stack, () => stack.mustUp())
    expect(batches).toBe(2)
    expect(Object.keys(polls)).toEqual([listing])
    expect(sum(polls) + questions).toBeLessThan(20)
    expectMembers(stack, 50)
    expect(storedIds(stack)).toEqual(before.slice(0, 50))
  })

  test("grows to 120 around the sandboxes that it has", async () => {
    const before = storedIds(stack)
    stack.setProgram(program("count: 120"))
    const { [creation]: creates, ...polls } = await callsOf(stack, () => stack.mustUp())
    expect(creates).toBe(70)
    expect(sum(polls)).toBeLessThan(35)
    expectMembers(stack, 120)
    expect(storedIds(stack).slice(0, 50)).toEqual(before)
  })

  test("is extended in place by one call for each, and again only if that failed", async () => {
    const before = storedIds(stack)
    const [spared = "", ...refused] = before.slice(0, 4)
    stack.account.change(spared, { timeout: 7200 })
    stack.account.addFault({
      endpoint: "extendTimeout",
      kind: "status",
      status: 409,
      times: Number.POSITIVE_INFINITY,
      sandbox: ({ sandboxId = "" }) => refused.includes(sandboxId),
    })
    stack.setProgram(program("count: 120, timeout: 900"))
    const calls = await callsOf(stack, async () => {
      const run = await stack.up()
      expect(run.code).not.toBe(0)
      expect(run.plan).toEqual(["update web"])
      expect(run.output).toContain(
        `Sandboxes ${refused
          .map((id, at) => `web-${at + 1} (${id})`)
          .join(", ")
          .replace(/,(?=[^,]*$)/, " and")} ` +
          `of pool "web" each could not be extended to 900 s: PUT /v1/sandboxes/${refused[0]} answered 409`,
      )
    })
    expect(calls[extension]).toBe(119)
    expect(Object.keys(calls).sort()).toEqual([listing, extension])
    expect(storedIds(stack)).toEqual(before)
    expect(stack.resource("web").outputs.timeout).toBe(600)

    stack.account.clearFaults()
    const again = await callsOf(stack, () => stack.mustUp())
    expect(again[extension]).toBe(3)
    expect(storedIds(stack)).toEqual(before)
    expect(stack.resource("web").outputs.timeout).toBe(900)
    expect(onServer(stack).map(({ timeout }) => timeout)).toEqual([7200, ...before.slice(1).map(() => 900)])
    expect(stored(stack).map(({ timeoutAt }) => timeoutAt)).toEqual(
      onServer(stack).map(({ timeoutAt }) => timeoutAt),
    )
  })

  test("shows after a refresh what somebody else did, and is filled up by the next up", async () => {
    const before = onServer(stack)
    const id = (index: number) => before[index]?.sandboxId ?? ""
    for (const index of [5, 7]) stack.account.remove(id(index))
    stack.account.change(id(9), { status: "terminated" })
    stack.account.change(id(11), { status: "failed", reason: "Kernel panic" })
    stack.account.change(id(13), { status: "paused" })
    const refresh = await callsOf(stack, async () => stack.succeeded(await stack.refresh(), "refresh"))
    expect(sum(refresh)).toBeLessThan(10)
    const left = before.filter((_, index) => ![5, 7, 9].includes(index))
    expect(storedIds(stack)).toEqual(left.map(({ sandboxId }) => sandboxId))
    expect(stored(stack).find(({ index }) => index === 11)).toMatchObject({
      status: "failed",
      reason: "Kernel panic",
    })
    expect(stored(stack).find(({ index }) => index === 13)).toMatchObject({ status: "paused" })

    stack.account.clearRequests()
    const up = await stack.mustUp()
    expect(up.plan).toEqual(["update web"])
    expect(up.output).toContain('Of pool "web", 116 of 120 sandboxes are left: the others are created again')
    expect(stack.requests("POST").filter((call) => call === creation)).toHaveLength(4)
    expect(() => named(stack, "web-11")).not.toThrow()
    expect(stack.account.sandbox(id(11))).toBeUndefined()
    expect(stored(stack).map(({ name }) => name)).toEqual(namesTo(120))
    expect(storedIds(stack).filter((now) => !before.some(({ sandboxId }) => sandboxId === now))).toHaveLength(
      4,
    )
    expect(named(stack, "web-13").status).toBe("paused")
  })

  test("then has nothing left to do, and is looked up by its id, without being managed", async () => {
    const { id } = stack.resource("web")
    stack.setProgram(`${program("count: 120, timeout: 900")}
      const found = scalebox.SandboxPool.get("found", "${id}")
      exports.found = { ids: found.sandboxIds, count: found.count, timeout: found.timeout, prefix: found.namePrefix }
      exports.sandboxes = [pool.sandboxes, found.sandboxes]
      exports.tokens = [pool.envdAccessTokens, found.envdAccessTokens]
    `)
    expect((await stack.mustUp()).plan).toEqual(["read found"])
    expect(stack.outputs()).toEqual({
      found: { ids: storedIds(stack), count: 120, timeout: 900, prefix: "web" },
      sandboxes: [stored(stack), stored(stack)],
      tokens: Array(2).fill(expect.objectContaining({ ciphertext: expect.any(String) })),
    })
    stack.setProgram(`${program("count: 120, timeout: 900")}
      scalebox.SandboxPool.get("none", "pool-none")
    `)
    expect((await stack.up()).output).toContain("pool-none does not exist or has ended")
    expect(stack.account.sandboxes().filter(({ status }) => status !== "terminated")).toHaveLength(120)
  })

  test("is destroyed by batches, and leaves nothing on the server", async () => {
    const { [together]: batches, [one]: questions = 0, ...polls } = await callsOf(stack, () => stack.end())
    expect(batches).toBe(2)
    expect(Object.keys(polls)).toEqual([listing])
    expect(sum(polls) + questions).toBeLessThan(20)
  })
})
