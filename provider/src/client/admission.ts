import type { Clock } from "./clock"
import { Pace } from "./pace"

/** A limit of the API is met with few requests under way, so that few of them are refused. */
const start = { concurrency: 7, answers: 40 } as const

/** Milliseconds; who asks for a longer pause speaks of one kind of call, such as a quota, and not of a rate. */
const longestCommonPauseMs = 60_000

/** One who waits to be let in. */
export interface Turn {
  /** Milliseconds since 1970. */
  deadline: number
  signal?: AbortSignal | undefined
  /** What a long pause holds together: the endpoint row. */
  kind: string
}

/** Somebody was not let in before the deadline. */
export class NotAdmitted extends Error {
  /** `pauseMs` tells for how many milliseconds the API wants to be left alone, if that is for longer than there is time. */
  constructor(readonly pauseMs = 0) {
    super("Not admitted")
  }
}

/**
 * The one gate that all requests of a process pass: so many at once, and no faster than the API takes them.
 * Our own, because the well-kept limiters know nothing of an answer that slows everybody down.
 */
export class Admission {
  private active = 0
  private answers = 0
  private readonly pace = new Pace()
  private readonly waiting = new Set<() => void>()
  /** When the pause of a kind ends, in milliseconds since 1970. */
  private readonly pauses = new Map<string, number>()

  constructor(
    private readonly limit: number,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the work as soon as there is room. Throws NotAdmitted at the deadline, or at once if the API asks for a longer
   * pause than that, and the signal's reason when it is aborted.
   */
  async run<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
    for (;;) {
      // Without a place: a kind that has to wait for long must not keep the others out.
      await this.untilKindMay(turn)
      await this.takePlace(turn)
      try {
        await this.inPace(turn)
        if (this.pauseOf(turn) <= 0) return await work()
      } finally {
        this.active -= 1
        this.admit()
      }
    }
  }

  /** The API took a request. */
  accepted(): void {
    this.answers += 1
    this.pace.noteAccepted(this.clock.now())
    this.admit()
  }

  /** The API refused a request because there were too many; `afterMs` is how long it asks to wait. */
  limited(kind: string, afterMs: number | undefined): void {
    const now = this.clock.now()
    if (afterMs === undefined || afterMs <= longestCommonPauseMs) this.pace.noteLimited(now, afterMs)
    else this.pauses.set(kind, Math.max(this.pauses.get(kind) ?? 0, now + afterMs))
  }

  private get places(): number {
    return this.answers < start.answers ? Math.min(this.limit, start.concurrency) : this.limit
  }

  private pauseOf({ kind }: Turn): number {
    return (this.pauses.get(kind) ?? 0) - this.clock.now()
  }

  private async untilKindMay(turn: Turn): Promise<void> {
    for (let pauseMs = this.pauseOf(turn); pauseMs > 0; pauseMs = this.pauseOf(turn)) {
      const left = turn.deadline - this.clock.now()
      if (pauseMs >= left) throw new NotAdmitted(left > 0 ? pauseMs : 0)
      await this.clock.sleep(pauseMs, turn.signal)
    }
  }

  /** A place is taken before its new owner wakes up: were it free in between, a newcomer could take it as well. */
  private admit(): void {
    for (const enter of this.waiting) {
      if (this.active >= this.places) return
      this.active += 1
      enter()
    }
  }

  private takePlace({ deadline, signal }: Turn): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.delete(enter)
        stopTimer()
        signal?.removeEventListener("abort", onAbort)
      }
      const enter = () => {
        leave()
        resolve()
      }
      const onAbort = () => {
        leave()
        reject(signal?.reason)
      }
      const stopTimer = this.clock.after(deadline - this.clock.now(), () => {
        leave()
        reject(new NotAdmitted())
      })
      signal?.addEventListener("abort", onAbort)
      if (signal?.aborted) return onAbort()
      this.waiting.add(enter)
      this.admit()
    })
  }

  private async inPace({ deadline, signal }: Turn): Promise<void> {
    for (;;) {
      const { waitMs, reserved } = this.pace.reserve(this.clock.now())
      const left = deadline - this.clock.now()
      if (!reserved && left > 0 && waitMs >= left) throw new NotAdmitted(waitMs)
      if (waitMs > 0) await this.clock.sleep(Math.min(waitMs, Math.max(0, left)), signal)
      if (waitMs >= left) throw new NotAdmitted()
      if (reserved && !this.pace.isPaused(this.clock.now())) return
    }
  }
}
