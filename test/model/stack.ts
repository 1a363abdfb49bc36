import { lookFor } from "../../provider/src/cli/recover/look"
import { planOf } from "../../provider/src/cli/recover/plan"
import { StackProviders } from "../../provider/src/cli/recover/providers"
import { Command } from "./engine"
import { Program, secretValues, slots } from "./program"
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

/** What a command meets. */
interface Sight {
  /** Ids of sandboxes that are paused. */
  paused: string[]
  /** The templates, if nothing is scripted to go wrong. */
  templates: Template[]
}

/** A program, its state, and the commands that users run. */
export class Stack {
  readonly program: Program
  readonly state: State = { resources: [], pending_operations: [] }
  /** Where the engine died, for the next command. */
  death: Death | undefined
  /** For the next command. */
  believeMissing = false
  private broken: string | undefined

  constructor(readonly world: World) {
    this.program = new Program(world.face)
  }

  async up(options: Options = {}): Promise<Outcome> {
    const outcome = await this.run(options, async (command) => {
      if (options.refresh) await command.refresh()
      await command.up(this.program.declarations(), options.replace)
    })
    // If the option stayed, the engine would import the same again whatever has replaced it.
    if (this.world.face === "plugin" && outcome.errors.length === 0) this.program.dropImports()
    return outcome
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
    const [port] = this.world.find(web?.id ?? "")?.customPorts.filter(({ port }) => port !== 9000) ?? []
    const variant = slots.port.variants.findIndex((one) => one.port === port?.port && one.name === port.name)
    if (port) this.program.change("port", { imports: `${web?.id}/${port.port}`, variant })
  }

  /** Templates that the state does not know. */
  async deleteStrangeTemplates(): Promise<void> {
    const known = new Set(entriesIn(this.state).map(({ id }) => id))
    for (const { template_id: id } of await this.world.templates()) {
      if (!known.has(id)) await this.world.call("own", "DELETE", `/v1/templates/${id}`)
    }
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
    const before = await this.sight()
    await work(new Command(steps, world.face))
    if (processes.isDead) {
      await this.recover(options.key)
      steps.outcome.errors.push("The engine was killed. Run `pulumi up`")
    } else await this.compare(before, steps.outcome)
    if (this.broken) throw new Broken(this.broken)
    return steps.outcome
  }

  /** What a command must leave as it is, unless it is told otherwise. */
  private async sight(): Promise<Sight> {
    const { world } = this
    const living = [...world.living(), ...world.living(world.foreign)]
    const paused = living.filter(({ status }) => status === "paused").map(({ sandboxId }) => sandboxId)
    // A look would end what is scripted to go wrong.
    return { paused, templates: world.isCalm ? await world.allTemplates() : [] }
  }

  private async compare(before: Sight, { errors }: Outcome): Promise<void> {
    const { state, world } = this
    const powered = entriesIn(state).flatMap((entry) =>
      kindIn(entry) === "sandboxPowerState" ? entry.id : [],
    )
    const woken = before.paused.find((id) => world.find(id)?.status === "running" && !powered.includes(id))
    if (woken && errors.length === 0) this.broken ??= `${woken} was paused, and runs`
    const isRefused = errors.some((error) => error.startsWith("image"))
    if (isRefused && before.templates.length > (await world.allTemplates()).length) {
      this.broken ??= `A template is gone, and another could not be created: ${errors.join()}`
    }
  }

  /** What users do after a run was killed, and the API is well again. */
  private async recover(key: "own" | "foreign" = "own"): Promise<void> {
    const { world, state } = this
    for (const account of [world.own, world.foreign]) account.clearFaults()
    const print = (line: string) => this.witness.shown({ urn: "recover" }, line)
    const log = { info: print, warn: print, status: () => {} }
    const { clock, send, keys, emulator } = world
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
    const managed = this.managed(({ delete: isOld }) => !isOld)
    const closed = steps.find(
      ({ action, id = "" }) => action === "delete" && managed.includes(id.split("/")[0] ?? ""),
    )
    if (closed) this.broken ??= `recover has a port closed that the next run must open: ${closed.id}`
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
