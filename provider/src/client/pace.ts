/** Milliseconds of recent history that the API's limit is estimated from. */
const historyMs = 1_000
/** Milliseconds to keep still after a 429 that says nothing. */
const silentPauseMs = 1_000
/** Requests a second to go on with if nothing was accepted before a 429. */
const unknownRate = 5
/** Milliseconds between two requests that no API is slower than. */
const slowestMs = 1_000
/** Milliseconds without a 429 after which a tenth more is tried. */
const patienceMs = 10_000

/**
 * How fast requests may begin, learned from the API's answers: unlimited until the first 429, then a little slower than
 * what was accepted just before it, and cautiously faster again.
 */
export class Pace {
  private readonly accepted: number[] = []
  private intervalMs = 0
  private nextStart = 0
  private pausedUntil = 0
  private changedAt = 0

  /** A request was answered by something else than 429. */
  noteAccepted(now: number): void {
    this.accepted.push(now)
    this.forget(now)
    if (this.intervalMs === 0 || now - this.changedAt < patienceMs) return
    this.intervalMs /= 1.1
    this.changedAt = now
  }

  /** A request was answered by 429. Those that were under way with it belong to the same overload. */
  noteLimited(now: number, afterMs: number = silentPauseMs): void {
    const isSameOverload = now < this.pausedUntil
    this.pausedUntil = Math.max(this.pausedUntil, now + afterMs)
    if (isSameOverload) return
    this.forget(now)
    const rate = this.accepted.length > 0 ? this.accepted.length * 0.9 : unknownRate
    this.intervalMs = Math.min(slowestMs, Math.max(1000 / rate, this.intervalMs * 1.2))
    this.changedAt = now
  }

  /** Reserves the next start and says in how many milliseconds it is; during a pause, how long that lasts. */
  reserve(now: number): { waitMs: number; reserved: boolean } {
    if (now < this.pausedUntil) return { waitMs: this.pausedUntil - now, reserved: false }
    const start = Math.max(now, this.nextStart)
    this.nextStart = start + this.intervalMs
    return { waitMs: start - now, reserved: true }
  }

  isPaused(now: number): boolean {
    return now < this.pausedUntil
  }

  private forget(now: number): void {
    const fresh = this.accepted.findIndex((time) => time > now - historyMs)
    this.accepted.splice(0, fresh < 0 ? this.accepted.length : fresh)
  }
}
