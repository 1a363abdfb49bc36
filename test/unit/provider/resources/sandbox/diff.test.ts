import { sandboxLifecycle } from "../../../../../provider/src/resources/sandbox/lifecycle"
import { emulated } from "../../../../support/context"

const server = emulated()
const past = "2000-01-01T00:00:00Z"
const future = "2999-01-01T00:00:00Z"
const olds = { name: "web", timeout: 600, status: "running", timeoutAt: future, waitForRunning: true }
const news = { name: "web", timeout: 600, waitForRunning: true }
const nothing = { replaces: [], updates: [], unfinished: false, deleteBeforeReplace: false }

const diff = (stage: ReturnType<typeof server.stage>, before: object, after: object, id = "sbx-1") =>
  sandboxLifecycle.diff(stage.context(), id, { ...olds, ...before }, { ...news, ...after })

describe("diff of a Sandbox", () => {
  test.each([
    [{}, {}, {}],
    [{}, { timeout: 900 }, { updates: ["timeout"] }],
    [{}, { timeout: 300 }, { replaces: ["timeout"] }],
    [{}, { name: "other", cpuCount: 4 }, { replaces: ["name", "cpuCount"] }],
    [{ status: "starting" }, {}, { unfinished: true }],
    [{ status: "starting" }, { waitForRunning: false }, {}],
    [{ status: "paused" }, {}, {}],
    [{ status: "failed" }, {}, { replaces: ["status"] }],
    [{ status: "terminated" }, {}, { replaces: ["status"] }],
    [{ status: "failed" }, { name: "other" }, { replaces: ["name"] }],
    [{ timeoutAt: "never" }, {}, {}],
    [{ status: { odd: true } }, {}, { unfinished: true }],
  ])("of %j and then %j is %j, without a call", async (before, after, expected) => {
    const stage = server.stage()
    expect(await diff(stage, before, after)).toEqual({ ...nothing, ...expected })
    expect(stage.calls()).toEqual([])
  })

  test.each([
    ["failed", "Sandbox sbx-1 failed: it is replaced"],
    ["terminated", "Sandbox sbx-1 was terminated: it is replaced"],
  ])("says why one that is %s is replaced", async (status, line) => {
    const stage = server.stage()
    await diff(stage, { status }, {})
    expect(stage.log.infos).toEqual([line])
  })

  test.each([
    ["still runs", "running", [], undefined],
    ["has failed", "failed", ["timeoutAt"], "failed: it is replaced"],
    ["is terminated", "terminated", ["timeoutAt"], `ended at ${past}: it is replaced`],
  ])("asks once the stored end has passed, and one %s", async (_, status, replaces, line) => {
    const stage = server.stage()
    const { sandboxId } = await stage.session.client.createSandbox({})
    stage.account.change(sandboxId, { status })
    expect(await diff(stage, { timeoutAt: past }, {}, sandboxId)).toMatchObject({ replaces })
    expect(stage.log.infos).toEqual(line ? [`Sandbox ${sandboxId} ${line}`] : [])
  })

  test.each([
    ["terminated", "was terminated, so nothing is left to protect: `pulumi up --refresh` creates a new one"],
    ["failed", "failed, but it is protected: remove the option protect for one run to replace it"],
  ])("says of a protected one that is %s how to go on, also if it changes", async (status, line) => {
    const stage = server.stage()
    const context = stage.context("look", { isProtected: true })
    for (const change of [{}, { name: "other" }]) {
      await sandboxLifecycle.diff(context, "sbx-1", { ...olds, status }, { ...news, ...change })
    }
    expect(stage.log.infos).toEqual([`Sandbox sbx-1 ${line}`, `Sandbox sbx-1 ${line}`])
    expect(stage.calls()).toEqual([])
  })

  test("says what it could not see", async () => {
    const stage = server.stage()
    for (const endpoint of ["getSandbox", "listSandboxes"] as const) {
      stage.account.addFault({ endpoint, kind: "status", status: 403, times: Number.POSITIVE_INFINITY })
    }
    await expect(diff(stage, { timeoutAt: past }, {})).rejects.toThrow(
      "Cannot see whether sandbox sbx-1 has ended: ",
    )
  })
})
