import DataLoader from "dataloader"
import { batchLimits } from "../contract"
import type { ScaleboxClient } from "./client"
import { isScaleboxError } from "./errors"

/** Milliseconds without another delete after which those collected go as one call. */
const windowMs = 40
/** Milliseconds that a delete waits for others at most. */
const longestMs = 200
/** Milliseconds between two looks whether others have come. */
const stepMs = 10

interface Wanted {
  sandboxId: string
  deadline: number
}

/** Deletes of many callers together: one batch call for up to 100, whose result says of each id whether it was taken. */
export class SharedDeletes {
  private readonly deletes: DataLoader<Wanted, void>
  private begun = 0
  private underway = 0
  /** The most that were under way when one of them ended. */
  private places = 0

  constructor(private readonly client: ScaleboxClient) {
    this.deletes = new DataLoader<Wanted, void>((wanted) => this.send(wanted), {
      cache: false,
      maxBatchSize: batchLimits.max,
      batchScheduleFn: (send) => void this.lull().then(send),
    })
  }

  /** Runs a whole deletion, `begin` and the wait for the end: the engine has places for so many at once. */
  async during<T>(deletion: () => Promise<T>): Promise<T> {
    this.underway += 1
    try {
      return await deletion()
    } finally {
      this.places = Math.max(this.places, this.underway)
      this.underway -= 1
    }
  }

  /** Begins to delete a sandbox. Throws what deleting it alone throws, `not_found` and `conflict` included. */
  begin(sandboxId: string, deadline: number): Promise<void> {
    this.begun += 1
    return this.deletes.load({ sandboxId, deadline })
  }

  /**
   * The engine writes its state before it sends each delete, so those of one moment arrive as a stream. It has ended when
   * all of the engine's places are taken.
   */
  private async lull(): Promise<void> {
    const { clock } = this.client
    const opened = clock.now()
    let latest = opened
    for (let before = this.begun; this.underway !== this.places; before = this.begun) {
      await clock.sleep(stepMs)
      const now = clock.now()
      if (this.begun !== before) latest = now
      if (now - latest >= windowMs || now - opened >= longestMs) return
    }
  }

  private async send(wanted: readonly Wanted[]): Promise<(undefined | Error)[]> {
    const taken = wanted.length > 1 ? await this.together(wanted) : new Set<string>()
    return Promise.all(wanted.map((want) => (taken.has(want.sandboxId) ? undefined : this.alone(want))))
  }

  /** The ids that the batch call took. What it refused, or did not answer for, is asked for alone. */
  private async together(wanted: readonly Wanted[]): Promise<Set<string>> {
    const deadline = Math.max(...wanted.map((want) => want.deadline))
    const ids = [...new Set(wanted.map(({ sandboxId }) => sandboxId))]
    try {
      return new Set((await this.client.batchDelete(ids, true, { deadline })).successful)
    } catch (error) {
      if (!isScaleboxError(error)) throw error
      return new Set()
    }
  }

  private alone({ sandboxId, deadline }: Wanted): Promise<undefined | Error> {
    return this.client.deleteSandbox(sandboxId, { deadline }).then(
      () => undefined,
      (error: Error) => error,
    )
  }
}
