import DataLoader from "dataloader"
import { batchLimits } from "../contract"
import type { ScaleboxClient } from "./client"
import { isScaleboxError } from "./errors"

/** Milliseconds without another delete after which those collected go as one call. */
const windowMs = 20
/** Milliseconds that deletes wait for others at most: few, as each keeps one of the engine's places, and many. */
const longestMs = { few: 40, many: 150 }
/** More than these come from an engine that has many places. */
const few = 8

interface Wanted {
  sandboxId: string
  deadline: number
}

/** Deletes of many callers together: one batch call for up to 100, whose result says of each id whether it was taken. */
export class SharedDeletes {
  private readonly deletes: DataLoader<Wanted, void>
  private begun = 0

  constructor(private readonly client: ScaleboxClient) {
    this.deletes = new DataLoader<Wanted, void>((wanted) => this.send(wanted), {
      cache: false,
      maxBatchSize: batchLimits.max,
      batchScheduleFn: (send) => void this.lull().then(send),
    })
  }

  /** Begins to delete a sandbox. Throws what deleting it alone throws, `not_found` and `conflict` included. */
  begin(sandboxId: string, deadline: number): Promise<void> {
    this.begun += 1
    return this.deletes.load({ sandboxId, deadline })
  }

  /** The engine writes its state before it sends each delete, so those of one moment arrive as a stream. */
  private async lull(): Promise<void> {
    const { clock } = this.client
    const began = clock.now()
    const earlier = this.begun - 1
    const longest = () => (this.begun - earlier > few ? longestMs.many : longestMs.few)
    for (let before = -1; before !== this.begun && clock.now() < began + longest(); ) {
      before = this.begun
      await clock.sleep(windowMs)
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
