import { alone, callsOf, listing, one, sum, together } from "../support/counted"
import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const range = (count: number) => [...Array(count).keys()]

/** Sandboxes s0, s1, …, of which the first `longer` have a longer timeout. */
const sandboxes = (count: number, longer = 0) => `
  const sandboxes = [...Array(${count}).keys()].map(
    (i) => new scalebox.Sandbox("s" + i, { timeout: i < ${longer} ? 1200 : 600 }),
  )
`
const ports = (count: number) => `
  sandboxes.slice(0, ${count}).map((sandbox, i) => new scalebox.SandboxPort("p" + i, { sandbox, port: 8080, name: "web" }))
`

/**
 * The engine writes its state before each step, as slowly as the machine is, and what comes one by one cannot go together.
 * So it does not write here before the end, and hands over all that it may at one moment.
 */
const atOnce = { PULUMI_PARALLEL: "64", PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" }

/** Ten looks tell that there are many, and then one shows all for ten seconds: a slow engine may need more than one. */
const looksAtMany = 14

describe("Calls of a stack of 60 sandboxes, 20 of them with a port", () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "calls", {
      program: sandboxes(60) + ports(20),
      env: atOnce,
    })
    await stack.mustUp()
  })
  afterAll(() => stack.end())

  test("are none if nothing changes", async () => {
    expect(await callsOf(stack, () => stack.mustUp("--expect-no-changes"))).toEqual({})
  })

  test("are a listing for all in a refresh", async () => {
    const calls = await callsOf(stack, async () => stack.succeeded(await stack.refresh(), "refresh"))
    expect(calls[listing]).toBeGreaterThan(0)
    expect(sum(calls)).toBeLessThanOrEqual(looksAtMany)
  })

  test("are one PUT for each sandbox that is extended", async () => {
    stack.setProgram(sandboxes(60, 20) + ports(20))
    const {
      [one]: reads = 0,
      [listing]: listings = 0,
      ...writes
    } = await callsOf(stack, () => stack.mustUp())
    expect(writes).toEqual({ "PUT /v1/sandboxes/{id}": 20 })
    // Each is looked at before, to see how far it reaches already: 20 looks if none is shared.
    expect(reads + listings).toBeLessThanOrEqual(looksAtMany)
  })

  test("are batches where sandboxes are deleted, and none for the ports on them", async () => {
    stack.setProgram("")
    const {
      [together]: batches = 0,
      [alone]: singles = 0,
      ...looks
    } = await callsOf(stack, () => stack.mustUp())
    expect(stack.account.sandboxes()).toEqual([])
    expect(batches).toBeGreaterThan(0)
    // 1 or 2; an engine that was stopped in between hands over the rest later.
    expect(batches + singles).toBeLessThanOrEqual(8)
    expect(Object.keys(looks).filter((kind) => kind !== one && kind !== listing)).toEqual([])
    // 3 to 5 for each call; 64 were counted when none was shared.
    expect(sum(looks)).toBeLessThanOrEqual(40)
  })
})

test("A refresh of 10 sandboxes costs at most 10 calls in an account of many more", async () => {
  const stack = await Stack.create(await sharedEmulator(), "crowd", { program: sandboxes(10) })
  await stack.mustUp()
  for (const _ of range(300)) {
    const answer = await fetch(`${stack.emulator.url}/v1/sandboxes`, {
      method: "POST",
      headers: { "X-API-Key": stack.apiKey, "Content-Type": "application/json" },
      body: JSON.stringify({ is_async: true }),
    })
    expect(answer.status).toBe(201)
  }
  const calls = await callsOf(stack, async () => stack.succeeded(await stack.refresh(), "refresh"))
  expect(sum(calls)).toBeGreaterThan(0)
  expect(sum(calls)).toBeLessThanOrEqual(10)
  stack.succeeded(await stack.destroy(), "destroy")
  expect(stack.account.sandboxes()).toHaveLength(300)
  stack.dispose()
})

test("Sandboxes that boot together are waited for together, and deleted together", async () => {
  const stack = await Stack.create(await sharedEmulator(), "boots", {
    program: sandboxes(40),
    env: atOnce,
  })
  stack.account.configure({ bootMs: 1_000 })
  const { "POST /v1/sandboxes": creates, ...polls } = await callsOf(stack, () => stack.mustUp())
  expect(creates).toBe(40)
  const begun = stack.account
    .requests()
    .filter(({ endpoint }) => endpoint === "createSandbox")
    .map(({ at }) => at)
  const apartMs = Math.max(...begun) - Math.min(...begun)
  // 9 to 18, and more if they begin further apart: ten times a second somebody looks. None shared makes more than 200.
  expect(sum(polls)).toBeLessThan(25 + apartMs / 50)

  const { [together]: batches = 0, [alone]: singles = 0, ...looks } = await callsOf(stack, () => stack.end())
  expect(batches).toBeGreaterThan(0)
  expect(batches + singles).toBeLessThanOrEqual(6)
  expect(sum(looks)).toBeLessThanOrEqual(30)
})
