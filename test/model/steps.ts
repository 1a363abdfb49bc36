import type { dynamic } from "@pulumi/pulumi"
import type { Kind } from "../../provider/src/resources/kinds"
import type { Properties } from "../../provider/src/resources/properties"
import { type Entry, entriesIn, kindIn, providerNameIn, revealed, type State, sealedLike } from "./state"

export type Provider = dynamic.ResourceProvider<Properties, Properties>

/** The provider processes of one run of the engine. */
export interface Processes {
  provider(name: string, kind: Kind): Provider
  keyOf(name: string): string
  /** Whether the engine was killed: nobody hears an answer. */
  readonly isDead: boolean
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
  private keepOutputs(entry: Entry, outputs: Properties | undefined): void {
    entry.outputs = sealedLike(entry.inputs, outputs ?? {})
    this.witness.shown(entry, entry.outputs)
  }

  /** The provider that made an entry. */
  providerOf(entry: Entry): Provider {
    return this.processes.provider(providerNameIn(entry), kindIn(entry))
  }

  /** The entry of a URN that is not about to go. */
  living(urn: string): Entry | undefined {
    return entriesIn(this.state).find((entry) => entry.urn === urn && !entry.delete)
  }

  /** What the API no longer shows leaves the state. */
  async read(entry: Entry): Promise<void> {
    const { read } = this.providerOf(entry)
    const found = await this.call(async () => read?.(entry.id, revealed(entry.outputs)))
    delete entry.initErrors
    if (found?.id) return this.keepOutputs(entry, found.props)
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
        const { id, outs } = await this.call(() => provider.create(revealed(entry.inputs)))
        entry.id = id
        this.keepOutputs(entry, outs)
      } catch (error) {
        if (!this.keep(entry, error)) throw error
        place()
        throw error
      }
      place()
    })
  }

  /** @param goal What the program wants now. */
  async update(old: Entry, goal: Partial<Entry> & { inputs: Properties }): Promise<void> {
    this.note("update", old)
    await this.pending("updating", old, async () => {
      const { update } = this.processes.provider(providerNameIn({ ...old, ...goal }), kindIn(old))
      try {
        const answer = await this.call(async () =>
          update?.(old.id, revealed(old.outputs), revealed(goal.inputs)),
        )
        Object.assign(old, goal)
        this.keepOutputs(old, answer?.outs)
        delete old.initErrors
      } catch (error) {
        if (this.keep({ ...old, ...goal }, error)) Object.assign(old, goal)
        this.keep(old, error)
        throw error
      }
    })
  }

  /** Whether an error leaves a thing behind, which the entry then stands for. */
  private keep(entry: Entry, error: unknown): boolean {
    const { id, properties, reasons } = error as { id?: string; properties?: Properties; reasons?: string[] }
    if (!id || !properties || this.processes.isDead) return false
    if (!properties.__provider) throw new Error("The properties of a failure lack __provider")
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
      await this.call(async () => provider.delete?.(entry.id, revealed(entry.outputs)))
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

  private note(step: string, { urn }: Entry): void {
    this.outcome.steps.push(`${step} ${urn.split("::").at(-1)}`)
  }
}
