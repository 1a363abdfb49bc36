import { randomUUID } from "node:crypto"
import { isScaleboxError } from "../../client"
import { session } from "../process/session"
import { StatusLine } from "../process/status-line"
import { wide } from "../process/wide"
import { makeOnce } from "../sandbox/make"
import { memberNonce } from "../sandbox/metadata"
import { requestOf } from "../sandbox/request"
import { joined, type Member, type Outcome } from "./members"
import { givenName, nameOf, type Pool } from "./pool"
import { Rounds } from "./rounds"
import { settled } from "./settle"
import { messageOf } from "./troubles"

/** Makes members with these indexes, as many at once as requests may be under way, and waits for all of them together. */
export async function makeMembers(indexes: readonly number[], pool: Pool): Promise<Outcome> {
  const { client, configuration } = session()
  const { maxConcurrency } = configuration
  const begun = indexes.map((index) => ({ index, line: new StatusLine(nameOf(pool, index), "to be made") }))
  const outcomes: Promise<Outcome>[] = []
  const rounds = new Rounds(client.clock)
  let refusals = 0
  let lastError: unknown
  await wide(begun, maxConcurrency, async ({ index, line }) => {
    const isHopeless = refusals >= maxConcurrency
    let outcome: Promise<Outcome>
    try {
      // What is refused again and again would be refused to all others as well.
      if (isHopeless) throw lastError
      const member = await makeMember(index, pool)
      outcome = rounds.end().then(() => settled(member, pool, line))
      refusals = 0
    } catch (error) {
      refusals += 1
      lastError = error
      outcome = Promise.resolve(unmade(index, pool, error, isHopeless))
    }
    outcomes.push(outcome.finally(() => line.end()))
  })
  rounds.close()
  return joined(await Promise.all(outcomes))
}

async function makeMember(index: number, pool: Pool): Promise<Member> {
  const { declared, hidden, deadline } = pool
  const nonce = memberNonce(hidden.nonce, index, randomUUID().slice(0, 8))
  const request = requestOf({ ...declared, name: givenName(pool, index) }, { ...hidden, nonce })
  return { index, sandbox: await makeOnce(request, nonce, deadline) }
}

function unmade(index: number, pool: Pool, error: unknown, isSkipped: boolean): Outcome {
  const isLost = isScaleboxError(error) && error.facts.lost === true
  const why = isSkipped
    ? "was not tried, as too many in a row were refused"
    : `could not be made: ${messageOf(error)}`
  const next = isLost
    ? "The next `pulumi up` looks whether it was made after all"
    : "The next `pulumi up` tries again"
  return { members: [], troubles: [{ name: nameOf(pool, index), why, next, error }] }
}
