import { hiddenOf } from "../../faces/hidden"
import { kindOf } from "./kinds"
import type { StackProvider } from "./providers"
import type { ResourceState } from "./state"

/** Ids of the sandboxes that an entry of the state represents: one, those of a pool, or none. */
export function sandboxIdsOf({ type, id = "", outputs = {} }: ResourceState): string[] {
  const kind = kindOf(type)
  if (kind === "sandbox") return [id]
  if (kind !== "sandboxPool" || !Array.isArray(outputs.sandboxIds)) return []
  return outputs.sandboxIds.filter((one) => typeof one === "string")
}

/** Whether an entry of the state is of the account of the key at hand: what another one has made may still run there. */
export async function isOfAccount(
  { inventory }: StackProvider,
  { id = "", outputs = {} }: ResourceState,
): Promise<boolean> {
  const mark = hiddenOf(outputs).account
  const context = inventory.context()
  return mark === undefined || (await context.session.account.verdict({ id, mark }, context)) === "same"
}

/** Whether the very key at hand has created what an entry of the state represents. */
export const isByKey = ({ inventory }: StackProvider, { id = "", outputs = {} }: ResourceState): boolean =>
  inventory.session.account.isSameKey(id, hiddenOf(outputs).account)
