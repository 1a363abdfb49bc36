import * as pulumi from "@pulumi/pulumi"
import type { KnownTemplate } from "../../contract"
import { facts } from "../../resources/facts"
import type { SandboxInputs } from "../../resources/sandbox/inputs"
import type { SandboxOutputs } from "../../resources/sandbox/outputs"
import type { Shape } from "../face"
import { face } from "./face"
import { noteLookedUp } from "./looked-up"
import { isOfKind } from "./of-type"
import { urlOf } from "./port-url"
import { withSecretSettings } from "./secret-settings"
import { withoutTraces } from "./traces"
import type { OfferingArgs, OutputsOf, Shown } from "./types"

/** What a Sandbox is declared with. Every change but a longer `timeout` replaces the sandbox. */
export interface SandboxArgs extends OfferingArgs<SandboxInputs, { template: KnownTemplate }> {}

const shape: Shape = { kind: "sandbox", ...facts.sandbox, sealed: withSecretSettings }

/** Inputs that the class shows as the API has decided about them if they are not declared: the state keeps declarations. */
type Decided = "cpuCount" | "memoryMb" | "storageGb" | "projectId"

const decided: Readonly<Record<Decided, (sandbox: Sandbox) => pulumi.Output<unknown>>> = {
  // Tests with mocks may leave them out.
  cpuCount: ({ resources }) => resources.apply((real) => real?.cpuCount),
  memoryMb: ({ resources }) => resources.apply((real) => real?.memoryMb),
  storageGb: ({ resources }) => resources.apply((real) => real?.storageGb),
  projectId: ({ currentProjectId }) => currentProjectId,
}

// Merged into the class below, so that no property of the contract is written a second time.
export interface Sandbox
  extends OutputsOf<
      Omit<SandboxInputs, Decided>,
      "name" | "template" | "timeout" | "secure" | "allowInternetAccess" | "autoPause" | "waitForRunning"
    >,
    Shown<Pick<SandboxInputs, Decided>>,
    OutputsOf<
      SandboxOutputs,
      | "assignedName"
      | "templateId"
      | "currentProjectId"
      | "sandboxDomain"
      | "envdAccessToken"
      | "createdAt"
      | "startedAt"
      | "timeoutAt"
    > {}

/**
 * A cloud sandbox: an isolated machine for code and agents.
 *
 * A longer `timeout` is an update in place, every other change replaces the sandbox. A plain `pulumi up` also replaces one
 * whose end time has passed, and one that an earlier run has seen fail. Only `pulumi up --refresh` notices a sandbox that
 * failed, was terminated or was deleted since the last run.
 *
 * The option `import: "sbx-…"` takes an existing sandbox over; `customTimeouts` bounds create (default 10 minutes), update
 * and delete (default 5 minutes).
 *
 * ```ts
 * const dev = new scalebox.Sandbox("dev", { template: "python-dev", timeout: 3600 })
 * export const url = dev.url(8080)
 * ```
 */
export class Sandbox extends pulumi.CustomResource {
  /** The type, by which policies tell resources. @internal */
  static readonly __pulumiType: string = face.typeOf(shape.kind)

  /** Whether a value is a Sandbox, also of another copy of this package, or a policy's view of one. */
  static override isInstance(value: unknown): value is Sandbox {
    return isOfKind(value, shape.kind)
  }

  /** Looks an existing sandbox up by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Sandbox {
    return new Sandbox(name, {}, { ...opts, id })
  }

  /** Whether this program only looks the sandbox up, so that it stays when the stack goes. */
  declare readonly isLookedUp: boolean

  constructor(name: string, args: SandboxArgs = {}, opts: pulumi.CustomResourceOptions = {}) {
    const { props, opts: options } = face.declare(shape, name, opts.id === undefined ? args : {}, opts)
    const goOn = withoutTraces()
    try {
      super(Sandbox.__pulumiType, name, props, options)
      goOn()
    } catch (error) {
      throw goOn(error)
    }
    noteLookedUp(this, opts)
    for (const name of Object.keys(decided) as Decided[]) {
      const declared: pulumi.Output<unknown> = this[name]
      Reflect.set(
        this,
        name,
        declared.apply((value) => value ?? decided[name](this)),
      )
    }
  }

  /** `https://{port}-{sandboxDomain}`, where a port of the sandbox is reached. Undefined until the domain is known. */
  url(port: pulumi.Input<number>): pulumi.Output<string> {
    return pulumi.all([port, this.sandboxDomain]).apply(([number, domain]) => urlOf(number, domain))
  }
}
