import type { dynamic } from "@pulumi/pulumi"
import { typeOf } from "../../provider/src/faces/dynamic/kinds"
import type { Kind } from "../../provider/src/resources/kinds"
import { type Properties, unknown } from "../../provider/src/resources/properties"
import {
  type Entry,
  entriesIn,
  kindIn,
  providerEntry,
  providerNameIn,
  providerReference,
  revealed,
  type State,
  sealedLike,
  urnOf,
} from "./state"

/** What a program registers. */
export interface Declaration {
  kind: Kind
  name: string
  /** An earlier name. */
  alias?: string | undefined
  /** Name of its provider. */
  provider: string
  /** Declarations whose ids its inputs need, by the names of those inputs. */
  uses: Record<string, string>
  /** The declaration with which it ends. */
  deletedWith?: string | undefined
  /** All but what it uses. */
  inputs: Properties
}

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

const diffOf = { changes: false, replaces: [] as string[], deleteBeforeReplace: false }

/** The steps of one command, as the engine takes them. */
export class Command {
  readonly outcome: Outcome = { steps: [], errors: [] }
  /** What is about to go, by URN. */
  private readonly deleted = new Set<string>()

  constructor(
    private readonly state: State,
    private readonly processes: Processes,
    private readonly witness: Witness,
  ) {}

  async up(program: readonly Declaration[], replace: readonly string[] = []): Promise<void> {
    if (this.isOver) return
    const registered = new Map<string, Promise<unknown>>()
    const urns = new Set<string>()
    for (const declaration of program) {
      this.noteProvider(declaration.provider)
      const { kind, name, uses } = declaration
      const before = Promise.all(Object.values(uses).map((urn) => registered.get(urn)))
      const urn = urnOf(typeOf(kind), name)
      urns.add(urn)
      registered.set(
        urn,
        before.then(() => this.attempt(urn, () => this.register(urn, declaration, replace.includes(urn)))),
      )
    }
    await Promise.all(registered.values())
    await this.deleteAll((entry) => entry.delete === true || !urns.has(entry.urn))
  }

  async refresh(): Promise<void> {
    const read = async (entry: Entry) => {
      const { read } = this.providerOf(entry)
      const found = await this.call(async () => read?.(entry.id, revealed(entry.outputs)))
      delete entry.initErrors
      if (found?.id) this.keepOutputs(entry, found.props)
      else {
        await this.witness.takenForGone(entry, "read")
        this.drop(entry)
      }
    }
    const living = entriesIn(this.state).filter((entry) => !entry.delete && !entry.pendingReplacement)
    await Promise.all(living.map((entry) => this.attempt(entry.urn, () => read(entry))))
  }

  destroy(): Promise<void> {
    return this.deleteAll(() => true)
  }

  /** After an error no new step begins. */
  private get isOver(): boolean {
    return this.processes.isDead || this.outcome.errors.length > 0
  }

  private noteProvider(name: string): void {
    const entry = providerEntry(name, this.processes.keyOf(name))
    if (!this.state.resources.some(({ urn }) => urn === entry.urn)) this.state.resources.unshift(entry)
  }

  private async attempt(urn: string, work: () => Promise<void>): Promise<void> {
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
  private async call<T>(work: () => Promise<T>): Promise<T> {
    const answer = await work()
    if (this.processes.isDead) throw new Error("The engine has died")
    return answer
  }

  /** The outputs of an entry, as the state keeps them. */
  private keepOutputs(entry: Entry, outputs: Properties | undefined): void {
    entry.outputs = sealedLike(entry.inputs, outputs ?? {})
    this.witness.shown(entry, entry.outputs)
  }

  private providerOf(entry: Entry): Provider {
    return this.processes.provider(providerNameIn(entry), kindIn(entry))
  }

  private living(urn: string): Entry | undefined {
    return entriesIn(this.state).find((entry) => entry.urn === urn && !entry.delete)
  }

  private async register(urn: string, declaration: Declaration, isForced: boolean): Promise<void> {
    const { kind, alias } = declaration
    if (alias) this.rename(urnOf(typeOf(kind), alias), urn)
    const found = this.living(urn)
    const old = found?.pendingReplacement ? undefined : found
    const wanted = this.wanted(urn, declaration, revealed(old?.inputs))
    const entry = await wanted.checked()
    if (!old) return this.create(entry, found)
    const provider = this.providerOf(entry)
    const diff = {
      ...diffOf,
      ...(isForced
        ? { replaces: ["id"] }
        : await this.call(async () =>
            provider.diff?.(old.id, revealed(old.outputs), revealed(entry.inputs)),
          )),
    }
    if (diff.replaces.length > 0) {
      if (diff.deleteBeforeReplace) {
        await this.makeRoom(old)
        return this.create(await this.wanted(urn, declaration, {}).checked(), old)
      }
      return this.create(await this.wanted(urn, declaration, {}).checked(), undefined, old)
    }
    const { inputs, provider: reference, dependencies } = entry
    const goal = { inputs, provider: reference, dependencies }
    if (diff.changes || old.initErrors) await this.update(old, goal)
    else Object.assign(old, goal)
  }

  /** The entry that a declaration asks for, once its inputs are checked. */
  private wanted(urn: string, declaration: Declaration, olds: Properties) {
    const { kind, provider, uses, inputs, deletedWith } = declaration
    const ids = Object.entries(uses).map(([name, other]) => [name, this.living(other)?.id ?? unknown])
    const news: Properties = { ...inputs, ...Object.fromEntries(ids) }
    const entry: Entry = {
      urn,
      type: typeOf(kind),
      custom: true,
      id: "",
      inputs: news,
      outputs: {},
      provider: providerReference(provider),
      dependencies: Object.values(uses),
      ...(deletedWith ? { deletedWith } : {}),
    }
    const checked = async (): Promise<Entry> => {
      const { check } = this.processes.provider(provider, kind)
      const answer = await this.call(async () => check?.(olds, revealed(news)))
      const [failure] = answer?.failures ?? []
      if (failure) throw new Error(answer?.failures?.map(({ reason }) => reason).join("; "))
      // The engine's shim adds the one, and to outputs as well.
      const { __provider } = news
      return { ...entry, inputs: { ...sealedLike(news, answer?.inputs ?? {}), __provider } }
    }
    return { checked }
  }

  /**
   * @param room What was deleted already to make room, and leaves the state.
   * @param old What is deleted at the end of the run.
   */
  private async create(entry: Entry, room?: Entry, old?: Entry): Promise<void> {
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

  private async update(old: Entry, goal: Partial<Entry> & { inputs: Properties }): Promise<void> {
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

  /** Deletes a thing that must go before the next one is made, and first what depends on it and would be replaced too. */
  private async makeRoom(old: Entry): Promise<void> {
    const going = [old, ...(await this.replacedWith(old))]
    for (const { urn } of going) this.deleted.add(urn)
    for (const entry of going.reverse()) {
      await this.remove(entry)
      if (this.state.resources.includes(entry)) entry.pendingReplacement = true
    }
  }

  private async replacedWith(old: Entry): Promise<Entry[]> {
    const found: Entry[] = []
    for (const entry of entriesIn(this.state)) {
      if (entry.delete || entry.pendingReplacement || !entry.dependencies.includes(old.urn)) continue
      const news = { ...revealed(entry.inputs) }
      for (const [name, value] of Object.entries(news)) if (value === old.id) news[name] = unknown
      const { diff } = this.providerOf(entry)
      const answer = await this.call(async () => diff?.(entry.id, revealed(entry.outputs), news))
      if (answer?.replaces?.length) found.push(entry, ...(await this.replacedWith(entry)))
    }
    return found
  }

  /** From the leaves to the roots. */
  private async deleteAll(isWanted: (entry: Entry) => boolean): Promise<void> {
    let left = entriesIn(this.state).filter(isWanted)
    if (!this.isOver) for (const { urn } of left) this.deleted.add(urn)
    while (left.length > 0 && !this.isOver) {
      const now = left.filter(
        ({ urn }) => !left.some((other) => other.urn !== urn && other.dependencies.includes(urn)),
      )
      await Promise.all(
        now.map((entry) =>
          this.attempt(entry.urn, async () => {
            if (!entry.pendingReplacement) await this.remove(entry)
            this.drop(entry)
          }),
        ),
      )
      left = left.filter((entry) => !now.includes(entry))
    }
  }

  /** What ends with something that goes needs no call. */
  private async remove(entry: Entry): Promise<void> {
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

  private drop(entry: Entry): void {
    this.state.resources.splice(this.state.resources.indexOf(entry), 1)
  }

  private rename(from: string, to: string): void {
    const renamed = (urn: string) => (urn === from ? to : urn)
    for (const entry of entriesIn(this.state)) {
      entry.urn = renamed(entry.urn)
      entry.dependencies = entry.dependencies.map(renamed)
      if (entry.deletedWith) entry.deletedWith = renamed(entry.deletedWith)
    }
  }

  private note(step: string, { urn }: Entry): void {
    this.outcome.steps.push(`${step} ${urn.split("::").at(-1)}`)
  }
}
