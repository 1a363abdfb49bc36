import { lookFor } from "../../provider/src/cli/recover/look"
import { planOf } from "../../provider/src/cli/recover/plan"
import { StackProviders } from "../../provider/src/cli/recover/providers"
import type { Clock } from "../../provider/src/client"
import { Command } from "./engine"
import { PreviewSteps } from "./preview"
import { Program } from "./program"
import { harmOf, isOfProgram, sightOf } from "./sight"
import { secretValues, slots } from "./slots"
import { type Entry, entriesIn, kindIn, readableIn, type State } from "./state"
import { type Outcome, Steps, type Witness } from "./steps"
import type { Circumstances, Death, Template, World } from "./world"

/** What broke a rule, with the resource. */
export class Broken extends Error {}

export interface Options extends Circumstances {
  refresh?: boolean
  /** URNs to replace though nothing has changed. */
  replace?: string[]
}

/** A program, its state, and the commands that users run. */
export class Stack {
  readonly program: Program
  readonly state: State = { resources: [], pending_operations: [] }
  /** Where the engine died, for the next command. */
  death: Death | undefined
  /** For the next command. */
  believeMissing = false
  /** Whether nothing has happened since all was as declared that could make a command fail. */
  isQuiet = true
  private broken: string | undefined

  constructor(readonly world: World) {
    this.program = new Program(world.face)
  }

  async up(options: Options = {}): Promise<Outcome> {
    const outcome = await this.run(options, async (command) => {
      if (options.refresh) await command.refresh()
      await command.up(this.program.declarations(), options.replace)
    })
    if (outcome.errors.length > 0) return outcome
    // If the option stayed, the engine would import the same again whatever has replaced it.
    if (this.world.face === "plugin") this.program.dropImports()
    else this.importsTaken()
    return outcome
  }

  /** A preview changes nothing, neither on the server nor in the state. */
  async preview(): Promise<Outcome> {
    const processes = this.world.processes({})
    const steps = new PreviewSteps(structuredClone(this.state), processes, this.witness)
    await new Command(steps, this.world.face).up(this.program.declarations())
    if (processes.changes > 0)
      this.broken ??= `A preview sends ${processes.changes} requests that change something`
    if (this.broken) throw new Broken(this.broken)
    return steps.outcome
  }

  refresh(options: Options = {}): Promise<Outcome> {
    return this.run(options, (command) => command.refresh())
  }

  destroy(options: Options = {}): Promise<Outcome> {
    return this.run(options, (command) => command.destroy())
  }

  /** Ids of all sandboxes that the state knows. @param isMeant Of which entries. */
  managed(isMeant: (entry: Entry) => boolean = () => true): string[] {
    return entriesIn(this.state)
      .filter(isMeant)
      .flatMap((entry) => {
        const kind = kindIn(entry)
        if (kind === "sandbox") return [entry.id]
        return kind === "sandboxPool" ? (entry.outputs.sandboxIds as string[]) : []
      })
  }

  /** The port that is open already is declared as it is, and taken over. */
  takePortOver(): void {
    // A declaration that has a port cannot import another one, so a number and a name are chosen that are free.
    if (entriesIn(this.state).some(({ urn }) => urn === this.program.urn("port"))) {
      this.program.change("port", { imports: undefined, variant: 4 })
      return
    }
    const web = entriesIn(this.state).find(
      ({ urn, delete: isOld }) => urn === this.program.urn("web") && !isOld,
    )
    const [port] = this.world.find(web?.id ?? "")?.customPorts.filter(isOfProgram) ?? []
    const variant = slots.port.variants.findIndex(
      (one: { port: number; name: string; protocol?: string }) =>
        one.port === port?.port && one.name === port.name && (one.protocol ?? "TCP") === port.protocol,
    )
    if (port) this.program.change("port", { imports: `${web?.id}/${port.port}`, variant })
  }

  /** Templates of both accounts, but for those that somebody has created and nobody has taken over. */
  async templates(): Promise<Template[]> {
    const strange = new Set((await this.strangeTemplates()).map(({ template_id }) => template_id))
    const { templatesByHand } = this.world
    return (await this.world.allTemplates()).filter(
      ({ template_id: id }) => !(strange.has(id) && templatesByHand.has(id)),
    )
  }

  /** Templates that the state does not know. */
  async strangeTemplates(): Promise<Template[]> {
    const known = new Set(entriesIn(this.state).map(({ id }) => id))
    return (await this.world.templates()).filter(({ template_id }) => !known.has(template_id))
  }

  /** Deletes all templates but that of the program. */
  async deleteOtherTemplates(): Promise<void> {
    const image = entriesIn(this.state).find(({ urn }) => urn === this.program.urn("image"))
    for (const { template_id: id } of await this.world.templates()) {
      if (id !== image?.id) await this.world.call("own", "DELETE", `/v1/templates/${id}`)
    }
  }

  /** Takes the protection off, in the program and in the state. */
  unprotect(): void {
    this.program.unprotect()
    for (const entry of entriesIn(this.state)) entry.protect = false
  }

  /** Sandboxes that `recover` lists. */
  deleteLeftovers(): void {
    const managed = new Set(this.managed())
    for (const { sandboxId } of this.world.owned()) {
      if (!managed.has(sandboxId) && this.world.own.sandbox(sandboxId)) this.world.own.remove(sandboxId)
    }
  }

  /** Throws if a provider's answer broke a rule. */
  private async run(options: Options, work: (command: Command) => Promise<void>): Promise<Outcome> {
    const { death, believeMissing, world } = this
    const processes = world.processes({ death, believeMissing, ...options })
    Object.assign(this, { death: undefined, believeMissing: false })
    const steps = new Steps(this.state, processes, this.witness)
    const before = await sightOf(world)
    await work(new Command(steps, world.face))
    if (processes.isDead) {
      await this.recover(options.key)
      steps.outcome.errors.push("The engine was killed. Run `pulumi up`")
    } else this.broken ??= await harmOf(this, before, steps.outcome, options.key)
    if (this.broken) throw new Broken(this.broken)
    return steps.outcome
  }

  /** What users do after a run was killed, and the API is well again. */
  private async recover(key: "own" | "foreign" = "own"): Promise<void> {
    const { world, state } = this
    for (const account of [world.own, world.foreign]) account.clearFaults()
    const print = (line: string) => this.witness.shown({ urn: "recover" }, line)
    const log = { info: print, warn: print, status: () => {} }
    const { send, keys, emulator } = world
    // It looks again after a while, as a request may still be on its way.
    const clock: Clock = {
      ...world.clock,
      async sleep(...args) {
        await world.arrive()
        await world.clock.sleep(...args)
      },
    }
    const settings = { "scalebox:apiKey": keys[key], "scalebox:apiUrl": emulator.url }
    const env = {
      SCALEBOX_API_KEY_EU: keys.own,
      SCALEBOX_API_KEY_OTHER: keys.foreign,
      SCALEBOX_API_URL: emulator.url,
    }
    const providers = new StackProviders(state, settings, log, env, { clock, send })
    const { deployment, steps } = planOf(state, await lookFor(state, providers))
    const kept = steps.filter(({ action }) => action === "keep")
    if (kept.length > 0) this.broken ??= `recover is at a loss: ${JSON.stringify(kept)}`
    Object.assign(state, deployment)
    await world.arrive()
    for (const entry of entriesIn(state)) this.witness.shown(entry, [entry.inputs, entry.outputs])
    const managed = this.managed(({ delete: isOld }) => !isOld)
    const closed = steps.find(
      ({ action, id = "" }) => action === "delete" && managed.includes(id.split("/")[0] ?? ""),
    )
    if (closed) this.broken ??= `recover has a port closed that the next run must open: ${closed.id}`
  }

  /** What an import has taken over is what the program names. */
  private importsTaken(): void {
    for (const [name, { imports }] of this.program.declared) {
      const entry = entriesIn(this.state).find(
        ({ urn, delete: isOld }) => urn === this.program.urn(name) && !isOld,
      )
      if (imports && entry?.id !== imports) this.broken ??= `${name} is ${entry?.id}, but imports ${imports}`
    }
  }

  private readonly witness: Witness = {
    shown: ({ urn }, text) => {
      const shown = readableIn(text)
      const leak = [...this.world.secrets(), ...secretValues].find((secret) => shown.includes(secret))
      if (leak) this.broken ??= `${urn} shows ${leak}: ${shown}`
    },
    takenForGone: async (entry, call) => {
      const kind = kindIn(entry)
      const isSetting = kind === "sandboxPowerState" || kind === "sandboxProjectAssignment"
      if (call === "delete" && isSetting) return
      // The new half of a replacement by `--replace` has taken an imported thing over.
      const isTakenOver = entriesIn(this.state).some(
        (other) => other !== entry && other.id === entry.id && other.type === entry.type,
      )
      const lives = await this.world.lives(entry)
      if (call === "delete" && isTakenOver) {
        if (!lives) this.broken ??= `delete of ${entry.urn} ends ${entry.id}, which was taken over`
      } else if (lives) {
        this.broken ??= `${call} of ${entry.urn} takes ${entry.id} for gone, but it lives`
      }
    },
  }
}
