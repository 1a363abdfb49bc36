/** Milliseconds for which a wait looks often, unless others are known to last longer. */
const quickMs = 300
/** A foreseen end that is further away, in milliseconds, is too uncertain to be looked for. */
const foreseenMs = 300

/** Milliseconds between two looks, by how long the wait has lasted. */
const paces: readonly { untilAge: number; every: number }[] = [
  { untilAge: quickMs, every: 100 },
  { untilAge: 5_000, every: 300 },
  { untilAge: 10_000, every: 500 },
  { untilAge: 60_000, every: 1_000 },
  { untilAge: Number.POSITIVE_INFINITY, every: 3_000 },
]

/** What tells a wait when to look; all in milliseconds, moments on the caller's clock. */
export interface Course {
  now: number
  began: number
  /** Whether it has not looked yet. */
  isFirst: boolean
  /** How long a wait lasts at least, as `learned` says. */
  leastMs: number
  /** When those end that are waited for, if a look has told; else a moment that has passed. */
  foreseenAt: number
  /** 0 to 1: where between two looks this process looks, as processes must not all look at one moment. */
  phase: number
}

/**
 * When a wait looks next: at once if earlier waits were over by their first look, at the foreseen end, else at the next
 * of the moments that all waits of a process share, so that one call serves many.
 */
export function nextLook({ now, began, isFirst, leastMs, foreseenAt, phase }: Course): number {
  if (isFirst && leastMs === 0) return now
  if (foreseenAt > now) return foreseenAt
  const age = Math.max(now - began, Math.min(leastMs, quickMs))
  const every = paces.find(({ untilAge }) => age < untilAge)?.every ?? 1_000
  return (Math.ceil((now + every / 2) / every - phase) + phase) * every
}

/** How long waits last at least after one more look of one: 0 if it was over by its first. */
export function learned(
  leastMs: number,
  { isFirst, isOver, lastedMs }: { isFirst: boolean; isOver: boolean; lastedMs: number },
): number {
  if (!isOver) return Math.max(leastMs, Math.min(lastedMs, quickMs))
  return isFirst ? 0 : lastedMs
}

/**
 * Milliseconds until the last of those ends that a look has not shown to be over, by when they were created: what was created
 * later than others ends as much later. 0 if that says nothing, or is too far away to rely on.
 */
export function untilLastEnds(madeAt: { over: readonly number[]; left: readonly number[] }): number {
  const ms = Math.max(...madeAt.left) - Math.max(...madeAt.over)
  return ms > 0 && ms <= foreseenMs ? ms : 0
}
