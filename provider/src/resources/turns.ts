/** Runs work for one key after all earlier work for it. */
export class Turns {
  private readonly tails = new Map<string, Promise<unknown>>()

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
}
