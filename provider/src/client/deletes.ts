import { batchLimits } from "../contract"
import type { ScaleboxClient } from "./client"
import { isScaleboxError } from "./errors"
import { Gatherer } from "./gatherer"
import { together, type Within } from "./within"

interface Wanted {
  id: string
  within: Within
}

/** Deletes of many callers together: one batch call for up to 100, whose result says of each id whether it was taken. */
export class Deletes {
  private readonly gatherer: Gatherer<Wanted, ReadonlySet<string>>
  private underway = 0
  /** The most that were under way when one of them ended. */
  private places = 0

  constructor(private readonly client: ScaleboxClient) {
    const gathering = { quietMs: 40, longestMs: 200, max: batchLimits.max }
    this.gatherer = new Gatherer(client.clock, gathering, (batch) => this.send(batch))
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

  /**
   * Begins to delete a sandbox. The engine writes its state before it sends each delete, so those of one moment arrive as
   * a stream; it has ended when all of the engine's places are taken. Throws what deleting it alone throws, `not_found`
   * and `conflict` included.
   */
  async begin(id: string, within: Within): Promise<void> {
    const taken = this.gatherer.add({ id, within })
    if (this.underway === this.places) this.gatherer.flush()
    if (!(await taken).has(id)) await this.client.deleteSandbox(id, within)
  }

  /** The ids that a batch call took. What it refused, or did not answer for, is asked for alone. */
  private async send(batch: readonly Wanted[]): Promise<ReadonlySet<string>> {
    if (batch.length === 1) return new Set()
    const ids = [...new Set(batch.map(({ id }) => id))]
    try {
      const within = together(batch.map((wanted) => wanted.within))
      return new Set((await this.client.batchDelete(ids, true, within)).successful)
    } catch (error) {
      if (!isScaleboxError(error)) throw error
      return new Set()
    }
  }
}
