/** What waits for one key. */
export interface Queue<P> {
  /** The next piece of work; undefined if none waits. */
  next(): P | undefined
  /** Lets nobody join any more. Answers false, and stays open, if somebody has joined. */
  close(): boolean
}

/** Runs work for one key after all earlier work for it. */
export class Turns {
  private readonly tails = new Map<string, Promise<unknown>>()
  private readonly queues = new Map<string, unknown[]>()

  /** @param key A sandbox's id: the API refuses two port changes at once. */
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.tails.get(key) ?? Promise.resolve()).then(work)
    const settled = turn.catch(() => undefined)
    this.tails.set(key, settled)
    void settled.then(() => {
      if (this.tails.get(key) === settled) this.tails.delete(key)
    })
    return turn
  }

  /**
   * Adds a piece of work to what is served in one turn.
   *
   * @param serve Works off the whole queue, and closes it; called for the first piece. Never rejects.
   */
  join<P>(key: string, piece: P, serve: (queue: Queue<P>) => Promise<void>): void {
    const open = this.queues.get(key)
    if (open) {
      open.push(piece)
      return
    }
    const pieces: P[] = [piece]
    this.queues.set(key, pieces)
    const close = () => pieces.length === 0 && this.queues.delete(key)
    void this.inTurn(key, () => serve({ next: () => pieces.shift(), close }))
  }
}
