import { sandboxPowerStateLifecycle } from "../../../../../provider/src/resources/sandbox-power-state/lifecycle"
import { sandboxTemplateLifecycle } from "../../../../../provider/src/resources/sandbox-template/lifecycle"
import { emulated } from "../../../../support/context"

const server = emulated({ bootMs: 4_000 })
const { check, create } = sandboxTemplateLifecycle

/** A template that the state holds, and what the engine asks when it is to be replaced. */
async function made(status = "running") {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({})
  const golden = { sandboxId, name: "golden" }
  const { outputs } = await create(stage.context("create"), golden)
  stage.account.change(sandboxId, { status })
  await check(stage.context(), outputs, golden)
  const replace = (more: object = {}) => check(stage.context(), {}, { ...golden, ...more })
  return { stage, sandboxId, golden, replace }
}

describe("A template is replaced", () => {
  test.each(["running", "starting", "created", "resuming"])("while its sandbox is %s", async (status) => {
    expect((await (await made(status)).replace()).failures).toEqual([])
  })

  test.each([
    ["paused", "Resume the sandbox first"],
    ["failed", "If the sandbox is of this stack, `pulumi up --refresh` creates a new one"],
    ["terminated", "If the sandbox is of this stack"],
  ])("not while its sandbox is %s", async (status, advice) => {
    const { replace, sandboxId, stage } = await made(status)
    const before = stage.calls().length
    await expect(replace()).rejects.toThrow(
      `Cannot replace template "web": its sandbox ${sandboxId} is ${status}, and a template is created from a running one. ` +
        `Nothing was changed. ${advice}`,
    )
    await expect(replace({ name: "another" })).rejects.toThrow("Nothing was changed")
    expect(
      stage
        .calls()
        .slice(before)
        .filter((call) => !call.startsWith("GET ")),
    ).toEqual([])
  })

  test("not from a sandbox that this account does not know", async () => {
    const { replace } = await made()
    await expect(replace({ sandboxId: "sbx-other" })).rejects.toThrow(
      "its sandbox sbx-other has ended or was deleted, or belongs to another account than the API key",
    )
  })

  test("where this run resumes its sandbox first, which is waited for", async () => {
    const { stage, sandboxId, golden, replace } = await made("paused")
    const power = { sandboxId, state: "running" }
    await sandboxPowerStateLifecycle.diff(stage.context(), sandboxId, { sandboxId, state: "paused" }, power)
    expect((await replace()).failures).toEqual([])
    const waiting = create(stage.context("create"), { ...golden, name: "golden-two" })
    await sandboxPowerStateLifecycle.update?.(stage.context("update"), sandboxId, {}, power)
    expect(await waiting).toMatchObject({ outputs: { status: "available" } })
    expect(stage.session.plans.resuming.size).toBe(0)
  })
})

test("A template of a sandbox that is still starting waits for it", async () => {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({ isAsync: true })
  const { outputs } = await create(stage.context("create"), { sandboxId, name: "early" })
  expect(outputs).toMatchObject({ status: "available" })
})

test("What cannot be looked at prevents no new template", async () => {
  const stage = server.stage()
  stage.account.addFault({ endpoint: "listTemplates", kind: "status", status: 403 })
  const { failures } = await check(stage.context(), {}, { sandboxId: "sbx-none", name: "golden" })
  expect(failures).toEqual([])
})
