import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb"
import { type Clock, systemClock } from "../../provider/src/client/clock"
import { Service } from "../../provider/src/faces/plugin/server"
import type { Refusal, Wire } from "../support/engine"
import { about, plugged, providerUrn, urnOf } from "../support/plugin-stage"

const { stage } = plugged()

const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (refusal: Refusal) => refusal,
  )

/** What a call may still take after a cancel lasts a hundred times as long: a machine that stalls must not use it up. */
const clock: Clock = { ...systemClock, after: (ms, then) => systemClock.after(100 * ms, then) }

describe("Cancel", () => {
  test("ends the waits at once and keeps every id", async () => {
    const { engine, account } = await stage({ clock })
    account.configure({ bootMs: 60_000 })
    const names = ["one", "two"]
    const creates = names.map(async (name) => {
      const { inputs } = await engine.check(about("Sandbox", name), {})
      return refusalOf(engine.create(about("Sandbox", name), inputs))
    })
    await engine.check(about("Sandbox", "last"), {})
    while (account.sandboxes().length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    const began = performance.now()
    await engine.cancel()
    const refusals = await Promise.all(creates)
    expect(performance.now() - began).toBeLessThan(50_000)
    expect(refusals.map((refusal) => refusal?.made?.id).sort()).toEqual(
      account
        .sandboxes()
        .map(({ sandboxId }) => sandboxId)
        .sort(),
    )
    for (const refusal of refusals) {
      expect(refusal?.message).toMatch(/is still (created|starting.*), as the run was ended.*goes on waiting/)
    }
  })

  test("lets a request that makes something have its answer", async () => {
    const { engine, account } = await stage({ clock })
    account.configure({ latencyMs: 200, bootMs: 60_000 })
    const { inputs } = await engine.check(about("Sandbox"), {})
    const create = refusalOf(engine.create(about("Sandbox"), inputs))
    while (!account.requests().some(({ method }) => method === "POST") && account.sandboxes().length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await engine.cancel()
    expect((await create)?.made?.id).toBe(account.sandboxes()[0]?.sandboxId)
  })

  test("lets nothing new begin", async () => {
    const { engine, account } = await stage()
    const { inputs } = await engine.check(about("Sandbox"), {})
    await engine.cancel()
    expect((await refusalOf(engine.create(about("Sandbox"), inputs)))?.message).toContain("was cancelled")
    expect(account.sandboxes()).toEqual([])
  })
})

test("A fault that belongs to no call ends what is under way with its id, and is said", async () => {
  const { engine, account, service } = await stage({ clock })
  account.configure({ bootMs: 60_000 })
  const { inputs } = await engine.check(about("Sandbox"), {})
  const create = refusalOf(engine.create(about("Sandbox"), inputs))
  while (account.sandboxes().length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  service.fault(new Error("timer gone wrong"))
  expect((await create)?.made?.id).toBe(account.sandboxes()[0]?.sandboxId)
  expect((await engine.line(({ severity }) => severity === "error")).message).toContain("timer gone wrong")
})

test("A create that a fault of ours ends after the sandbox was created answers its id", async () => {
  let isBroken = false
  const { engine, account } = await stage({
    through: (send) => async (request) => {
      const answer = await send(request)
      if (request.method === "POST") isBroken = true
      else if (isBroken) {
        isBroken = false
        throw new TypeError("x is not a function")
      }
      return answer
    },
  })
  const { inputs } = await engine.check(about("Sandbox"), {})
  const refusal = await refusalOf(engine.create(about("Sandbox"), inputs))
  expect(refusal?.made?.id).toBe(account.sandboxes()[0]?.sandboxId)
  expect(refusal?.message).toContain("something went wrong inside of pulumi-scalebox: x is not a function")
})

test("What a resource waits for is shown at its own row, and warnings as well", async () => {
  const { engine, account } = await stage()
  account.configure({ bootMs: 600_000 })
  const { inputs } = await engine.check(about("Sandbox"), {})
  const create = engine.create(about("Sandbox"), inputs)
  await engine.line(({ isEphemeral }) => isEphemeral)
  account.setClockOffset(600_000)
  await create
  const waiting = engine.shown.filter(({ isEphemeral }) => isEphemeral)
  expect(waiting.every(({ urn }) => urn === about("Sandbox").urn)).toBe(true)
  expect(waiting[0]?.message).toMatch(/^(starting|allocating|deploying|initializing|waiting).*, \d+ s$/)
})

test("A create ends at its deadline with the id and says how to wait longer", async () => {
  let aheadMs = 0
  const { engine, account } = await stage({
    clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
    through: (send) => async (request) => {
      const answer = await send(request)
      if (request.method === "POST") aheadMs = 120_000
      return answer
    },
  })
  account.configure({ bootMs: 600_000 })
  const { inputs } = await engine.check(about("Sandbox"), {})
  const refusal = await refusalOf(engine.create(about("Sandbox"), inputs, { timeout: 120 }))
  expect(refusal?.made?.id).toBe(account.sandboxes()[0]?.sandboxId)
  expect(refusal?.message).toContain("raise customTimeouts.create")
})

describe("Names", () => {
  const { PROPOSE, ENFORCE, DISABLE } = CheckRequest.AutonamingOptions.Mode

  test.each([
    ["Sandbox", {}, PROPOSE, "web-1234567890-abcdefghijkl", { name: "web-1234567890-abcdefghi" }],
    ["Sandbox", {}, ENFORCE, "web-1", { name: "web-1" }],
    ["Sandbox", { name: "mine" }, ENFORCE, "web-1", { name: "mine" }],
    ["SandboxPool", { count: 1 }, PROPOSE, "web-1", { namePrefix: "web-1" }],
    ["Sandbox", { name: "mine" }, DISABLE, "", { name: "mine" }],
  ])("%s %j follows pulumi:autonaming", async (kind, news, mode, proposed, expected) => {
    const { engine } = await stage()
    const { inputs, failures } = await engine.check(about(kind), news, { autonaming: { mode, proposed } })
    expect(failures).toEqual([])
    expect(inputs).toMatchObject(expected)
  })

  test("A name that must be given and is not is refused", async () => {
    const { engine } = await stage()
    const { failures } = await engine.check(
      about("Sandbox"),
      {},
      { autonaming: { mode: DISABLE, proposed: "" } },
    )
    expect(failures.map(({ reason }) => reason)).toEqual([
      "name: must be given, as pulumi:autonaming is disabled",
    ])
  })
})

test("A pool of 5,000 passes in a state of several megabytes", async () => {
  const { engine } = await stage()
  const members = Array.from({ length: 5_000 }, (_, index) => ({
    id: `sbx-${index}`,
    index,
    name: `web-${index}`,
    status: "running",
    sandboxDomain: `sbx-${index}.sandbox.scalebox.local`,
  }))
  const state: Wire = {
    count: 5_000,
    timeout: 300,
    sandboxes: members,
    endpoint: "http://127.0.0.1:1",
    namePrefix: "web",
    template: "base",
  }
  const { inputs } = await engine.check(
    about("SandboxPool"),
    { count: 5_000 },
    { olds: { count: 5_000, __scalebox: { owner: "shop/dev/web", nonce: "n" } } },
  )
  const found = await engine.update(
    about("SandboxPool"),
    "pool-n",
    { olds: state, news: { ...inputs, timeout: 600 }, oldInputs: inputs },
    { preview: true },
  )
  expect(found.count).toBe(5_000)
})

test.each([true, false])("refreshBeforeUpdate %s reaches the engine", async (refreshBeforeUpdate) => {
  const { engine, apiKey, url } = await stage({ isConfigured: false })
  await engine.configure(providerUrn("own"), { apiKey, apiUrl: url, refreshBeforeUpdate })
  const { inputs } = await engine.check(about("Sandbox"), {})
  await engine.create(about("Sandbox"), inputs)
  expect(engine.isRefreshAsked).toBe(refreshBeforeUpdate)
})

test("A resource below a component is known by its own type", async () => {
  const { engine } = await stage()
  const urn = urnOf("pulumi-scalebox:index:DevEnvironment$scalebox:index:Sandbox", "dev")
  const { inputs, failures } = await engine.check({ urn }, {})
  expect(failures).toEqual([])
  expect(inputs.__scalebox).toMatchObject({ owner: "shop/dev/dev" })
})

test("A plugin without an engine to show lines to works all the same", async () => {
  const service = new Service(async () => {
    throw new Error("not needed")
  })
  expect(() => service.fault(new Error("nobody listens"))).not.toThrow()
})
