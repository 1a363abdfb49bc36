import { settledStatuses } from "../../contract"
import { StatusLine } from "../process/status-line"
import { dropped } from "./deletions"
import { extended } from "./extend"
import { makeMembers } from "./make"
import { isOver, joined, type Member, type Outcome, standingOf } from "./members"
import { nameOf, type Pool } from "./pool"
import { settled } from "./settle"

/** Makes a pool of these members what is declared: deletes those too many, tends the others, makes those missing. */
export async function reached(members: readonly Member[], pool: Pool): Promise<Outcome> {
  const over = members.filter(({ sandbox }) => isOver(sandbox))
  const { keep, drop, missing } = standingOf(
    members.filter(({ sandbox }) => !isOver(sandbox)),
    pool.declared.count,
  )
  // First, as an account may have room for only so many.
  const left = await dropped([...drop, ...over], pool)
  return joined([left, ...(await Promise.all([tended(keep, pool), makeMembers(missing, pool)]))])
}

/** Members that stay: waited for where they do not run yet, and extended. */
async function tended(members: readonly Member[], pool: Pool): Promise<Outcome> {
  const isReady = ({ sandbox }: Member) => settledStatuses.includes(sandbox.status)
  const ready = members.filter(isReady)
  const waits = members.filter((member) => !isReady(member))
  const { members: waited, troubles } = joined(
    await Promise.all(waits.map((member) => waitedFor(member, pool))),
  )
  const result = await extended([...ready, ...waited], pool)
  return { members: result.members, troubles: [...troubles, ...result.troubles] }
}

function waitedFor(member: Member, pool: Pool): Promise<Outcome> {
  const line = new StatusLine(nameOf(pool, member.index), member.sandbox.status)
  return settled(member, pool, line).finally(() => line.end())
}
