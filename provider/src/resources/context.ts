import type { Log } from "./log"
import { logicalName } from "./names"
import type { Session } from "./session"

/** Operations whose time users can bound by `customTimeouts`. */
export type TimedOperation = "create" | "update" | "delete"

/** Seconds that an operation may take unless `customTimeouts` says otherwise; looks that belong to none have two minutes. */
export const defaultSeconds: Readonly<Record<TimedOperation | "look", number>> = {
  create: 600,
  update: 300,
  delete: 300,
  look: 120,
}

/**
 * Everything that one call of a lifecycle works with beside plain values; a face creates it. Deadline and signal are in
 * it as the client takes them, so that it can be handed on to each call.
 */
export interface Context {
  readonly session: Session
  readonly log: Log
  /** `look` in check, diff and read. */
  readonly operation: TimedOperation | "look"
  /** Seconds that the operation may take. */
  readonly seconds: number
  /** When it must end, in milliseconds of the client's clock. */
  readonly deadline: number
  /** Aborted when the engine wants the run to end. */
  readonly signal?: AbortSignal | undefined
  /** `project/stack/logical-name` of the declaration. */
  readonly owner: string
  /** The logical name. */
  readonly name: string
  /** By which what is created now is found again, whatever happens to the answer. */
  readonly nonce: string
  /** Id of an existing thing that the declaration takes over. */
  readonly importId?: string | undefined
  /** Whether the declaration is of a thing that the engine itself has imported. */
  readonly isImported?: boolean | undefined
  /** The mark of the account that created the thing, as the state keeps it. */
  readonly accountMark?: string | undefined
  /** Whether the resource has moved to another provider since the state was written. */
  readonly isMoved?: boolean | undefined
  /** Whether the declaration is protected, so that the engine neither deletes nor replaces the thing. */
  readonly isProtected?: boolean | undefined
  /** Inputs that are secret, and `objectStorage.accessKey` for a secret inside of one: only their names may be said. */
  readonly secretInputs?: readonly string[] | undefined
}

/** Of whom a call is, and how long it may take. */
export interface Errand extends Pick<Context, "session" | "log" | "operation" | "owner" | "nonce"> {
  /** Default: `defaultSeconds` of the operation. */
  seconds?: number | undefined
  signal?: AbortSignal | undefined
  importId?: string | undefined
  accountMark?: string | undefined
  isMoved?: boolean | undefined
  isProtected?: boolean | undefined
  secretInputs?: readonly string[] | undefined
}

/** The context of a call that begins now. */
export function contextOf({ seconds, ...errand }: Errand): Context {
  const allowed = seconds || defaultSeconds[errand.operation]
  return {
    ...errand,
    seconds: allowed,
    deadline: errand.session.client.clock.now() + allowed * 1000,
    name: logicalName(errand.owner),
  }
}
