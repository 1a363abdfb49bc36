import { availableParallelism } from "node:os"
import { logicalName } from "../../../resources/names"

/** Milliseconds between two lines; what is over sooner than the first shows none. */
const everyMs = 1_000

interface Waiting {
  /** `web-3 deploying`. */
  text: string
  /** The engine makes only so many of these at once. */
  isResource: boolean
}

/** Shows on the stack's row, for as long as anything waits, how many sandboxes run and what one of them does. */
export class StatusBoard {
  private readonly waiting = new Map<string, Waiting>()
  private begun = 0
  private timer: NodeJS.Timeout | undefined

  /** @param say Shows a line that disappears again. */
  constructor(private readonly say: (line: string) => void) {}

  /**
   * What a thing is doing; undefined once nobody waits for it.
   *
   * @param owner Of the declaration that waits, for itself or for a part of it.
   */
  show(owner: string, thing: string, step: string | undefined): void {
    const key = `${owner} ${thing}`
    if (step === undefined) {
      this.waiting.delete(key)
      if (this.waiting.size === 0) this.end()
      return
    }
    if (!this.waiting.has(key)) this.begun += 1
    this.waiting.set(key, { text: `${thing} ${step}`, isResource: thing === logicalName(owner) })
    this.timer ??= setInterval(() => this.tick(), everyMs).unref()
  }

  /** Shows a line at once, until the next. */
  note(line: string): void {
    this.say(line)
  }

  private end(): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.begun = 0
  }

  private tick(): void {
    const [example] = this.waiting.values()
    if (!example) return
    const running = this.begun - this.waiting.size
    const advice = this.areSlotsFull() ? hint : ""
    // The news first: of a long line a narrow terminal shows no more.
    this.say(`${example.text} (${running}/${this.begun} ready)${advice}`)
  }

  /** Whether as many resources wait as the engine makes at once unless told otherwise. */
  private areSlotsFull(): boolean {
    const slots = Number(process.env.PULUMI_PARALLEL) || 4 * availableParallelism()
    return [...this.waiting.values()].filter(({ isResource }) => isResource).length === slots
  }
}

const hint = "; Pulumi starts no more at a time, `export PULUMI_PARALLEL=256` starts all at once"
