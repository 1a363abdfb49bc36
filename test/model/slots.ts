import type { Kind } from "../../provider/src/resources/kinds"
import type { Properties } from "../../provider/src/resources/properties"
import { secret } from "./state"

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

export interface Slot {
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
  {
    timeout: 600,
    customPorts: [
      { port: 9001, name: "first" },
      { port: 9002, name: "second" },
    ],
  },
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
      { port: 8080, name: "web", protocol: "UDP", servicePort: 8080 },
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
    variants: [
      { name: "golden" },
      { name: "golden", description: "another" },
      { name: "silver" },
      { name: "golden", description: "third" },
    ],
    uses: { sandboxId: "web" },
  },
  copy: { kind: "sandbox", variants: sandboxVariants, uses: { template: "image" } },
} as const satisfies Record<string, Slot>

export type SlotName = "web" | "api" | "pool" | "port" | "power" | "project" | "image" | "copy"
export const slotNames = Object.keys(slots) as SlotName[]

const portOtherwise = (port: Properties): Properties => ({
  ...port,
  protocol: String(port.protocol ?? "TCP").toLowerCase(),
  servicePort: port.port,
})

/** Inputs in other words: another order and case, defaults spelled out, and nothing said in another way. */
export function otherwise(kind: Kind, inputs: Properties): Properties {
  switch (kind) {
    case "sandbox":
    case "sandboxPool": {
      const { customPorts } = inputs as { customPorts?: Properties[] }
      const ports = customPorts && { customPorts: customPorts.map(portOtherwise).reverse() }
      return { description: "", metadata: {}, waitForRunning: true, ...inputs, ...ports }
    }
    case "sandboxPort":
      return portOtherwise(inputs)
    case "sandboxTemplate":
      return { description: "", visibility: "private", ports: [], ...inputs }
    default:
      return inputs
  }
}
