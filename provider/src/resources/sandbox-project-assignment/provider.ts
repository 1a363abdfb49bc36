import { during, ScaleboxError } from "../../client"
import { session } from "../process/session"
import { settingLifecycle } from "../sandbox/setting"
import { effects } from "./changes"
import { type SandboxProjectAssignmentInputs, sandboxProjectAssignmentInputs } from "./inputs"

/** Moves a sandbox to a project unless it is there, and looks whether it arrived. */
async function move(
  { sandboxId, projectId }: SandboxProjectAssignmentInputs,
  deadline: number,
): Promise<void> {
  const { client } = session()
  await during(`Cannot move sandbox ${sandboxId} to project ${projectId}`, async () => {
    const before = await client.getSandbox(sandboxId, { deadline })
    if (before.projectId === projectId) return
    await client.switchProject(sandboxId, projectId, { deadline })
    const after = await client.getSandbox(sandboxId, { deadline })
    if (after.projectId === projectId) return
    throw new ScaleboxError({
      code: "conflict",
      message: `the API accepted the move, but the sandbox is in project ${after.projectId ?? "unknown"}`,
      hint: "Check that the project exists and that this key may use it",
    })
  })
}

export const sandboxProjectAssignmentLifecycle = settingLifecycle<SandboxProjectAssignmentInputs>({
  label: "the project",
  inputs: sandboxProjectAssignmentInputs,
  effects,
  bring: move,
  shownBy: ({ projectId }) => ({ projectId }),
})
