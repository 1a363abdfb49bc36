import type { Configuration, ScaleboxClient } from "../client"
import { type CallOptions, ScaleboxError } from "../client"
import type { SandboxDetails } from "../contract"
import { cutHash } from "./cut-hash"

/** What the state keeps of an account: a mark of its user, empty if none was known, and one of the key. */
const marks = /^(?<owner>[\w-]*)\.(?<key>[\w-]+)$/

/** How a thing of the state is distinguished from one of another account. */
export interface Belonging {
  /** How messages call it, such as `Sandbox sbx-1`. */
  label: string
  id: string
  /** The mark that the state keeps of its account; undefined in the state of earlier versions. */
  mark: string | undefined
  /** Whether it should be there, as far as the state tells. */
  shouldLive: boolean
  /** The command that goes on if it is gone; default: the one that is run. */
  command?: string | undefined
}

/**
 * The account behind the key of a session. The one place that says whether a thing that the API does not know is gone, or
 * belongs to somebody else: what is taken for gone is forgotten, and would go on running and costing.
 */
export class Account {
  private readonly owners = new Set<string>()
  private known = false
  private looked: Promise<unknown> | undefined
  /** Calls on things of the state that are under way, and those of them that wait for the others to answer. */
  private open = 0
  private waiting: (() => void)[] = []

  constructor(
    private readonly client: ScaleboxClient,
    private readonly configuration: Configuration,
  ) {}

  /** Learns from each answer of the API whose the sandboxes are that this key sees. */
  learn(sandboxes: readonly SandboxDetails[]): void {
    for (const { ownerUserId } of sandboxes) if (ownerUserId) this.owners.add(cutHash("owner", ownerUserId))
  }

  /** Something of the state was found: what else belongs to it is of this account, whatever the state says of it. */
  noteKnown(): void {
    this.known = true
    this.wake()
  }

  /** Runs a call on a thing of the state. What cannot be judged by itself is judged once all such calls have answered. */
  async answering<T>(call: () => Promise<T>): Promise<T> {
    this.open += 1
    try {
      return await call()
    } finally {
      this.open -= 1
      this.wake()
    }
  }

  private othersHaveAnswered(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      this.wake()
    })
  }

  private wake(): void {
    if (!this.known && this.waiting.length < this.open) return
    for (const resolve of this.waiting.splice(0)) resolve()
  }

  /**
   * What the state keeps of the account, for as long as the thing exists.
   *
   * @param id Of the thing. It is the salt, so that one key shows as many marks.
   * @param before What the state keeps already.
   */
  mark(id: string, before?: string): string {
    if (before && this.isSameKey(id, before)) return before
    const [owner, ...others] = this.owners
    const isSure = owner !== undefined && others.length === 0
    if (before && isSure && marks.exec(before)?.groups?.owner === owner) return before
    return `${isSure ? owner : ""}.${this.keyMark(id)}`
  }

  /** Whether this key certainly created the thing. */
  isSameKey(id: string, mark: string | undefined): boolean {
    const { owner, key } = marks.exec(mark ?? "")?.groups ?? {}
    if (key !== this.keyMark(id)) return false
    // The state tells whose this key is, also if the account shows nothing any more.
    if (owner) this.owners.add(owner)
    return true
  }

  private keyMark(id: string): string {
    return cutHash("key", id, this.configuration.apiKey ?? "")
  }

  /**
   * Whether a thing that this key does not see is one of another account: `same` if this key, or one of the same user, created
   * it; `unclear` if nothing tells. Asks for a page of the account, once in a session, if the key is another one.
   */
  async verdict({ id, mark }: Pick<Belonging, "id" | "mark">, options: CallOptions) {
    if (this.isSameKey(id, mark)) return "same"
    if (mark === undefined) {
      await this.othersHaveAnswered()
      return this.known ? "same" : "unclear"
    }
    // What else is known proves nothing here: since the key was changed, it may have created things of its own.
    const owner = marks.exec(mark)?.groups?.owner ?? ""
    if (owner !== "" && !this.owners.has(owner)) {
      this.looked ??= this.client.listSandboxes({ limit: 100 }, options)
      await this.looked.catch((error: unknown) => {
        this.looked = undefined
        throw error
      })
    }
    if (this.owners.size === 0) await this.othersHaveAnswered()
    if (owner === "" || this.owners.size === 0) return "unclear"
    return this.owners.has(owner) ? "same" : "other"
  }

  /**
   * Refuses to take for gone what may be somebody else's. Returns if the thing is surely gone. Throws a ScaleboxError with
   * the code `forbidden` that says what to do, and what a call throws.
   */
  async mustBeGone(thing: Belonging, options: CallOptions): Promise<void> {
    if (this.configuration.believeMissing || (thing.mark === undefined && !thing.shouldLive)) return
    const verdict = await this.verdict(thing, options)
    if (verdict === "same") return
    const { label, command = "this one command" } = thing
    throw new ScaleboxError({
      code: "forbidden",
      message:
        verdict === "other"
          ? `${label} belongs to another account than that of the API key`
          : `${label} is not known to the account of the API key, and another key created it: it may still run in another account`,
      hint:
        "Use the key of the account that created it: scalebox:apiKey, SCALEBOX_API_KEY or apiKey of the Provider. " +
        `If you know that it is gone, run ${command} with SCALEBOX_BELIEVE_MISSING=true in the environment`,
    })
  }
}
