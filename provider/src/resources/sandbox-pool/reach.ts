import type { Context } from "../context"
import type { Properties } from "../properties"
import { isSettled } from "../sandbox/status"
import { dropped } from "./drop"
import { extended } from "./extend"
import type { CheckedPoolInputs } from "./inputs"
import { madeMembers, settled } from "./make"
import { isOver, joined, type Member, type Outcome, standingOf } from "./members"

type Declared = Properties & CheckedPoolInputs

/** Makes a pool of these members what is declared: deletes those too many, tends the others, makes those missing. */
export async function reached(
  context: Context,
  declared: Declared,
  members: readonly Member[],
): Promise<Outcome> {
  const over = members.filter(({ sandbox }) => isOver(sandbox))
  const lasting = members.filter(({ sandbox }) => !isOver(sandbox))
  const { keep, drop, missing } = standingOf(lasting, declared.count)
  // First, as an account may have room for only so many.
  const left = await dropped(context, [...drop, ...over])
  const [tendedOnes, made] = await Promise.all([
    tended(context, declared, keep),
    madeMembers(context, declared, missing),
  ])
  return joined([left, tendedOnes, made])
}

/** Members that stay: waited for if they do not run yet, and extended. */
async function tended(context: Context, declared: Declared, members: readonly Member[]): Promise<Outcome> {
  const ready = members.filter(({ sandbox }) => isSettled(sandbox))
  const waits = members.filter(({ sandbox }) => !isSettled(sandbox))
  const waited = joined(await Promise.all(waits.map((member) => settled(context, declared, member))))
  const result = await extended(context, [...ready, ...waited.members], declared.timeout)
  return { members: result.members, troubles: [...waited.troubles, ...result.troubles] }
}
