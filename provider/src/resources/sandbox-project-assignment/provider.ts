import type { dynamic } from "@pulumi/pulumi"
import { during, ScaleboxError } from "../../client"
import { hiddenKey, hiddenOf } from "../hidden"
import { checkPlain } from "../process/check"
import { inPlaceDiff } from "../process/in-place-diff"
import type { Lifecycle, Properties } from "../process/lifecycle"
import { refuseOtherEndpoint, session } from "../process/session"
import { unlessEnded } from "../sandbox/ending"
import { lookUpTogether } from "../sandbox/look-up"
import { deadlineOf } from "../sandbox/wait"
import { effects } from "./changes"
import { type SandboxProjectAssignmentInputs, sandboxProjectAssignmentInputs } from "./inputs"

const outputsOf = (declared: Properties): Properties => ({
  sandboxId: declared.sandboxId,
  projectId: declared.projectId,
  endpoint: session().endpoint,
  [hiddenKey]: hiddenOf(declared),
})

async function create(inputs: Properties): Promise<dynamic.CreateResult<Properties>> {
  const { sandboxId, projectId } = inputs as Properties & SandboxProjectAssignmentInputs
  await move(sandboxId, projectId, deadlineOf(hiddenOf(inputs), "create"))
  return { id: sandboxId, outs: outputsOf(inputs) }
}

/** Moves a sandbox to a project unless it is there, and looks whether it arrived. */
async function move(sandboxId: string, projectId: string, deadline: number): Promise<void> {
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

async function read(id: string, props: Properties): Promise<dynamic.ReadResult<Properties>> {
  refuseOtherEndpoint(props)
  const found = await during(`Cannot read the project of sandbox ${id}`, () => lookUpTogether(id))
  const sandbox = unlessEnded(found)
  if (!sandbox) return {}
  return { id, props: outputsOf({ ...props, sandboxId: id, projectId: sandbox.projectId }) }
}

async function update(
  id: string,
  olds: Properties,
  news: Properties,
): Promise<dynamic.UpdateResult<Properties>> {
  refuseOtherEndpoint(olds)
  const { projectId } = news as Properties & SandboxProjectAssignmentInputs
  await move(id, projectId, deadlineOf(hiddenOf(news), "update"))
  return { outs: outputsOf(news) }
}

/** The sandbox stays in its project: only the declaration is dropped. */
async function remove(): Promise<void> {}

export const sandboxProjectAssignmentLifecycle: Lifecycle = {
  check: (olds, news) => checkPlain(sandboxProjectAssignmentInputs, olds, news),
  diff: inPlaceDiff(effects),
  create,
  read,
  update,
  delete: remove,
}
