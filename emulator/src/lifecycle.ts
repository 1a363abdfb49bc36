import { startingSubstatuses, terminatingSubstatuses } from "../../provider/src/contract"
import type { Sandbox } from "./record"

/** How long transitions take, in milliseconds. */
export interface Timing {
  /** From creation, or from a resume, to running. */
  bootMs: number
  /** Of a pause, a termination or a deletion. */
  stopMs: number
}

/** One row of the status table: when this status ends by itself, and what follows. */
interface Phase {
  ends(sandbox: Sandbox, timing: Timing): number
  next(sandbox: Sandbox, at: number): void
}

const timeoutReached = "Timeout reached"

/** Puts a sandbox into a status without touching the times that belong to it. */
export function enter(
  sandbox: Sandbox,
  at: number,
  status: string,
  substatus: string | null = null,
  reason: string | null = null,
): void {
  Object.assign(sandbox, { status, substatus, reason, since: at, updatedAt: at })
}

/** A rolled back pause goes on where it was; every other start, a resume too, counts the timeout again. */
export function run(sandbox: Sandbox, at: number, reason: string | null = null): void {
  enter(sandbox, at, "running", null, reason)
  if (sandbox.pausedSince !== null) {
    sandbox.resumedAt = at
    closePause(sandbox, at)
  }
  if (sandbox.runningSince === null) {
    sandbox.startedAt = at
    sandbox.runningSince = at
    sandbox.timeoutAt = at + sandbox.timeout * 1000
    sandbox.stoppedAt = null
    sandbox.endedAt = null
  }
}

/** A timeout counts from the start, so a running sandbox gets a new end at once. */
export function setTimeoutOf(sandbox: Sandbox, timeout: number, now: number): void {
  sandbox.timeout = timeout
  sandbox.updatedAt = now
  if (sandbox.runningSince !== null) sandbox.timeoutAt = sandbox.runningSince + timeout * 1000
}

export function beginPause(sandbox: Sandbox, at: number, reason: string | null = null): void {
  enter(sandbox, at, "pausing", null, reason)
  sandbox.pausingAt = at
}

export function pause(sandbox: Sandbox, at: number, reason: string | null = null): void {
  enter(sandbox, at, "paused", null, reason)
  closeRun(sandbox, at)
  sandbox.timeoutAt = null
  if (sandbox.pausedSince === null) {
    sandbox.pausedAt = at
    sandbox.pausedSince = at
  }
}

export function beginEnd(sandbox: Sandbox, at: number, reason: string | null = null): void {
  enter(sandbox, at, "terminating", terminatingSubstatuses[0], reason)
  stop(sandbox, at)
}

export function end(sandbox: Sandbox, at: number, reason: string | null = null): void {
  enter(sandbox, at, "terminated", null, reason)
  stop(sandbox, at)
  sandbox.endedAt ??= at
}

export function fail(sandbox: Sandbox, at: number, reason: string | null): void {
  enter(sandbox, at, "failed", null, reason)
  stop(sandbox, at)
  sandbox.endedAt ??= at
}

function stop(sandbox: Sandbox, at: number): void {
  closeRun(sandbox, at)
  closePause(sandbox, at)
  sandbox.stoppedAt ??= at
}

function closeRun(sandbox: Sandbox, at: number): void {
  if (sandbox.runningSince === null) return
  sandbox.runningMs += at - sandbox.runningSince
  sandbox.runningSince = null
}

function closePause(sandbox: Sandbox, at: number): void {
  if (sandbox.pausedSince === null) return
  sandbox.pausedMs += at - sandbox.pausedSince
  sandbox.pausedSince = null
}

/** The reason why a pause or resume does not succeed; it counts once. */
function takeRollBack(sandbox: Sandbox): string | null {
  const reason = sandbox.rollBack
  sandbox.rollBack = null
  return reason
}

const startingPhases = startingSubstatuses.map((substatus, index): [string, Phase] => [
  `starting/${substatus}`,
  {
    ends: ({ since, hangsIn }, { bootMs }) =>
      hangsIn === substatus ? Number.POSITIVE_INFINITY : since + bootMs / startingSubstatuses.length,
    next(sandbox, at) {
      const following = startingSubstatuses[index + 1]
      if (sandbox.bootFailure?.substatus === substatus) fail(sandbox, at, sandbox.bootFailure.reason)
      else if (following) enter(sandbox, at, "starting", following)
      else run(sandbox, at)
    },
  },
])

const terminatingPhases = terminatingSubstatuses.map((substatus, index): [string, Phase] => [
  `terminating/${substatus}`,
  {
    ends: ({ since }, { stopMs }) => since + stopMs / terminatingSubstatuses.length,
    next(sandbox, at) {
      const following = terminatingSubstatuses[index + 1]
      if (following) enter(sandbox, at, "terminating", following, sandbox.reason)
      else end(sandbox, at, sandbox.reason)
    },
  },
])

/** Statuses that are not in the table last until a request, or somebody from outside, changes them. */
const phases = new Map<string, Phase>([
  [
    "created",
    {
      ends: ({ since }) => since,
      next: (sandbox, at) => enter(sandbox, at, "starting", startingSubstatuses[0]),
    },
  ],
  ...startingPhases,
  [
    "running",
    {
      ends: ({ timeoutAt }) => timeoutAt ?? Number.POSITIVE_INFINITY,
      next: (sandbox, at) => (sandbox.autoPause ? beginPause : beginEnd)(sandbox, at, timeoutReached),
    },
  ],
  [
    "pausing",
    {
      ends: ({ since }, { stopMs }) => since + stopMs,
      next(sandbox, at) {
        const failure = takeRollBack(sandbox)
        if (failure === null) pause(sandbox, at, sandbox.reason)
        else run(sandbox, at, failure)
      },
    },
  ],
  [
    "resuming",
    {
      ends: ({ since }, { bootMs }) => since + bootMs,
      next(sandbox, at) {
        const failure = takeRollBack(sandbox)
        if (failure === null) run(sandbox, at)
        else pause(sandbox, at, failure)
      },
    },
  ],
  ...terminatingPhases,
])

const phaseOf = ({ status, substatus }: Sandbox) =>
  phases.get(substatus === null ? status : `${status}/${substatus}`)

/** When the present status ends by itself; in the past if that was not evaluated yet, Infinity for never. */
export function endOfPhase(sandbox: Sandbox, timing: Timing): number {
  const end = phaseOf(sandbox)?.ends(sandbox, timing) ?? Number.POSITIVE_INFINITY
  // An end before the beginning comes from a timeout that passed during a pause that was rolled back.
  return Math.max(sandbox.since, end)
}

/** Brings a sandbox up to now through all transitions that are due; true if there was one. */
export function advance(sandbox: Sandbox, timing: Timing, now: number): boolean {
  let changed = false
  for (let due = endOfPhase(sandbox, timing); due <= now; due = endOfPhase(sandbox, timing)) {
    phaseOf(sandbox)?.next(sandbox, due)
    changed = true
  }
  return changed
}

/** A deletion that has come to its end. */
export const isGone = ({ status, deletionInProgress }: Sandbox) =>
  deletionInProgress && status === "terminated"
