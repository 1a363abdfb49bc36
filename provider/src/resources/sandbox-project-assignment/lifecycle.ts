import { during, ScaleboxError } from "../../client"
import type { Context } from "../context"
import { ifEnded, unlessEnded } from "../sandbox/ending"
import { settingLifecycle } from "../sandbox/setting"
import { effects } from "./changes"
import { type SandboxProjectAssignmentInputs, sandboxProjectAssignmentInputs } from "./inputs"

/** Moves a sandbox to a project unless it is there, and looks whether it arrived. */
async function move(
  context: Context,
  { sandboxId, projectId }: SandboxProjectAssignmentInputs,
): Promise<void> {
  const { client } = context.session
  const work = async () => {
    const before = await client.getSandbox(sandboxId, context)
    if (before.projectId === projectId) return
    if (!unlessEnded(before)) {
      throw new ScaleboxError({ code: "not_found", message: `the sandbox is ${before.status}` })
    }
    await client.switchProject(sandboxId, projectId, context)
    const after = await client.getSandbox(sandboxId, context)
    if (after.projectId === projectId) return
    throw new ScaleboxError({
      code: "conflict",
      message: `the API accepted the move, but the sandbox is in project ${after.projectId ?? "unknown"}`,
      hint: "Check that the project exists and that this key may use it",
    })
  }
  const action = `Cannot move sandbox ${sandboxId} to project ${projectId}`
  await during(action, work, ifEnded)
}

export const sandboxProjectAssignmentLifecycle = settingLifecycle<SandboxProjectAssignmentInputs>({
  label: "the project",
  inputs: sandboxProjectAssignmentInputs,
  effects,
  bring: move,
  shownBy: ({ projectId }) => ({ projectId }),
})
