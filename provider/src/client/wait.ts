import type { SandboxDetails } from "../contract"
import { isScaleboxError } from "./errors"
import type { SharedReads } from "./shared-reads"

/** Milliseconds for which a wait looks often, unless those before it lasted longer. */
const quickMs = 300

/** How long to wait between two looks, by how long the wait has lasted; all in milliseconds. */
const rhythm: readonly { untilAge: number; every: number }[] = [
  { untilAge: quickMs, every: 100 },
  { untilAge: 5_000, every: 300 },
  { untilAge: 10_000, every: 500 },
  { untilAge: 60_000, every: 1_000 },
  { untilAge: Number.POSITIVE_INFINITY, every: 3_000 },
]

/** Milliseconds in which the API may not know yet of a sandbox that it has made. */
const lagMs = 1_000

/** Time until the next look. All waits of a process look at the same moments, so that one call serves many. */
function untilNextLook(now: number, age: number, phase: number): number {
  const every = rhythm.find(({ untilAge }) => age < untilAge)?.every ?? 1_000
  const moment = phase * every
  return Math.ceil((now - moment + every / 2) / every) * every + moment - now
}

export interface WaitOptions {
  /** When to stop waiting, in milliseconds since 1970. */
  deadline: number
  /** Whether this is what was waited for. */
  done: (sandbox: SandboxDetails) => boolean
  /** The sandbox was only just made: an early "not found" may be a lag of the API. */
  newborn?: boolean
  /** Its deletion was accepted: many that end together may be looked for in a listing alone. */
  ending?: boolean
  /** Called with every state seen. */
  seen?: (sandbox: SandboxDetails) => void
}

/** How a wait ended: `gone` when the sandbox no longer exists, `late` when the deadline passed first. */
export type WaitResult =
  | { end: "done"; sandbox: SandboxDetails }
  | { end: "gone" }
  | { end: "late"; sandbox: SandboxDetails | undefined }

/** Asks for a sandbox again and again, ever more slowly, until it is as wanted. Throws what a call throws. */
export async function waitFor(
  reads: SharedReads,
  sandboxId: string,
  options: WaitOptions,
): Promise<WaitResult> {
  const { clock } = reads.client
  const started = clock.now()
  const kind = options.ending ? "ending" : "changing"
  let last: SandboxDetails | undefined
  for (let isFirst = true; ; isFirst = false) {
    const least = reads.leastWaitMs[kind]
    const isHasty = isFirst && least === 0
    const age = clock.now() - started
    const foreseen = options.ending ? 0 : reads.nextLookAt - clock.now()
    const common = untilNextLook(clock.now(), Math.max(age, Math.min(least, quickMs)), reads.phase)
    const pause = isHasty ? 0 : foreseen > 0 ? foreseen : common
    if (clock.now() + pause >= options.deadline) return { end: "late", sandbox: last }
    if (!isHasty) await clock.sleep(pause)
    let sandbox: SandboxDetails | undefined
    try {
      sandbox = options.ending
        ? await reads.readEnding(sandboxId, options.deadline)
        : await reads.readChanging(sandboxId, options.deadline, options.done)
    } catch (error) {
      // A look that the deadline overtook says nothing new.
      if (isScaleboxError(error, "timeout") && clock.now() >= options.deadline) {
        return { end: "late", sandbox: last }
      }
      throw error
    }
    if (sandbox) options.seen?.(sandbox)
    const mayLag = options.newborn && last === undefined && clock.now() - started < lagMs
    const isOver = sandbox ? options.done(sandbox) : !mayLag
    const lasted = clock.now() - started
    if (isOver) reads.leastWaitMs[kind] = isFirst ? 0 : lasted
    else if (age < quickMs) reads.leastWaitMs[kind] = Math.max(reads.leastWaitMs[kind], lasted)
    if (isOver) return sandbox ? { end: "done", sandbox } : { end: "gone" }
    last = sandbox ?? last
  }
}
