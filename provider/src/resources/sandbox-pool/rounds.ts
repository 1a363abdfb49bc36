import type { Clock } from "../../client"

/** Milliseconds that a round lasts. */
const roundMs = 1_000

/** Gathers what comes one by one, so that it goes on together: members that are made are looked for by the same calls. */
export class Rounds {
  private round: Promise<void> | undefined
  private noMore = () => {}
  private readonly last = new Promise<void>((resolve) => {
    this.noMore = resolve
  })

  constructor(private readonly clock: Clock) {}

  /** Resolves when the round under way ends. */
  end(): Promise<void> {
    this.round ??= Promise.race([this.last, this.clock.sleep(roundMs)]).finally(() => {
      this.round = undefined
    })
    return this.round
  }

  /** Ends the round under way: nothing more will come. */
  close(): void {
    this.noMore()
  }
}
