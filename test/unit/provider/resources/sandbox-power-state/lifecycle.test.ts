import { sandboxPowerStateLifecycle } from "../../../../../provider/src/resources/sandbox-power-state/lifecycle"
import { emulated } from "../../../../support/context"

const server = emulated({ bootMs: 2_000 })
const { create, read } = sandboxPowerStateLifecycle

/** A sandbox in this status, and what brings it into a power state. */
async function sandbox(status: string) {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({ isAsync: true })
  if (status !== "starting") stage.account.change(sandboxId, { status })
  const before = stage.calls().length
  return {
    stage,
    sandboxId,
    bring: (state: string) => create(stage.context("create"), { sandboxId, state }),
    status: () => stage.account.sandbox(sandboxId)?.status,
    changes: () =>
      stage
        .calls()
        .slice(before)
        .filter((call) => !call.startsWith("GET")).length,
  }
}

describe("A power state", () => {
  test.each([
    ["running", "paused", 1],
    ["paused", "running", 1],
    ["running", "running", 0],
    ["paused", "paused", 0],
    ["starting", "running", 0],
    ["starting", "paused", 1],
  ])("of one that is %s becomes %s by %p calls", async (before, state, count) => {
    const { bring, status, changes } = await sandbox(before)
    expect((await bring(state)).outputs).toMatchObject({ state })
    expect([status(), changes()]).toEqual([state, count])
  })

  test.each([
    ["resetAfter", 1],
    ["resetBefore", 2],
  ] as const)("is brought once where the answer is lost (%s)", async (kind, count) => {
    const { stage, bring, status, changes } = await sandbox("running")
    stage.account.addFault({ endpoint: "pauseSandbox", kind })
    await bring("paused")
    expect([status(), changes()]).toEqual(["paused", count])
  })

  test("says that the server has taken it back", async () => {
    const { stage, bring, sandboxId } = await sandbox("running")
    stage.account.addFault({ kind: "rollBack", of: "pause", reason: "busy" })
    await expect(bring("paused")).rejects.toThrow(
      `Cannot pause sandbox ${sandboxId}: the server rolled it back to running: busy. Run \`pulumi up\` to try again`,
    )
  })

  test.each(["failed", "terminated"])("is refused for one that is %s", async (status) => {
    const { bring, sandboxId, changes } = await sandbox(status)
    await expect(bring("running")).rejects.toThrow(
      `Cannot resume sandbox ${sandboxId}: the sandbox is ${status}. Run \`pulumi up --refresh\` to replace it`,
    )
    expect(changes()).toBe(0)
  })

  test("says how long it has waited for one that is on its way", async () => {
    const { stage, sandboxId } = await sandbox("starting")
    stage.account.addFault({ kind: "hangBoot", substatus: "deploying" })
    const { sandboxId: hanging } = await stage.session.client.createSandbox({ isAsync: true })
    const inputs = { sandboxId: hanging, state: "paused" }
    await expect(create(stage.context("create", { seconds: 30 }), inputs)).rejects.toThrow(
      `Cannot pause sandbox ${hanging}: the sandbox is still starting (deploying). Run the command again`,
    )
    expect(sandboxId).not.toBe(hanging)
  })

  test.each([
    ["running", "running"],
    ["starting", "running"],
    ["resuming", "running"],
    ["paused", "paused"],
    ["pausing", "paused"],
    ["failed", "failed"],
  ])("of one that is %s is read as %s", async (status, state) => {
    const { stage, sandboxId } = await sandbox("starting")
    if (status !== "starting") stage.account.change(sandboxId, { status })
    expect((await read(stage.context(), sandboxId, {}))?.outputs.state).toBe(state)
  })
})

test("A power state says what to do about a sandbox that is gone", async () => {
  const { stage, sandboxId, bring } = await sandbox("running")
  stage.account.remove(sandboxId)
  await expect(bring("paused")).rejects.toThrow(
    /^Cannot pause sandbox \S+: GET .* answered 404: .*\. Run `pulumi up --refresh`, which replaces a sandbox/,
  )
})
