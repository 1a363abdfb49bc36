import type { StatusLine } from "../process/status-line"
import { booted, nextFor } from "../sandbox/wait"
import { cleanedUp } from "./deletions"
import type { Member, Outcome } from "./members"
import { nameOf, type Pool } from "./pool"
import { messageOf } from "./troubles"

/** Waits for a member where that is wanted. One that ended is cleaned up; all others are kept, whatever happens. */
export async function settled(member: Member, pool: Pool, line?: StatusLine): Promise<Outcome> {
  if (!pool.declared.waitForRunning) return { members: [member], troubles: [] }
  const named = { name: nameOf(pool, member.index), id: member.sandbox.sandboxId }
  try {
    const { sandbox, trouble } = await booted(member.sandbox, pool, line)
    const seen = { ...member, sandbox }
    if (!trouble) return { members: [seen], troubles: [] }
    const { kind, why } = trouble
    if (kind === "ended") return await cleanedUp(seen, pool, why)
    const next = `Its id is kept in the state: ${nextFor[kind](pool.operation)}`
    return { members: [seen], troubles: [{ ...named, why, next }] }
  } catch (error) {
    const why = `was made, but could not be waited for: ${messageOf(error)}`
    return { members: [member], troubles: [{ ...named, why, next: "Its id is kept in the state" }] }
  }
}
