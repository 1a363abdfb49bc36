import type { Clock } from "../../provider/src/client/clock"

interface Sleeper {
  wakeAt: number
  wake: () => void
}

interface Timer {
  dueAt: number
  then: () => void
}

/** Time that passes only while everything else is idle: a sleep takes no real time, and sleepers wake in their order. */
export class FakeClock implements Clock {
  /** What `random` answers. */
  chance = 0.5
  /** Every sleep asked for, in milliseconds. */
  readonly sleeps: number[] = []
  private readonly sleepers: Sleeper[] = []
  private readonly timers = new Set<Timer>()

  constructor(private time = Date.parse("2026-01-01T00:00:00Z")) {}

  now(): number {
    return this.time
  }

  random(): number {
    return this.chance
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    this.sleeps.push(milliseconds)
    return new Promise((wake, reject) => {
      const sleeper = { wakeAt: this.time + milliseconds, wake }
      this.sleepers.push(sleeper)
      signal?.addEventListener("abort", () => {
        const at = this.sleepers.indexOf(sleeper)
        if (at >= 0) this.sleepers.splice(at, 1)
        reject(signal.reason)
      })
      setImmediate(() => this.wakeNext())
    })
  }

  /** Waiting for such a moment lets no time pass. */
  after(milliseconds: number, then: () => void): () => void {
    const timer = { dueAt: this.time + milliseconds, then }
    this.timers.add(timer)
    if (milliseconds <= 0) setImmediate(() => this.reach(this.time))
    return () => this.timers.delete(timer)
  }

  /** Lets time pass that nobody sleeps through, such as that of a slow answer. */
  pass(milliseconds: number): void {
    this.reach(this.time + milliseconds)
  }

  private reach(time: number): void {
    this.time = Math.max(this.time, time)
    for (const timer of this.timers) {
      if (timer.dueAt > this.time) continue
      this.timers.delete(timer)
      timer.then()
    }
  }

  private wakeNext(): void {
    this.sleepers.sort((a, b) => a.wakeAt - b.wakeAt)
    const next = this.sleepers.shift()
    if (!next) return
    this.reach(next.wakeAt)
    next.wake()
  }
}
