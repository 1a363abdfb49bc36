import type { Clock } from "./clock"

export interface Gathering {
  /** Milliseconds without another after which those gathered go. */
  quietMs: number
  /** Milliseconds after the first at which they go at the latest. */
  longestMs: number
  /** So many go at once; default: any number. */
  max?: number
  /** Whether they also wait until those before them are through; default false. */
  inTurn?: boolean
}

interface Batch<T, R> {
  items: T[]
  latest: number
  go: () => void
  result: Promise<R>
}

/** Gathers what comes one by one, so that it goes on together: `send` is called once for each batch. */
export class Gatherer<T, R> {
  private batch: Batch<T, R> | undefined
  private before: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly clock: Clock,
    private readonly gathering: Gathering,
    private readonly send: (items: readonly T[]) => Promise<R>,
  ) {}

  get isGathering(): boolean {
    return this.batch !== undefined
  }

  /** Resolves or rejects with what `send` makes of all that came together. */
  add(item: T): Promise<R> {
    this.batch ??= this.opened()
    const { items, result } = this.batch
    this.batch.latest = this.clock.now()
    if (items.push(item) === this.gathering.max) {
      this.flush()
      this.batch = undefined
    }
    return result
  }

  /** Lets those gathered go, with what else comes in this moment: no more are to be waited for. */
  flush(): void {
    this.batch?.go()
  }

  private opened(): Batch<T, R> {
    let go = () => {}
    const full = new Promise<void>((resolve) => {
      go = resolve
    })
    const batch: Batch<T, R> = { items: [], latest: this.clock.now(), go, result: new Promise(() => {}) }
    batch.result = this.sent(batch, full, this.gathering.inTurn ? this.before : undefined)
    this.before = batch.result.catch(() => {})
    return batch
  }

  private async sent(batch: Batch<T, R>, full: Promise<void>, before?: Promise<unknown>): Promise<R> {
    await Promise.race([this.lull(batch), full])
    await before
    if (this.batch === batch) this.batch = undefined
    return this.send(batch.items)
  }

  private async lull(batch: Batch<T, R>): Promise<void> {
    const { quietMs, longestMs } = this.gathering
    const end = this.clock.now() + longestMs
    const left = () => Math.min(batch.latest + quietMs, end) - this.clock.now()
    do await this.clock.sleep(left())
    while (this.batch === batch && left() > 0)
  }
}
