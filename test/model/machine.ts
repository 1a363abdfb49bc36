import type { Send } from "../../provider/src/client"
import { Run as DynamicRun } from "../../provider/src/faces/dynamic/process/run"
import { callsOf } from "../../provider/src/faces/plugin/calls"
import { Run as PluginRun } from "../../provider/src/faces/plugin/run"
import type { Handlers } from "../../provider/src/faces/plugin/server"
import { dynamicCalls } from "./dynamic"
import { configure, pluginCalls, replacingSettings } from "./plugin"
import { type Entry, kindIn, providerUrn } from "./state"
import type { Processes, Provider } from "./steps"
import type { Circumstances, World } from "./world"

/** The provider processes of a run, one for each provider. */
export class Machine implements Processes {
  isDead = false
  changes = 0
  private readonly dynamicRuns = new Map<string, DynamicRun>()
  private readonly plugins = new Map<string, Handlers>()

  constructor(
    private readonly world: World,
    private readonly command: Circumstances,
  ) {}

  keyOf(name: string): string {
    return this.world.keys[
      name === "other" ? "foreign" : name === "default" ? (this.command.key ?? "own") : "own"
    ]
  }

  provider(name: string, entry: Pick<Entry, "urn" | "type">): Provider {
    return this.world.face === "plugin"
      ? pluginCalls(this.plugin(name), entry.urn)
      : dynamicCalls(this.dynamicRun(name), kindIn(entry))
  }

  async isReplacedBetween(from: string, to: string): Promise<boolean> {
    if (this.world.face === "dynamic") return false
    // An API that does not answer here proves nothing, by intent: the next refresh then asks for the right key.
    for (const account of [this.world.own, this.world.foreign]) account.clearFaults()
    const plugin = this.plugin(to)
    const urn = providerUrn("plugin", to)
    const ask = () => replacingSettings(plugin, urn, this.ownSettings(from), this.ownSettings(to))
    return (await this.inStack(ask)).length > 0
  }

  private dynamicRun(name: string): DynamicRun {
    const found = this.dynamicRuns.get(name)
    if (found) return found
    const run = new DynamicRun(undefined, { clock: this.world.clock, send: this.send })
    this.dynamicRuns.set(name, run)
    const settings = new Map(
      Object.entries(this.settings(name)).map(([key, value]) => [`scalebox:${key}`, value]),
    )
    const get = (key: string) => settings.get(key)
    void run.configure({ config: { get, require: (key: string) => get(key) ?? "" } })
    return run
  }

  private plugin(name: string): Handlers {
    const found = this.plugins.get(name)
    if (found) return found
    const tell = ({ message }: { message: string }) => console.log(message)
    const plugin = callsOf(new PluginRun(tell, undefined, { clock: this.world.clock, send: this.send }))
    this.plugins.set(name, plugin)
    this.inStack(() => configure(plugin, providerUrn("plugin", name), this.ownSettings(name)))
    return plugin
  }

  private settings(name: string): Record<string, string> {
    return {
      apiKey: this.keyOf(name),
      apiUrl: this.world.emulator.url,
      ...(this.command.believeMissing ? { believeMissing: "true" } : {}),
    }
  }

  /** Those of the default provider are the stack's. */
  private ownSettings(name: string): Record<string, string> {
    return name === "default" ? {} : this.settings(name)
  }

  /** Plugins read the stack's settings from their environment, before they wait for anything. */
  private inStack<T>(work: () => T): T {
    process.env.PULUMI_CONFIG = JSON.stringify(this.settings("default"))
    try {
      return work()
    } finally {
      delete process.env.PULUMI_CONFIG
    }
  }

  /** A provider process ends before its next request once its engine is dead. */
  private readonly send: Send = async (request) => {
    const gone = () => new Error("The engine has died")
    if (this.isDead) throw gone()
    if (request.method !== "GET") this.changes += 1
    const { death } = this.command
    const isLast = request.method !== "GET" && this.changes === death?.request
    if (isLast) this.isDead = true
    if (isLast && death?.at === "late") this.world.underway = () => this.world.send(request)
    if (isLast && death?.at !== "after") throw gone()
    const response = await this.world.send(request)
    if (this.isDead) throw gone()
    return response
  }
}
