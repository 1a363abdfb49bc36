/** Milliseconds between two lines; what is over sooner than the first shows none. */
const everyMs = 1_000

/** Says at a resource's row, for as long as it waits, what its sandboxes do. */
export class StatusLine {
  private readonly waiting = new Map<string, string>()
  private begun = 0
  private beganAt = 0
  private timer: NodeJS.Timeout | undefined

  /** @param say Shows a line that disappears again. @param name The resource's logical name. */
  constructor(
    private readonly say: (line: string) => void,
    private readonly name: string,
  ) {}

  /** What a thing is doing; undefined once nobody waits for it. */
  show(thing: string, step: string | undefined): void {
    if (step === undefined) {
      this.waiting.delete(thing)
      if (this.waiting.size === 0) this.end()
      return
    }
    if (!this.waiting.has(thing)) this.begun += 1
    this.waiting.set(thing, step)
    if (this.timer) return
    this.beganAt = performance.now()
    this.timer = setInterval(() => this.tick(), everyMs).unref()
  }

  private end(): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.begun = 0
  }

  private tick(): void {
    const [first] = this.waiting
    if (!first) return
    const [thing, step] = first
    const seconds = Math.round((performance.now() - this.beganAt) / 1000)
    const running = `${thing} ${step} (${this.begun - this.waiting.size}/${this.begun} ready)`
    this.say(`${thing === this.name ? step : running}, ${seconds} s`)
  }
}
