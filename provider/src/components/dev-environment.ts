import * as pulumi from "@pulumi/pulumi"
import { face } from "../faces/program/face"
import { isOfType } from "../faces/program/of-type"
import { refuseOtherProvider } from "../faces/program/right-provider"
import { Sandbox, type SandboxArgs } from "../faces/program/sandbox"
import { SandboxPort, type SandboxPortArgs } from "../faces/program/sandbox-port"
import { SandboxPowerState } from "../faces/program/sandbox-power-state"
import type { PowerState } from "../resources/sandbox-power-state/inputs"

/** A port by its number alone, or with what SandboxPort takes; `name` is the key of the port in `ports`, unless given. */
export type DevPort = SandboxPortArgs["port"] | Omit<SandboxPortArgs, "sandbox">

/** Ports by name. */
export type DevPorts = Record<string, DevPort>

/** What a DevEnvironment is declared with: all that a Sandbox takes, and ports by name. */
export interface DevEnvironmentArgs<Ports extends DevPorts = DevPorts>
  extends Omit<SandboxArgs, "customPorts"> {
  /** Ports by name: a number, or an object of `port`, `protocol` and `servicePort`. Added and removed in place; default: none. */
  ports?: Ports | undefined
  /** `running` or `paused`, kept by a SandboxPowerState: set, it resumes a paused sandbox; default: left as it is. */
  powerState?: PowerState | undefined
  /** Seconds from its start until the sandbox pauses or, without `autoPause`, ends: 60 to 86400; default 28800, eight hours. */
  timeout?: SandboxArgs["timeout"]
  /** Pause instead of ending when the timeout is reached; default true. */
  autoPause?: SandboxArgs["autoPause"]
}

/** Seconds. Nobody's work should pause in the middle of the day, and the clock starts with the sandbox. */
const defaultTimeout = 8 * 3600

/**
 * A sandbox to work in: with ports that have names and URLs, pausing instead of ending after 8 hours.
 *
 * `customTimeouts` bounds the operations of every resource inside; `provider`, `protect` and `aliases` reach them as in every
 * component.
 *
 * ```ts
 * const dev = new scalebox.DevEnvironment("dev", { template: "python-dev", ports: { web: 8080 } })
 * export const url = dev.urls.web
 * ```
 */
export class DevEnvironment<
  Ports extends DevPorts = Record<never, DevPort>,
> extends pulumi.ComponentResource {
  /** The type, by which policies tell resources. @internal */
  static readonly __pulumiType: string = "scalebox:index:DevEnvironment"

  /** Whether a value is a DevEnvironment, also of another copy of this package, or a policy's view of one. */
  static override isInstance(value: unknown): value is DevEnvironment {
    return isOfType(value, DevEnvironment.__pulumiType)
  }

  /** The sandbox itself; it has the component's name. */
  readonly sandbox: Sandbox
  /** Id of the sandbox. */
  readonly sandboxId: pulumi.Output<string>
  /** The ports, by the names under which they are declared. */
  readonly ports: { readonly [Name in keyof Ports]: SandboxPort }
  /** Where each port is reached, by the names under which they are declared; known once the port is open. */
  readonly urls: { readonly [Name in keyof Ports]: SandboxPort["url"] }

  constructor(
    name: string,
    args: DevEnvironmentArgs<Ports> = {},
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    super(DevEnvironment.__pulumiType, name, {}, opts)
    const { ports: declared = {} as Ports, powerState, autoPause, timeout, ...settings } = args
    refuseImport(name, opts)
    refuseOtherProvider(name, opts.provider, face.package)
    refuseUnusablePorts(name, declared)
    const { customTimeouts } = opts
    const inside = { parent: this, ...(customTimeouts ? { customTimeouts } : {}) }
    const sandbox = new Sandbox(
      name,
      { ...settings, autoPause: orElse(autoPause, true), timeout: orElse(timeout, defaultTimeout) },
      inside,
    )
    const power = (dependsOn: SandboxPort[]) =>
      new SandboxPowerState(
        `${name}-power`,
        { sandbox, state: powerState ?? "running" },
        { ...inside, dependsOn },
      )
    // Ports change on a running sandbox only: a resume comes before them, a pause after.
    const first = powerState === "running" ? { ...inside, dependsOn: power([]) } : inside
    const ports = Object.entries(declared).map(([key, port]) => {
      const portArgs = { sandbox, name: key, ...(isSettings(port) ? port : { port }) }
      return [key, new SandboxPort(`${name}-${key}`, portArgs, first)] as const
    })
    if (powerState === "paused") power(ports.map(([, port]) => port))
    this.sandbox = sandbox
    this.sandboxId = sandbox.id
    this.ports = Object.fromEntries(ports) as typeof this.ports
    this.urls = Object.fromEntries(ports.map(([key, { url }]) => [key, url])) as typeof this.urls
    this.registerOutputs({ sandboxId: this.sandboxId, urls: this.urls })
  }
}

const isSettings = (port: DevPort): port is Exclude<DevPort, SandboxPortArgs["port"]> =>
  port !== null && typeof port === "object" && "port" in port && !pulumi.Output.isInstance(port)

/** A default that is also used if an output turns out to hold nothing. */
const orElse = <T>(given: pulumi.Input<T | undefined> | undefined, fallback: T): pulumi.Input<T> =>
  pulumi.output(given).apply((value) => (value as T | undefined) ?? fallback)

/** JavaScript programs may give the option all the same, which the SDK would drop without a word. */
function refuseImport(name: string, opts: object): void {
  if (!("import" in opts) || !opts.import) return
  throw new pulumi.RunError(
    `${name}: a DevEnvironment cannot be imported, as it is several resources; declare its Sandbox with the option import, ` +
      "and a SandboxPort for each port",
  )
}

/** Each name becomes a resource, so names must be known; two ports of one number would fail only when they are opened. */
function refuseUnusablePorts(name: string, ports: DevPorts): void {
  if (pulumi.Output.isInstance(ports) || ports instanceof Promise) {
    throw new pulumi.RunError(
      `${name}: ports must be a plain object, as their names cannot come from an output`,
    )
  }
  const names = new Map<unknown, string>()
  for (const [key, port] of Object.entries(ports)) {
    const number = isSettings(port) ? port.port : port
    const earlier = names.get(number)
    if (earlier !== undefined) {
      throw new pulumi.RunError(`${name}: ports.${key} has the same number as ports.${earlier}`)
    }
    if (typeof number === "number") names.set(number, key)
  }
}
