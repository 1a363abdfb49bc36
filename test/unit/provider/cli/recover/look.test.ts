import { lookFor } from "../../../../../provider/src/cli/recover/look"
import type { PendingOperation, ResourceState } from "../../../../../provider/src/cli/recover/state"
import { withOwnKeys } from "../../../../../provider/src/resources/marks"
import { type EmulatedStage, emulated } from "../../../../support/context"
import { encrypted, entry, pending, providerReference } from "../../../../support/deployment"
import { strayMember } from "../../../../support/pool-stage"
import { providersOf, stackProvider } from "../../../../support/recovery"

const server = emulated()

/** A sandbox as a create of `web` leaves it. */
const made = ({ session }: EmulatedStage, nonce = "n-web") =>
  session.client.createSandbox({
    metadata: withOwnKeys(undefined, { owner: "shop/dev/web", nonce }),
    isAsync: true,
  })

const creating = pending("creating", entry("sandbox", "web"))
const deleting = (id: string, kind: "sandbox" | "sandboxPool" = "sandbox", outputs = {}) =>
  pending("deleting", entry(kind, "web", { id, outputs }))

/** What is found of one operation, with what the state holds besides. */
async function look(
  stage: EmulatedStage,
  operation: PendingOperation,
  resources: ResourceState[] = [],
  more: Parameters<typeof stackProvider>[1] = {},
) {
  const deployment = { resources, pending_operations: [operation] }
  return (await lookFor(deployment, providersOf(stackProvider(stage, more)))).get(operation)
}

const living = (id: string, outputs: object = {}) =>
  entry("sandbox", "other", {
    id,
    outputs: { status: "running", timeoutAt: "2999-01-01T00:00:00Z", ...outputs },
  })
const doubt = "the account knows no sandbox of this stack: check that the API key is the right one"

describe("lookFor", () => {
  test("finds what a create has created by its nonce, at once", async () => {
    const stage = server.stage()
    const { sandboxId } = await made(stage)
    await made(stage, "another")
    const began = stage.clock.now()
    expect(await look(stage, creating)).toMatchObject({
      kind: "found",
      things: [{ id: sandboxId }],
      provider: providerReference,
    })
    expect(stage.clock.now() - began).toBeLessThan(3_000)
  })

  test("finds what the plugin was to make, and believes its deletes", async () => {
    const stage = server.stage()
    const { sandboxId } = await made(stage)
    const type = "scalebox:index:Sandbox"
    expect(await look(stage, pending("creating", { ...creating.resource, type }))).toMatchObject({
      kind: "found",
      things: [{ id: sandboxId }],
    })
    const deleted = pending("deleting", entry("sandbox", "web", { type, id: "sbx-gone", outputs: {} }))
    expect(await look(stage, deleted)).toEqual({ kind: "gone" })
  })

  test("finds a pool by its members", async () => {
    const stage = server.stage()
    await strayMember(stage, 0, { pool: "n-pool" })
    const operation = pending("creating", entry("sandboxPool", "pool"))
    expect(await look(stage, operation)).toMatchObject({ kind: "found", things: [{ id: "pool-n-pool" }] })
  })

  test("looks a second time, as a request may still be under way", async () => {
    const stage = server.stage()
    const { clock } = stage
    const pass = clock.sleep.bind(clock)
    const sleep = jest.spyOn(clock, "sleep").mockImplementation(async (ms) => {
      await pass(ms)
      if (ms === 3_000) await made(stage)
    })
    expect(await look(stage, creating)).toMatchObject({ kind: "found" })
    sleep.mockRestore()
  })

  test.each<[string, ResourceState[], boolean, object]>([
    ["nothing was created in an empty stack", [], true, { kind: "nothing" }],
    ["the account knows none that should live", [living("sbx-none")], true, { kind: "unsure", why: doubt }],
    [
      "those of the stack had to end",
      [living("sbx-none", { timeoutAt: "2000-01-01T00:00:00Z" }), living("sbx-gone", { status: "failed" })],
      true,
      { kind: "nothing" },
    ],
    [
      "the key may be another one",
      [],
      false,
      {
        kind: "unsure",
        why: expect.stringMatching(
          /^nothing shows that the key at hand is that of the provider "eu": set SCALEBOX_API_KEY_EU/,
        ),
      },
    ],
    [
      "an unknown pool should live",
      [
        entry("sandboxPool", "pool", {
          id: "pool-n",
          outputs: {
            sandboxIds: ["sbx-none"],
            sandboxes: JSON.stringify([{ id: "sbx-none", index: 0, status: "running" }]),
          },
        }),
      ],
      true,
      { kind: "unsure", why: doubt },
    ],
  ])("tells of a create that shows nowhere: %s", async (_, resources, isKeyCertain, expected) => {
    expect(await look(server.stage(), creating, resources, { isKeyCertain, name: "eu" })).toEqual(expected)
  })

  test("believes that nothing was created where the account knows another of the stack", async () => {
    const stage = server.stage()
    const { sandboxId } = await made(stage, "another")
    const resources = [living("sbx-none"), living(sandboxId)]
    expect(await look(stage, creating, resources, { isKeyCertain: false })).toEqual({ kind: "nothing" })
  })

  test("believes it where the key has created another of the stack, though all are gone", async () => {
    const [stage, other] = [server.stage(), server.stage()]
    const by = ({ session }: EmulatedStage) => ({ __scalebox: { account: session.account.mark("sbx-gone") } })
    const found = (maker: EmulatedStage) => look(stage, creating, [living("sbx-gone", by(maker))])
    expect(await found(stage)).toEqual({ kind: "nothing" })
    expect(await found(other)).toEqual({ kind: "unsure", why: doubt })
  })

  test("believes it where another operation of the provider has found something", async () => {
    const stage = server.stage()
    await made(stage)
    const other = pending("creating", entry("sandbox", "api"))
    const deployment = { resources: [living("sbx-none")], pending_operations: [creating, other] }
    const findings = await lookFor(deployment, providersOf(stackProvider(stage)))
    expect([findings.get(creating)?.kind, findings.get(other)]).toEqual(["found", { kind: "nothing" }])
  })

  test("knows of settings that they do not matter, and of what is secret that it cannot tell", async () => {
    const stage = server.stage()
    expect(await look(stage, pending("creating", entry("sandboxPowerState", "power")))).toEqual({
      kind: "nothing",
      note: "the next run sets it, if it is not set yet",
    })
    const inputs = { sandboxId: "sbx-1", port: encrypted(), name: "web" }
    expect(await look(stage, pending("creating", entry("sandboxPort", "port", { inputs })))).toEqual({
      kind: "unsure",
      why: "what it was to make is secret in the state",
    })
    expect(stage.calls()).toEqual([])
  })

  test("cannot tell without the provider, or with a key that is refused", async () => {
    const stage = server.stage()
    expect((await lookFor({ pending_operations: [creating] }, providersOf())).get(creating)).toEqual({
      kind: "unsure",
      why: "its provider is no longer in the state; run `pulumi up`, which creates it again, then this command",
    })
    const refuse = () => stage.account.addFault({ endpoint: "listSandboxes", kind: "status", status: 401 })
    refuse()
    expect(await look(stage, creating, [], { isKeyCertain: false, name: "eu" })).toEqual({
      kind: "unsure",
      why: expect.stringMatching(/SCALEBOX_API_KEY_EU.* \(.+\)$/),
    })
    refuse()
    await expect(look(stage, creating)).rejects.toMatchObject({ code: "unauthorized" })
  })

  test.each([
    ["that has ended", true, { kind: "gone" }],
    ["that lives on", false, undefined],
  ])("sees of a delete of one %s whether it has done its work", async (_, isRemoved, expected) => {
    const stage = server.stage()
    const { sandboxId } = await made(stage)
    if (isRemoved) stage.account.remove(sandboxId)
    expect(await look(stage, deleting(sandboxId))).toEqual(expected)
    const ofPool = deleting("pool-n", "sandboxPool", { sandboxIds: [sandboxId] })
    expect(await look(stage, ofPool)).toEqual(expected)
  })

  test.each([
    ["that created the sandbox", true],
    ["of another account", false],
  ])("with the key %s believes that its delete is done: %p", async (_, isOwn) => {
    const [stage, other] = [server.stage(), server.stage()]
    const { sandboxId } = await made(stage)
    stage.account.remove(sandboxId)
    const outputs = { __scalebox: { account: (isOwn ? stage : other).session.account.mark(sandboxId) } }
    const found = await look(stage, deleting(sandboxId, "sandbox", outputs))
    expect(found !== undefined).toBe(isOwn)
  })

  test("believes no delete to be done where the key is not certain, or the ids are secret", async () => {
    const stage = server.stage()
    expect(await look(stage, deleting("sbx-none"), [], { isKeyCertain: false })).toBeUndefined()
    expect(await look(stage, deleting("pool-n", "sandboxPool", { sandboxIds: encrypted() }))).toBeUndefined()
    expect(
      await look(stage, pending("updating", entry("sandbox", "web", { id: "sbx-none" }))),
    ).toBeUndefined()
    expect(stage.calls()).toEqual([])
  })
})
