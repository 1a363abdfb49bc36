import type { Context } from "../context"
import { deleted } from "../sandbox/ending"
import { type Member, nameOf, type Outcome } from "./members"
import { type MemberTrouble, messageOf } from "./troubles"

/**
 * Deletes sandboxes of a pool together and waits until they are gone; answers those that are not.
 *
 * @param mustBeGone Throws if members that the API has never shown may be there all the same; default: they were seen.
 */
export async function notDeleted(
  context: Context,
  targets: readonly { index: number; id: string }[],
  mustBeGone = async () => {},
): Promise<MemberTrouble[]> {
  const troubles: MemberTrouble[] = []
  const end = async ({ index, id }: { index: number; id: string }) => {
    try {
      await deleted(context, id, mustBeGone)
    } catch (error) {
      const why = `could not be deleted: ${messageOf(error)}`
      const next = "Its id is kept in the state, and the next run tries again"
      troubles.push({ name: nameOf(context, index), id, why, next, error })
    }
  }
  await Promise.all(targets.map(end))
  return troubles
}

/** Deletes members that are too many or have failed. What cannot be deleted is kept, for the next run to try again. */
export async function dropped(context: Context, members: readonly Member[]): Promise<Outcome> {
  const targets = members.map(({ index, sandbox }) => ({ index, id: sandbox.sandboxId }))
  const troubles = await notDeleted(context, targets)
  const left = new Set(troubles.map(({ id }) => id))
  return { members: members.filter(({ sandbox }) => left.has(sandbox.sandboxId)), troubles }
}

/** Deletes a member that has ended. */
export async function cleanedUp(context: Context, member: Member, why: string): Promise<Outcome> {
  const { sandboxId, status } = member.sandbox
  const left = status === "terminated" ? { members: [], troubles: [] } : await dropped(context, [member])
  const next = "It is cleaned up, and the next `pulumi up` creates another one"
  const ended = { name: nameOf(context, member.index), id: sandboxId, why }
  const troubles = left.troubles.map((trouble) => ({ ...trouble, why: `${why}, and ${trouble.why}` }))
  return { members: left.members, troubles: troubles.length > 0 ? troubles : [{ ...ended, next }] }
}
