import type { Clock } from "./clock"
import { Pace } from "./pace"

/** A limit of the API is met with few requests under way, so that few of them are refused. */
const start = { concurrency: 7, answers: 40 } as const

/**
 * The one gate that all requests of a process pass: so many at once, and no faster than the API takes them.
 * Our own, because the well-kept limiters know nothing of an answer that slows everybody down.
 */
export class Admission {
  private active = 0
  private answers = 0
  private readonly pace = new Pace()
  private readonly waiting: (() => void)[] = []

  constructor(
    private readonly limit: number,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the work as soon as there is room, at the latest at the deadline (milliseconds since 1970). It is told for how
   * many milliseconds the API wants to be left alone, at once where that is for longer than until the deadline; else 0.
   */
  async run<T>(deadline: number, work: (pauseMs: number) => Promise<T>): Promise<T> {
    const pauseMs = await this.enter(deadline)
    try {
      return await work(pauseMs)
    } finally {
      this.active -= 1
      this.admit()
    }
  }

  /** The API took a request. */
  accepted(): void {
    this.answers += 1
    this.pace.noteAccepted(this.clock.now())
    this.admit()
  }

  /** The API refused a request because there were too many; `afterMs` is how long it asks to wait. */
  limited(afterMs: number | undefined): void {
    this.pace.noteLimited(this.clock.now(), afterMs)
  }

  private get places(): number {
    return this.answers < start.answers ? Math.min(this.limit, start.concurrency) : this.limit
  }

  /** A place is taken before its new owner wakes up: were it free in between, a newcomer could take it as well. */
  private admit(): void {
    while (this.active < this.places) {
      const next = this.waiting.shift()
      if (!next) return
      this.active += 1
      next()
    }
  }

  private async enter(deadline: number): Promise<number> {
    await new Promise<void>((next) => {
      this.waiting.push(next)
      this.admit()
    })
    for (;;) {
      const { waitMs, reserved } = this.pace.reserve(this.clock.now())
      const left = deadline - this.clock.now()
      if (!reserved && left > 0 && waitMs >= left) return waitMs
      if (waitMs > 0) await this.clock.sleep(Math.min(waitMs, Math.max(0, left)))
      if (waitMs >= left || (reserved && !this.pace.isPaused(this.clock.now()))) return 0
    }
  }
}
