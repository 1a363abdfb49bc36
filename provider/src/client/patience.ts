import type { Clock } from "./clock"
import type { ScaleboxError } from "./errors"

/** A cut answer is worth another try; what is still no answer of the API then will not become one. */
const malformedPatienceMs = 2_000
/** A server that never answered anything is more likely misconfigured than down: fail while the user still looks. */
const firstContactPatienceMs = 5_000
/** These come of the request itself rather than of an outage, so that they seldom pass. */
const deterministic: readonly (number | undefined)[] = [500, 501, 505]

/** How often a call may end in a failure like this before it is given up, as long as there is time. */
export const mostTries = ({ facts }: ScaleboxError): number =>
  deterministic.includes(facts.status) ? 3 : Number.POSITIVE_INFINITY

/** Whether the API has ever answered; shared by all calls of a client. */
export interface Contact {
  isMade: boolean
}

/** For one call: tells after each of its failures until when another try may begin, in milliseconds since 1970. */
export function patienceOf(clock: Clock, contact: Contact): (error: ScaleboxError) => number {
  const started = clock.now()
  let malformedSince: number | undefined
  let counted = 0
  return (error) => {
    const before = malformedSince
    malformedSince = error.code === "malformed_response" ? (before ?? clock.now()) : undefined
    if (Number.isFinite(mostTries(error))) counted += 1
    if (counted >= mostTries(error)) return Number.NEGATIVE_INFINITY
    // The first is always followed by another try, however long that waits after earlier trouble.
    if (malformedSince !== undefined) return (before ?? Number.POSITIVE_INFINITY) + malformedPatienceMs
    return contact.isMade ? Number.POSITIVE_INFINITY : started + firstContactPatienceMs
  }
}
