import { sandboxProjectAssignmentLifecycle } from "../../../../../provider/src/resources/sandbox-project-assignment/lifecycle"
import { emulated } from "../../../../support/context"

const server = emulated({ bootMs: 0 })
const { create, read } = sandboxProjectAssignmentLifecycle
const switches = (calls: string[]) =>
  calls.filter((call) => !/^(GET|POST \/v1\/sandboxes$)/.test(call)).length

async function sandbox() {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({ projectId: "prj-1" })
  return { stage, sandboxId }
}

describe("A project assignment", () => {
  test.each([
    ["prj-2", 1],
    ["prj-1", 0],
  ])("moves a sandbox from prj-1 to %s by %p calls", async (projectId, count) => {
    const { stage, sandboxId } = await sandbox()
    await create(stage.context("create"), { sandboxId, projectId })
    expect(stage.account.sandbox(sandboxId)?.projectId).toBe(projectId)
    expect(switches(stage.calls())).toBe(count)
    expect((await read(stage.context(), sandboxId, {}))?.outputs).toMatchObject({ sandboxId, projectId })
  })

  test("looks whether the sandbox arrived", async () => {
    const { stage, sandboxId } = await sandbox()
    const body = { success: true, data: null }
    stage.account.addFault({ endpoint: "switchProject", kind: "status", status: 200, body })
    await expect(create(stage.context("create"), { sandboxId, projectId: "prj-2" })).rejects.toThrow(
      `Cannot move sandbox ${sandboxId} to project prj-2: the API accepted the move, but the sandbox is in project prj-1. ` +
        "Check that the project exists and that this key may use it",
    )
  })

  test.each(["deleted", "terminated"])("says what to do about a sandbox that was %s", async (how) => {
    const { stage, sandboxId } = await sandbox()
    if (how === "deleted") stage.account.remove(sandboxId)
    else stage.account.change(sandboxId, { status: "terminated" })
    await expect(create(stage.context("create"), { sandboxId, projectId: "prj-2" })).rejects.toThrow(
      /^Cannot move sandbox \S+ to project prj-2: .*\. Run `pulumi up --refresh`, which replaces a sandbox/,
    )
  })
})
