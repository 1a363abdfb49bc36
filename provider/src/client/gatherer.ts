import type { Clock } from "./clock"

export interface Gathering {
  /** Milliseconds without another after which those gathered go; default: as `longestMs`. */
  quietMs?: number
  /** Milliseconds after the first at which they go at the latest. */
  longestMs: number
  /** So many go at once; default: any number. */
  max?: number
  /** Whether they also wait until those before them are through; default false. */
  inTurn?: boolean
  /** While it says so they wait, however long; asked again after each quiet time. Default: they never do. */
  holds?: () => boolean
}

/** Gathers what comes one by one, so that it goes on together: `send` is called once for each batch. */
export class Gatherer<T, R> {
  private items: T[] | undefined
  private latest = 0
  private result: Promise<R> = Promise.reject(new Error("Nothing was gathered"))

  /** Lets those gathered go, with what else comes in this moment: no more are to be waited for. */
  flush = () => {}

  constructor(
    private readonly clock: Clock,
    private readonly gathering: Gathering,
    private readonly send: (items: readonly T[]) => Promise<R>,
  ) {
    this.result.catch(() => {})
  }

  get isGathering(): boolean {
    return this.items !== undefined
  }

  /** Something has happened after which more may come: the quiet time begins again. */
  touch(): void {
    this.latest = this.clock.now()
  }

  /** Resolves or rejects with what `send` makes of all that came together. */
  add(item: T): Promise<R> {
    this.latest = this.clock.now()
    if (!this.items) {
      this.items = []
      this.result = this.gathered(this.items, this.result)
    }
    const { result } = this
    if (this.items.push(item) === this.gathering.max) {
      this.items = undefined
      this.flush()
    }
    return result
  }

  private async gathered(items: T[], before: Promise<unknown>): Promise<R> {
    const { longestMs, quietMs = longestMs, inTurn, holds = () => false } = this.gathering
    const end = this.latest + longestMs
    let isFull = false
    const full = new Promise<void>((resolve) => {
      this.flush = () => {
        isFull = true
        resolve()
      }
    })
    const left = () => (holds() ? quietMs : Math.min(this.latest + quietMs, end) - this.clock.now())
    do await Promise.race([this.clock.sleep(left()), full])
    while (!isFull && left() > 0)
    if (inTurn) await before.catch(() => {})
    if (this.items === items) this.items = undefined
    return this.send(items)
  }
}
