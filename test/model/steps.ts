import type { Properties } from "../../provider/src/resources/properties"
import { type Entry, entriesIn, providerNameIn, type State } from "./state"

export const noDifference = { changes: false, replaces: [] as string[], deleteBeforeReplace: false }

/** What the state knows of a thing. */
export type Held = Pick<Entry, "id" | "inputs" | "outputs">

/**
 * What the engine asks of us about one resource, through either face. Properties come and go with secrets in the engine's
 * writing. A failure that leaves something behind has `id`, `properties` and `reasons`.
 */
export interface Provider {
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: string[] }>
  diff(old: Held, news: Properties): Promise<typeof noDifference>
  create(inputs: Properties): Promise<{ id: string; outputs: Properties }>
  /** Undefined if there is no such thing. @param held None for what is not in the state yet. */
  read(id: string, held?: Held): Promise<{ id: string; outputs: Properties; inputs?: Properties } | undefined>
  update(old: Held, news: Properties): Promise<Properties>
  delete(old: Held): Promise<void>
  /** What a preview asks before something is created or changed in place; default: nothing. */
  preview?: {
    create(inputs: Properties): Promise<unknown>
    update(old: Held, news: Properties): Promise<unknown>
  }
}

/** The provider processes of one run of the engine. */
export interface Processes {
  /** @param name Of the provider. */
  provider(name: string, entry: Pick<Entry, "urn" | "type">): Provider
  keyOf(name: string): string
  /** Whether a resource that goes from one provider to another is replaced, whatever else it says. */
  isReplacedBetween(from: string, to: string): Promise<boolean>
  /** Whether the engine was killed: nobody hears an answer. */
  readonly isDead: boolean
  /** How many requests there were that change something. */
  readonly changes: number
}

/** Looks at what providers answer. */
export interface Witness {
  /** Anybody may read it, but for what is marked as secret. */
  shown(entry: Pick<Entry, "urn">, text: unknown): void
  /** A read has said that there is no such thing, or a delete that there no longer is. */
  takenForGone(entry: Entry, call: string): Promise<void>
}

export interface Outcome {
  /** Such as `create web`. */
  steps: string[]
  /** With the name of the resource. */
  errors: string[]
}

/** The calls to providers that one command makes, and what each leaves in the state. */
export class Steps {
  readonly outcome: Outcome = { steps: [], errors: [] }
  /** What goes in this command, by URN. */
  readonly deleted = new Set<string>()

  constructor(
    readonly state: State,
    readonly processes: Processes,
    private readonly witness: Witness,
  ) {}

  /** After an error no new step begins. */
  get isOver(): boolean {
    return this.processes.isDead || this.outcome.errors.length > 0
  }

  /** Unless an error has ended the command. */
  async attempt(urn: string, work: () => Promise<void>): Promise<void> {
    if (this.isOver) return
    try {
      await work()
    } catch (error) {
      if (this.processes.isDead) return
      const { message, reasons = [] } = error as Error & { reasons?: string[] }
      const said = reasons.length > 0 ? reasons.join("; ") : message
      this.outcome.errors.push(`${urn.split("::").at(-1)}: ${said}`)
      this.witness.shown({ urn }, said)
    }
  }

  /** What a provider answers, unless nobody hears it. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    const answer = await work()
    if (this.processes.isDead) throw new Error("The engine has died")
    return answer
  }

  /** The outputs of an entry, as the state keeps them. */
  private keepOutputs(entry: Entry, outputs: Properties): void {
    entry.outputs = outputs
    this.witness.shown(entry, entry.outputs)
  }

  /** The provider that created an entry. */
  providerOf(entry: Entry): Provider {
    return this.processes.provider(providerNameIn(entry), entry)
  }

  /** The entry of a URN that is not about to go. */
  living(urn: string): Entry | undefined {
    return entriesIn(this.state).find((entry) => entry.urn === urn && !entry.delete)
  }

  /** What the API no longer shows leaves the state. */
  async read(entry: Entry): Promise<void> {
    const found = await this.call(() => this.providerOf(entry).read(entry.id, entry))
    delete entry.initErrors
    if (found) {
      if (found.inputs) entry.inputs = found.inputs
      return this.keepOutputs(entry, found.outputs)
    }
    await this.witness.takenForGone(entry, "read")
    this.drop(entry)
  }

  /**
   * @param room What was deleted already to make room, and leaves the state.
   * @param old What is deleted at the end of the run.
   */
  async create(entry: Entry, room?: Entry, old?: Entry): Promise<void> {
    this.note(old || room ? "replace" : "create", entry)
    const place = () => {
      if (room) this.drop(room)
      this.state.resources.push(entry)
      if (old) old.delete = true
    }
    await this.pending("creating", entry, async () => {
      const provider = this.providerOf(entry)
      try {
        const { id, outputs } = await this.call(() => provider.create(entry.inputs))
        entry.id = id
        this.keepOutputs(entry, outputs)
      } catch (error) {
        if (!this.keep(entry, error)) throw error
        place()
        throw error
      }
      place()
    })
  }

  /** Takes something over that lives. @param old What it takes the place of. */
  async import(id: string, entry: Entry, old?: Entry): Promise<void> {
    this.note("import", entry)
    const provider = this.providerOf(entry)
    const found = await this.call(() => provider.read(id))
    if (!found) throw new Error(`resource '${id}' does not exist`)
    this.witness.shown(entry, found.inputs)
    const held = { id: found.id, inputs: found.inputs ?? {}, outputs: found.outputs }
    const { inputs, failures } = await this.call(() => provider.check(held.inputs, entry.inputs))
    if (failures.length > 0) throw new Error(failures.join("; "))
    const { changes } = await this.call(() => provider.diff(held, inputs))
    if (changes) throw new Error("inputs to import do not match the existing resource")
    Object.assign(entry, { id: found.id, inputs })
    this.keepOutputs(entry, found.outputs)
    if (old) old.delete = true
    this.state.resources.push(entry)
  }

  /** @param goal What the program wants now. */
  async update(old: Entry, goal: Partial<Entry> & { inputs: Properties }): Promise<void> {
    this.note("update", old)
    await this.pending("updating", old, async () => {
      const provider = this.processes.provider(providerNameIn({ ...old, ...goal }), old)
      try {
        const outputs = await this.call(() => provider.update(old, goal.inputs))
        Object.assign(old, goal)
        this.keepOutputs(old, outputs)
        delete old.initErrors
      } catch (error) {
        if (this.keep({ ...old, ...goal }, error)) Object.assign(old, goal)
        this.keep(old, error)
        throw error
      }
    })
  }

  /** Whether an error leaves a thing behind, which the entry then represents. */
  private keep(entry: Entry, error: unknown): boolean {
    const { id, properties, reasons } = error as { id?: string; properties?: Properties; reasons?: string[] }
    if (!id || !properties || this.processes.isDead) return false
    Object.assign(entry, { id, initErrors: reasons })
    this.keepOutputs(entry, properties)
    return true
  }

  /** What ends with something that goes needs no call. */
  async remove(entry: Entry): Promise<void> {
    this.note("delete", entry)
    if (entry.deletedWith && this.deleted.has(entry.deletedWith)) return
    await this.pending("deleting", entry, async () => {
      const provider = this.providerOf(entry)
      await this.call(() => provider.delete(entry))
      await this.witness.takenForGone(entry, "delete")
    })
  }

  /** The operation stays in the state if the engine dies. */
  private async pending(type: string, resource: Entry, work: () => Promise<void>): Promise<void> {
    const operation = { type, resource: { ...resource } }
    this.state.pending_operations.push(operation)
    try {
      await work()
    } finally {
      if (!this.processes.isDead) {
        this.state.pending_operations.splice(this.state.pending_operations.indexOf(operation), 1)
      }
    }
  }

  /** Takes an entry out of the state. */
  drop(entry: Entry): void {
    this.state.resources = this.state.resources.filter((other) => other !== entry)
  }

  protected note(step: string, { urn }: Entry): void {
    this.outcome.steps.push(`${step} ${urn.split("::").at(-1)}`)
  }
}
