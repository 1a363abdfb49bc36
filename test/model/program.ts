import { type Hidden, hiddenKey } from "../../provider/src/faces/hidden"
import type { Kind } from "../../provider/src/resources/kinds"
import type { Properties } from "../../provider/src/resources/properties"
import type { Declaration } from "./engine"
import { type FaceName, faces } from "./faces"
import { secret, urnOf } from "./state"

/** A value of a program that nobody may see; looks like nothing else. */
export const secretValues = ["never-show-variable", "never-show-storage"] as const

const storage = {
  uri: "s3://bucket",
  mountPoint: "/data",
  accessKey: secret("never-show-storage"),
  secretKey: secret("never-show-storage"),
  endpoint: "https://s3.test",
  region: "eu",
}

interface Slot {
  kind: Kind
  /** What it may be declared with; a change goes from one to another. */
  variants: readonly Properties[]
  /** The slots whose ids it needs, by the names of its inputs. */
  uses?: Record<string, SlotName>
  /** Whether it ends with what it uses. */
  endsWith?: SlotName
}

const sandboxVariants: readonly Properties[] = [
  { timeout: 600 },
  { timeout: 900 },
  { timeout: 600, description: "another" },
  { timeout: 600, envVars: secret({ TOKEN: "never-show-variable" }) },
  { timeout: 600, autoPause: true, metadata: { team: "a" } },
  { timeout: 600, objectStorage: storage },
  { timeout: 300 },
]

/** What a program of the model can declare, each once. */
export const slots = {
  web: { kind: "sandbox", variants: sandboxVariants },
  api: { kind: "sandbox", variants: sandboxVariants },
  pool: {
    kind: "sandboxPool",
    variants: [
      { count: 2, timeout: 600 },
      { count: 3, timeout: 600 },
      { count: 1, timeout: 900 },
      { count: 2, timeout: 600, description: "another" },
      { count: 2, timeout: 600, envVars: secret({ TOKEN: "never-show-variable" }) },
    ],
  },
  port: {
    kind: "sandboxPort",
    variants: [
      { port: 8080, name: "web" },
      { port: 8081, name: "web" },
      { port: 8080, name: "other" },
      { port: 8080, name: "web", protocol: "tcp", servicePort: 8080 },
      { port: 8090, name: "free" },
    ],
    uses: { sandboxId: "web" },
    endsWith: "web",
  },
  power: {
    kind: "sandboxPowerState",
    variants: [{ state: "running" }, { state: "paused" }],
    uses: { sandboxId: "api" },
    endsWith: "api",
  },
  project: {
    kind: "sandboxProjectAssignment",
    variants: [{ projectId: "prj-a" }, { projectId: "prj-b" }],
    uses: { sandboxId: "api" },
    endsWith: "api",
  },
  image: {
    kind: "sandboxTemplate",
    variants: [{ name: "golden" }, { name: "golden", description: "another" }, { name: "silver" }],
    uses: { sandboxId: "web" },
  },
  copy: { kind: "sandbox", variants: sandboxVariants, uses: { template: "image" } },
} as const satisfies Record<string, Slot>

export type SlotName = "web" | "api" | "pool" | "port" | "power" | "project" | "image" | "copy"
export const slotNames = Object.keys(slots) as SlotName[]

/** How a program declares a slot now. */
export interface Declared {
  variant: number
  /** How often it was renamed. */
  renamed: number
  /** Name of its provider. */
  provider: string
  /** Id of what it takes over. */
  imports?: string | undefined
}

export class Program {
  readonly declared = new Map<SlotName, Declared>()

  constructor(readonly face: FaceName) {}

  /** Also what it needs, and with the provider of what it needs. */
  declare(name: SlotName): void {
    const slot: Slot = slots[name]
    const uses = Object.values(slot.uses ?? {})
    for (const used of uses) this.declare(used)
    const [provider = "default"] = uses.map((used) => this.declared.get(used)?.provider)
    if (!this.declared.has(name)) this.declared.set(name, { variant: 0, renamed: 0, provider })
  }

  /** Also what needs it. */
  remove(name: SlotName): void {
    for (const user of slotNames) {
      const slot: Slot = slots[user]
      if (Object.values(slot.uses ?? {}).includes(name)) this.remove(user)
    }
    this.declared.delete(name)
  }

  change(name: SlotName, change: Partial<Declared>): void {
    const before = this.declared.get(name)
    if (before) this.declared.set(name, { ...before, ...change })
  }

  /** Takes the import options off. */
  dropImports(): void {
    for (const name of this.declared.keys()) this.change(name, { imports: undefined })
  }

  /** In the order in which they are declared. */
  declarations(): Declaration[] {
    return slotNames.flatMap((name) => {
      const declared = this.declared.get(name)
      return declared ? [this.declaration(name, declared)] : []
    })
  }

  urn(name: SlotName): string {
    return urnOf(faces[this.face].typeOf(slots[name].kind), this.logicalName(name))
  }

  private logicalName(name: SlotName): string {
    const renamed = this.declared.get(name)?.renamed ?? 0
    return renamed > 0 ? `${name}-${renamed}` : name
  }

  private declaration(name: SlotName, { variant, renamed, provider, imports }: Declared): Declaration {
    const { kind, variants, uses = {}, endsWith }: Slot = slots[name]
    const shared = {
      kind,
      name: this.logicalName(name),
      alias: renamed > 1 ? `${name}-${renamed - 1}` : renamed === 1 ? name : undefined,
      provider,
      uses: Object.fromEntries(Object.entries(uses).map(([input, used]) => [input, this.urn(used)])),
      inputs: variants[variant % variants.length] ?? {},
    }
    // Neither classes of ours nor hidden inputs: `deletedWith` is an option that hardly a program has.
    if (this.face === "plugin") return { ...shared, imports }
    const hidden: Hidden = {
      owner: `model/dev/${this.logicalName(name)}`,
      timeouts: { create: 30, update: 30, delete: 30 },
      ...(imports ? { import: imports } : {}),
      ...(provider === "default" ? {} : { provider }),
    }
    return {
      ...shared,
      deletedWith: endsWith && this.urn(endsWith),
      inputs: {
        ...shared.inputs,
        [hiddenKey]: hidden,
        __provider: `exports.handler=()=>require("pulumi-scalebox/dynamic").${kind}`,
      },
    }
  }
}
