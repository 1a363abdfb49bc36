import type { Account, Emulator, SandboxRecord } from "../../emulator/src"
import { axiosSender, type Clock, type Send } from "../../provider/src/client"
import { hasEnded } from "../../provider/src/contract"
import { ownerOf } from "../../provider/src/resources/marks"
import type { FaceName } from "./faces"
import { Machine } from "./machine"
import { type Entry, kindIn } from "./state"
import type { Processes } from "./steps"
import { fastClock, shiftedClock } from "./time"

/**
 * When the engine is killed: at the so manieth request that changes something, before or after the API has done it; one that
 * is late gets there while somebody already repairs the state.
 */
export interface Death {
  request: number
  at: "before" | "after" | "late"
}

export interface Circumstances {
  /** Which key the default provider has; default the first account's. */
  key?: "own" | "foreign"
  death?: Death | undefined
  /** Whether what the API does not know is gone, whatever else speaks against it. */
  believeMissing?: boolean
}

/** Shared, as each keeps its connections. */
const send = axiosSender()

/** Providers of the model's programs; `eu` is another one of the first account, `other` has the key of another. */
export const providerNames = ["default", "eu", "other"] as const

export interface Template {
  template_id: string
  name: string
}

let worlds = 0

/** Two accounts of an emulator, the clocks, and the provider processes of each run. */
export class World {
  /** By how many milliseconds the clients' clock is ahead of the server's. */
  skewMs = 0
  /** Whether nothing is scripted to go wrong. */
  isCalm = true
  /** A request of a run that was killed, which is still on its way. */
  underway: (() => Promise<unknown>) | undefined
  /** Ids of templates that somebody has created without Pulumi. */
  readonly templatesByHand = new Set<string>()
  private passedMs = 0
  readonly keys: Record<"own" | "foreign", string>
  /** Keys that were good once. */
  private readonly formerKeys: string[] = []
  readonly own: Account
  readonly foreign: Account
  readonly clock: Clock = shiftedClock(() => this.skewMs + this.passedMs)

  constructor(
    readonly emulator: Emulator,
    readonly face: FaceName,
  ) {
    worlds += 1
    this.keys = { own: `never-show-own-key-${worlds}`, foreign: `never-show-foreign-key-${worlds}` }
    this.own = emulator.account(this.keys.own)
    this.foreign = emulator.account(this.keys.foreign)
  }

  /** The provider processes of one command. */
  processes(command: Circumstances): Processes {
    return new Machine(this, command)
  }

  /** The first account gets another key; the sandboxes stay. */
  rotateKey(): void {
    this.formerKeys.push(this.keys.own)
    this.keys.own = `${this.keys.own}-again`
    this.own.addKey(this.keys.own)
  }

  /** Lets time go by, for everybody. @param ms Milliseconds. */
  pass(ms: number): void {
    this.passedMs += ms
    for (const account of [this.own, this.foreign]) account.setClockOffset(this.passedMs)
  }

  /** Sends to the emulator, whose answers tell its own time. */
  readonly send: Send = async (request) => {
    const response = await send(request)
    const date = new Date(fastClock.now() + this.passedMs).toUTCString()
    return { ...response, headers: { ...response.headers, date } }
  }

  /** Sandboxes that have not ended. */
  living(account: Account = this.own): SandboxRecord[] {
    return account.sandboxes().filter((sandbox) => !hasEnded(sandbox))
  }

  /** Those of both accounts that the stack has created. */
  owned(): SandboxRecord[] {
    return [...this.living(), ...this.living(this.foreign)].filter(({ metadata }) =>
      ownerOf(metadata)?.startsWith("model/dev/"),
    )
  }

  find(id: string): SandboxRecord | undefined {
    const sandbox = this.own.sandbox(id) ?? this.foreign.sandbox(id)
    return sandbox && !hasEnded(sandbox) ? sandbox : undefined
  }

  /** Whether what an entry represents is there. */
  async lives(entry: Entry): Promise<boolean> {
    const { id, outputs } = entry
    switch (kindIn(entry)) {
      case "sandboxPool":
        return (outputs.sandboxIds as string[]).some((member) => this.find(member) !== undefined)
      case "sandboxPort": {
        const [sandboxId = "", port] = id.split("/")
        const sandbox = this.find(sandboxId)
        // One that has failed never runs again, and cannot close its ports.
        if (sandbox?.status === "failed") return false
        return sandbox?.customPorts.some((open) => open.port === Number(port)) ?? false
      }
      case "sandboxTemplate": {
        return (await this.allTemplates()).some((template) => template.template_id === id)
      }
      default:
        return this.find(id) !== undefined
    }
  }

  /** Templates that the account has created. */
  async templates(key: "own" | "foreign" = "own"): Promise<Template[]> {
    const { data } = (await this.call(key, "GET", "/v1/templates?limit=100")) as {
      data: { templates: (Template & { is_official?: boolean })[] }
    }
    return data.templates.filter(({ name }) => ["golden", "silver"].includes(name))
  }

  async allTemplates(): Promise<Template[]> {
    return [...(await this.templates("own")), ...(await this.templates("foreign"))]
  }

  /** Makes a sandbox without Pulumi; answers its id. */
  async makeByHand(): Promise<string> {
    const { data } = (await this.call("own", "POST", "/v1/sandboxes", { timeout: 600 })) as {
      data: { sandbox_id: string }
    }
    return data.sandbox_id
  }

  /** Makes a template of a sandbox without Pulumi; answers its id. */
  async makeTemplateByHand(sandboxId: string): Promise<string | undefined> {
    const path = `/v1/sandboxes/${sandboxId}/create-template`
    const { data } = (await this.call("own", "POST", path, { name: "golden" })) as {
      data?: { template_id: string }
    }
    if (data) this.templatesByHand.add(data.template_id)
    return data?.template_id
  }

  /** What was on its way gets there. */
  async arrive(): Promise<void> {
    const { underway } = this
    this.underway = undefined
    await underway?.()
  }

  /** What somebody else does to the account. Whatever is scripted to go wrong is over with it. */
  async call(key: "own" | "foreign", method: string, path: string, body?: unknown): Promise<unknown> {
    this[key].clearFaults()
    const response = await fetch(this.emulator.url + path, {
      method,
      headers: { "X-API-Key": this.keys[key], "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return response.json()
  }

  /** Texts that must be seen nowhere. */
  secrets(): string[] {
    const tokens = [...this.own.sandboxes(), ...this.foreign.sandboxes()].map(
      ({ envdAccessToken }) => envdAccessToken,
    )
    return [...Object.values(this.keys), ...this.formerKeys, ...tokens]
  }
}
