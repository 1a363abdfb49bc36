import { deleted } from "../sandbox/ending"
import { deadlineOf } from "../sandbox/wait"
import type { Member, Outcome } from "./members"
import { nameOf, type Pool } from "./pool"
import { type MemberTrouble, messageOf } from "./troubles"

type Deleting = Pick<Pool, "hidden">

/** Deletes sandboxes of a pool together and waits until they are gone; answers those that are not. */
export async function notDeleted(
  targets: readonly { index: number; id: string }[],
  pool: Deleting,
): Promise<MemberTrouble[]> {
  const deadline = deadlineOf(pool.hidden, "delete")
  const troubles: MemberTrouble[] = []
  const end = async ({ index, id }: { index: number; id: string }) => {
    try {
      await deleted(id, pool.hidden, deadline)
    } catch (error) {
      const why = `could not be deleted: ${messageOf(error)}`
      const next = "Its id is kept in the state, and the next run tries again"
      troubles.push({ name: nameOf(pool, index), id, why, next, error })
    }
  }
  await Promise.all(targets.map(end))
  return troubles
}

/** Deletes members that are too many or have failed. */
export async function dropped(members: readonly Member[], pool: Deleting): Promise<Outcome> {
  const targets = members.map(({ index, sandbox }) => ({ index, id: sandbox.sandboxId }))
  const troubles = await notDeleted(targets, pool)
  const left = new Set(troubles.map(({ id }) => id))
  return { members: members.filter(({ sandbox }) => left.has(sandbox.sandboxId)), troubles }
}

/** Deletes a member that has ended. What cannot be deleted is kept, for the next run to try again. */
export async function cleanedUp(member: Member, pool: Deleting, why: string): Promise<Outcome> {
  const { sandboxId, status } = member.sandbox
  const left = status === "terminated" ? { members: [], troubles: [] } : await dropped([member], pool)
  const next = "It is cleaned up, and the next `pulumi up` makes another one"
  const ended = { name: nameOf(pool, member.index), id: sandboxId, why }
  const troubles = left.troubles.map((trouble) => ({ ...trouble, why: `${why}, and ${trouble.why}` }))
  return { members: left.members, troubles: troubles.length > 0 ? troubles : [{ ...ended, next }] }
}
