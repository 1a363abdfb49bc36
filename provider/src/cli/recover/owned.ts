import { kindOf } from "./kinds"
import type { ResourceState } from "./state"

/** Ids of the sandboxes that an entry of the state represents: one, those of a pool, or none. */
export function sandboxIdsOf({ type, id = "", outputs = {} }: ResourceState): string[] {
  const kind = kindOf(type)
  if (kind === "sandbox") return [id]
  if (kind !== "sandboxPool" || !Array.isArray(outputs.sandboxIds)) return []
  return outputs.sandboxIds.filter((one) => typeof one === "string")
}
