import type { Clock } from "../../provider/src/client/clock"

interface Sleeper {
  wakeAt: number
  wake: () => void
}

/** Time that passes only while everything else is idle: a sleep takes no real time, and sleepers wake in their order. */
export class FakeClock implements Clock {
  /** What `random` answers. */
  chance = 0.5
  /** Every sleep asked for, in milliseconds. */
  readonly sleeps: number[] = []
  private readonly sleepers: Sleeper[] = []

  constructor(private time = Date.parse("2026-01-01T00:00:00Z")) {}

  now(): number {
    return this.time
  }

  random(): number {
    return this.chance
  }

  sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds)
    return new Promise((wake) => {
      this.sleepers.push({ wakeAt: this.time + milliseconds, wake })
      setImmediate(() => this.wakeNext())
    })
  }

  /** Lets time pass that nobody sleeps through, such as that of a slow answer. */
  pass(milliseconds: number): void {
    this.time += milliseconds
  }

  private wakeNext(): void {
    this.sleepers.sort((a, b) => a.wakeAt - b.wakeAt)
    const next = this.sleepers.shift()
    if (!next) return
    this.time = Math.max(this.time, next.wakeAt)
    next.wake()
  }
}
