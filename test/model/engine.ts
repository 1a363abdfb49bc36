import type { Kind } from "../../provider/src/resources/kinds"
import { type Properties, unknown } from "../../provider/src/resources/properties"
import { type FaceName, faces } from "./faces"
import {
  type Entry,
  entriesIn,
  providerEntry,
  providerNameIn,
  providerReference,
  revealed,
  urnOf,
} from "./state"
import { noDifference, type Steps } from "./steps"

/** What a program registers. */
export interface Declaration {
  kind: Kind
  name: string
  /** Earlier names. */
  aliases: readonly string[]
  /** Name of its provider. */
  provider: string
  /** Declarations whose ids its inputs need, by the names of those inputs. */
  uses: Record<string, string>
  /** The declaration with which it ends. */
  deletedWith?: string | undefined
  /** Id of what the engine itself takes over. */
  imports?: string | undefined
  /** Whether the engine refuses to delete or replace it. */
  protect: boolean
  /** Whether the old one goes before the new one is created, whatever the provider says. */
  deleteFirst: boolean
  /** All but what it uses. */
  inputs: Properties
}

const refusal = (step: "delete" | "replace", { urn }: Entry) =>
  new Error(`unable to ${step} resource ${urn} as it is currently marked for protection`)

/** What one command does, as the engine goes about it. */
export class Command {
  constructor(
    private readonly steps: Steps,
    private readonly face: FaceName,
  ) {}

  /** @param replace URNs to replace though nothing has changed. */
  async up(program: readonly Declaration[], replace: readonly string[] = []): Promise<void> {
    if (this.steps.isOver) return
    const registered = new Map<string, Promise<unknown>>()
    const urns = new Set<string>()
    for (const declaration of program) {
      this.noteProvider(declaration.provider)
      const { kind, name, uses } = declaration
      const before = Promise.all(Object.values(uses).map((urn) => registered.get(urn)))
      const urn = this.urnOf(kind, name)
      urns.add(urn)
      registered.set(
        urn,
        before.then(() =>
          this.steps.attempt(urn, () => this.register(urn, declaration, replace.includes(urn))),
        ),
      )
    }
    await Promise.all(registered.values())
    await this.deleteAll((entry) => entry.delete === true || !urns.has(entry.urn))
  }

  async refresh(): Promise<void> {
    const living = entriesIn(this.steps.state).filter((entry) => !entry.delete && !entry.pendingReplacement)
    await Promise.all(living.map((entry) => this.steps.attempt(entry.urn, () => this.steps.read(entry))))
  }

  /** Deletes everything. */
  destroy(): Promise<void> {
    return this.deleteAll(() => true)
  }

  /** Brings what a declaration asks for about. @param isForced Whether it is replaced without asking. */
  private async register(urn: string, declaration: Declaration, isForced: boolean): Promise<void> {
    const { kind, aliases, imports } = declaration
    for (const alias of aliases) this.rename(this.urnOf(kind, alias), urn)
    const found = this.steps.living(urn)
    const old = found?.pendingReplacement ? undefined : found
    if (imports && old?.id !== imports) return this.steps.import(imports, this.wanted(urn, declaration), old)
    const entry = await this.checked(urn, declaration, old?.inputs ?? {})
    if (!old) return this.steps.create(entry, found)
    const diff = isForced ? { ...noDifference, replaces: ["id"] } : await this.difference(old, entry)
    if (diff.replaces.length > 0) {
      if (old.protect && declaration.protect) throw refusal("replace", old)
      const next = await this.checked(urn, declaration, {})
      const isFirst = diff.deleteBeforeReplace || declaration.deleteFirst
      if (isFirst) await this.makeRoom(old)
      return isFirst ? this.steps.create(next, old) : this.steps.create(next, undefined, old)
    }
    const { inputs, provider: reference, dependencies } = entry
    const goal = { inputs, provider: reference, dependencies, protect: declaration.protect }
    if (diff.changes || old.initErrors) await this.steps.update(old, goal)
    else Object.assign(old, goal)
  }

  private async difference(old: Entry, entry: Entry): Promise<typeof noDifference> {
    const [from, to] = [providerNameIn(old), providerNameIn(entry)]
    const { processes } = this.steps
    const isMoved = from !== to && (await this.steps.call(() => processes.isReplacedBetween(from, to)))
    if (isMoved) return { ...noDifference, replaces: ["provider"] }
    return this.steps.call(() => this.steps.providerOf(entry).diff(old, entry.inputs))
  }

  /** The entry that a declaration asks for, with its inputs checked. @param olds The inputs of before. */
  private async checked(urn: string, declaration: Declaration, olds: Properties): Promise<Entry> {
    const entry = this.wanted(urn, declaration)
    const provider = this.steps.providerOf(entry)
    const { inputs, failures } = await this.steps.call(() => provider.check(olds, entry.inputs))
    if (failures.length > 0) throw new Error(failures.join("; "))
    return { ...entry, inputs }
  }

  /** The entry that a declaration asks for, as the program says it. */
  private wanted(urn: string, declaration: Declaration): Entry {
    const { kind, provider, uses, inputs, deletedWith, protect } = declaration
    const ids = Object.entries(uses).map(([name, other]) => [name, this.steps.living(other)?.id ?? unknown])
    return {
      urn,
      type: faces[this.face].typeOf(kind),
      custom: true,
      id: "",
      inputs: { ...inputs, ...Object.fromEntries(ids) },
      outputs: {},
      provider: providerReference(this.face, provider),
      dependencies: Object.values(uses),
      protect,
      ...(deletedWith ? { deletedWith } : {}),
    }
  }

  /** Deletes a thing that must go before the next one is created, and first what depends on it and would be replaced too. */
  private async makeRoom(old: Entry): Promise<void> {
    const others = await this.replacedWith(old)
    const fixed = others.find(({ protect }) => protect)
    if (fixed) throw refusal("replace", fixed)
    const going = [old, ...others]
    for (const { urn } of going) this.steps.deleted.add(urn)
    for (const entry of going.reverse()) {
      await this.steps.remove(entry)
      if (this.steps.state.resources.includes(entry)) entry.pendingReplacement = true
    }
  }

  /** What a new id of an entry would replace as well, each after what it depends on. */
  private async replacedWith(old: Entry): Promise<Entry[]> {
    const found: Entry[] = []
    for (const entry of entriesIn(this.steps.state)) {
      if (entry.delete || entry.pendingReplacement || !entry.dependencies.includes(old.urn)) continue
      const news = revealed(entry.inputs)
      for (const [name, value] of Object.entries(news)) if (value === old.id) news[name] = unknown
      const { replaces } = await this.steps.call(() => this.steps.providerOf(entry).diff(entry, news))
      if (replaces.length > 0) found.push(entry, ...(await this.replacedWith(entry)))
    }
    return found
  }

  /** From the leaves to the roots. */
  private async deleteAll(isWanted: (entry: Entry) => boolean): Promise<void> {
    let left = entriesIn(this.steps.state).filter(isWanted)
    const fixed = left.find((entry) => entry.protect && !entry.delete)
    if (fixed) return this.steps.attempt(fixed.urn, () => Promise.reject(refusal("delete", fixed)))
    if (!this.steps.isOver) for (const { urn } of left) this.steps.deleted.add(urn)
    while (left.length > 0 && !this.steps.isOver) {
      const now = left.filter(
        ({ urn }) => !left.some((other) => other.urn !== urn && other.dependencies.includes(urn)),
      )
      await Promise.all(
        now.map((entry) =>
          this.steps.attempt(entry.urn, async () => {
            if (!entry.pendingReplacement) await this.steps.remove(entry)
            this.steps.drop(entry)
          }),
        ),
      )
      left = left.filter((entry) => !now.includes(entry))
    }
  }

  /** The engine registers the provider of a resource before it. */
  private noteProvider(name: string): void {
    const entry = providerEntry(this.face, name, this.steps.processes.keyOf(name))
    const found = this.steps.state.resources.find(({ urn }) => urn === entry.urn)
    // Another key of an account that stays is a change in place.
    if (found) Object.assign(found, entry)
    else this.steps.state.resources.unshift(entry)
  }

  private urnOf(kind: Kind, name: string): string {
    return urnOf(faces[this.face].typeOf(kind), name)
  }

  /** An alias says under which name the state knows a resource. */
  private rename(from: string, to: string): void {
    const renamed = (urn: string) => (urn === from ? to : urn)
    for (const entry of entriesIn(this.steps.state)) {
      entry.urn = renamed(entry.urn)
      entry.dependencies = entry.dependencies.map(renamed)
      if (entry.deletedWith) entry.deletedWith = renamed(entry.deletedWith)
    }
  }
}
