import type { Log } from "./log"

/** What the reads of a session say about whether the key belongs to the account that made the stack. */
export class Account {
  private open = 0
  private known = 0
  private missing = 0
  private warned = false

  constructor(private readonly log: Pick<Log, "warn">) {}

  /**
   * Counts reads of sandboxes that should still live. When none of them is known to the account, the key is more likely
   * the wrong one than all sandboxes deleted: that is asked once, before the engine drops them from the state.
   */
  async judging<T>(shouldLive: boolean, read: () => Promise<T | undefined>): Promise<T | undefined> {
    this.open += 1
    try {
      const found = await read()
      if (found !== undefined) this.known += 1
      else if (shouldLive) this.missing += 1
      return found
    } finally {
      this.open -= 1
      if (this.open === 0 && this.known === 0 && this.missing > 0 && !this.warned) {
        this.warned = true
        const these = this.missing === 1 ? "The sandbox" : `All ${this.missing} sandboxes`
        this.log.warn(
          `${these} of this stack that should still live cannot be found in this account. ` +
            "If nobody deleted them, the API key belongs to another account: check it before you run `pulumi up`",
        )
      }
    }
  }
}
