import { randomUUID } from "node:crypto"
import { Gatherer, isScaleboxError } from "../../client"
import type { Context } from "../context"
import { memberNonce } from "../marks"
import type { Properties } from "../properties"
import { booted, nextFor } from "../sandbox/boot"
import { makeOnce } from "../sandbox/make"
import { requestOf } from "../sandbox/request"
import { wide } from "../wide"
import { cleanedUp } from "./drop"
import type { CheckedPoolInputs } from "./inputs"
import { joined, type Member, nameOf, type Outcome } from "./members"
import { messageOf } from "./troubles"

type Declared = Properties & CheckedPoolInputs

/** Milliseconds in which members that are created are gathered, so that they are waited for by the same looks. */
const roundMs = 1_000

/** Makes members with these indexes, as many at once as requests may be under way, and waits for all of them together. */
export async function madeMembers(
  context: Context,
  declared: Declared,
  indexes: readonly number[],
): Promise<Outcome> {
  const { client, configuration } = context.session
  const { maxConcurrency } = configuration
  for (const index of indexes) context.log.status(nameOf(context, index), "to be created")
  const outcomes: Promise<Outcome>[] = []
  const rounds = new Gatherer<void, void>(
    client.clock,
    { quietMs: roundMs, longestMs: roundMs },
    async () => {},
  )
  let refusals = 0
  let lastError: unknown
  await wide(indexes, maxConcurrency, async (index) => {
    const isHopeless = refusals >= maxConcurrency
    try {
      // What is refused again and again would be refused to all others as well.
      if (isHopeless) throw lastError
      const member = await makeMember(context, declared, index)
      outcomes.push(rounds.add().then(() => settled(context, declared, member)))
      refusals = 0
    } catch (error) {
      refusals += 1
      lastError = error
      context.log.status(nameOf(context, index), undefined)
      outcomes.push(Promise.resolve(unmade(context, index, error, isHopeless)))
    }
  })
  rounds.flush()
  return joined(await Promise.all(outcomes))
}

async function makeMember(context: Context, declared: Declared, index: number): Promise<Member> {
  const { owner, session } = context
  const nonce = memberNonce(context.nonce, index, randomUUID().slice(0, 8))
  const name = `${declared.namePrefix}-${index}`
  const { projectId } = session.configuration
  const request = requestOf({ ...declared, name }, { owner, nonce, projectId })
  return { index, sandbox: await makeOnce(context, request, nonce) }
}

function unmade(context: Context, index: number, error: unknown, isSkipped: boolean): Outcome {
  const isLost = isScaleboxError(error) && error.facts.lost === true
  const why = isSkipped
    ? "was not tried, as too many in a row were refused"
    : `could not be created: ${messageOf(error)}`
  const next = isLost
    ? "The next `pulumi up` looks whether it was created after all"
    : "The next `pulumi up` tries again"
  return { members: [], troubles: [{ name: nameOf(context, index), why, next, error }] }
}

/** Waits for a member if that is wanted. One that ended is cleaned up; all others are kept, whatever happens. */
export async function settled(context: Context, declared: Declared, member: Member): Promise<Outcome> {
  const name = nameOf(context, member.index)
  const named = { name, id: member.sandbox.sandboxId }
  if (!declared.waitForRunning) {
    context.log.status(name, undefined)
    return { members: [member], troubles: [] }
  }
  try {
    const { sandbox, trouble } = await booted(context, name, member.sandbox)
    const seen = { ...member, sandbox }
    if (!trouble) return { members: [seen], troubles: [] }
    const { kind, why } = trouble
    if (kind === "ended") return await cleanedUp(context, seen, why)
    const next = `Its id is kept in the state: ${nextFor(kind, context)}`
    return { members: [seen], troubles: [{ ...named, why, next }] }
  } catch (error) {
    const why = `was created, but could not be waited for: ${messageOf(error)}`
    return { members: [member], troubles: [{ ...named, why, next: "Its id is kept in the state" }] }
  }
}
