import { timeOf } from "../../contract"
import type { Thing } from "../../resources/lifecycle"
import { parseId } from "../../resources/sandbox-port/id"
import { kindOf } from "./kinds"
import { sandboxIdsOf } from "./owned"
import type { ResourceState } from "./state"

/**
 * Whether what a cut create has created takes the place of what the state holds of the same resource, and the next run deletes
 * the old one. A sandbox or pool is left to the next run, which creates another beside it. It can make no second port or
 * template of one name: the new one stays, unless a run in between has created the one in the state.
 */
export function isSuccessor(old: ResourceState, { id, outputs }: Thing, resources: readonly ResourceState[]) {
  switch (kindOf(old.type)) {
    case "sandboxPort":
      return isOnLiving(id, resources) || !isOnLiving(old.id ?? "", resources)
    case "sandboxTemplate":
      return (timeOf(outputs.createdAt) ?? 0) >= (timeOf(old.outputs?.createdAt) ?? 0)
    default:
      return false
  }
}

/** Whether a port is open on a sandbox that the state keeps. */
function isOnLiving(id: string, resources: readonly ResourceState[]): boolean {
  const { sandboxId } = parseId(id)
  return resources.some(
    (resource) =>
      !resource.delete && !resource.pendingReplacement && sandboxIdsOf(resource).includes(sandboxId),
  )
}
