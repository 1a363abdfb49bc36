import { type Hidden, hiddenOf, logicalName } from "../hidden"
import type { Properties } from "../process/lifecycle"
import { type During, deadlineOf } from "../sandbox/wait"
import type { CheckedPoolInputs } from "./inputs"

/** A pool that an operation works on: what is wanted of it, and by when. */
export interface Pool extends During {
  declared: Properties & CheckedPoolInputs
  hidden: Hidden & { nonce: string }
}

export function poolOf(inputs: Properties, operation: During["operation"]): Pool {
  const hidden = { nonce: "", ...hiddenOf(inputs) }
  const declared = inputs as Properties & CheckedPoolInputs
  return { declared, hidden, operation, deadline: deadlineOf(hidden, operation) }
}

/** `pool "web"`. */
export const labelOf = ({ owner }: Hidden): string => `pool "${logicalName(owner)}"`

/** The name that a member is made with. */
export const givenName = ({ declared }: Pick<Pool, "declared">, index: number): string =>
  `${declared.namePrefix}-${index}`

/** What a member is called in messages: its prefix may be a secret. */
export const nameOf = ({ hidden }: Pick<Pool, "hidden">, index: number): string =>
  `${logicalName(hidden.owner)}-${index}`
