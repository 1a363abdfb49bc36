import { isScaleboxError } from "../../../client"
import type { Errors } from "../../errors"

/** What the shim prints of such an error: `${error}: ${error.stack}`. */
const echo = ": "

/**
 * An error for the shim, which prints what it catches in check, diff, read and delete, and then answers it. The engine shows
 * both, so of this one it prints nothing but a mark.
 */
const unprinted = (message: string): Error =>
  Object.assign(new Error(message), { stack: "", toString: () => "" })

/** What the shim may catch: the message alone of our own errors, all of others, which are faults of this package. */
export const thrown = (error: unknown, errors: Errors): Error =>
  isScaleboxError(error)
    ? unprinted(errors.messageOf(error))
    : new Error(error instanceof Error ? error.message : String(error), { cause: error })

/** Leaves out what the shim prints of unprinted errors. */
export function withoutEchoes(output: Pick<Console, "error">): void {
  const print = output.error.bind(output)
  output.error = (...parts: unknown[]) => {
    if (parts.length !== 1 || parts[0] !== echo) print(...parts)
  }
}
