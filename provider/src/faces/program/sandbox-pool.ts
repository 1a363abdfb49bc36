import * as pulumi from "@pulumi/pulumi"
import type { KnownTemplate } from "../../contract"
import { facts } from "../../resources/facts"
import type { SandboxPoolInputs } from "../../resources/sandbox-pool/inputs"
import type { SandboxPoolOutputs } from "../../resources/sandbox-pool/outputs"
import { packedNames, unpacked } from "../../resources/sandbox-pool/packed"
import type { Shape } from "../face"
import { face } from "./face"
import { noteLookedUp } from "./looked-up"
import { isOfKind } from "./of-type"
import { urlOf } from "./port-url"
import { withSecretSettings } from "./secret-settings"
import { withoutTraces } from "./traces"
import type { OfferingArgs, OutputsOf } from "./types"

/** What a SandboxPool is declared with: how many sandboxes, and the settings that all of them have. */
export interface SandboxPoolArgs extends OfferingArgs<SandboxPoolInputs, { template: KnownTemplate }> {}

const shape: Shape = { kind: "sandboxPool", ...facts.sandboxPool, sealed: withSecretSettings }

const valuesOf = (output: pulumi.OutputInstance<unknown>) => output.apply(unpacked)

// Merged into the class below, so that no property of the contract is written a second time.
export interface SandboxPool
  extends OutputsOf<
      SandboxPoolInputs,
      | "count"
      | "namePrefix"
      | "template"
      | "timeout"
      | "secure"
      | "allowInternetAccess"
      | "autoPause"
      | "waitForRunning"
    >,
    OutputsOf<SandboxPoolOutputs> {}

/**
 * Many equal sandboxes as one resource: created, waited for and deleted together, however many the engine does at once.
 *
 * Another `count` and a longer `timeout` are updates in place, every other change replaces the pool. A plain `pulumi up`
 * creates sandboxes again whose end time has passed, and those that an earlier run has seen fail. Only `pulumi up --refresh`
 * notices those that failed, were terminated or were deleted since the last run.
 *
 * The option `import: "pool-…"` takes an existing pool over; `customTimeouts` bounds create (default 10 minutes), update and
 * delete (default 5 minutes), each for all sandboxes together.
 *
 * ```ts
 * const workers = new scalebox.SandboxPool("worker", { count: 200, template: "python-dev", timeout: 3600 })
 * export const ids = workers.sandboxIds
 * export const first = workers.url(0, 8080)
 * ```
 */
export class SandboxPool extends pulumi.CustomResource {
  /** The type, by which policies tell resources. @internal */
  static readonly __pulumiType: string = face.typeOf(shape.kind)

  /** Whether a value is a SandboxPool, also of another copy of this package, or a policy's view of one. */
  static override isInstance(value: unknown): value is SandboxPool {
    return isOfKind(value, shape.kind)
  }

  /** Looks an existing pool up by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): SandboxPool {
    return new SandboxPool(name, undefined, { ...opts, id })
  }

  /** Whether this program only looks the pool up, so that it stays when the stack goes. */
  declare readonly isLookedUp: boolean

  constructor(name: string, args: SandboxPoolArgs | undefined, opts: pulumi.CustomResourceOptions = {}) {
    const inputs = args && opts.id === undefined ? args : {}
    const { props, opts: options } = face.declare(shape, name, inputs, opts)
    const goOn = withoutTraces()
    try {
      super(SandboxPool.__pulumiType, name, props, options)
      goOn()
    } catch (error) {
      throw goOn(error)
    }
    noteLookedUp(this, opts)
    for (const name of packedNames) Reflect.set(this, name, valuesOf(this[name]))
  }

  /**
   * `https://{port}-{sandboxDomain}`, where a port of the sandbox in this place of `sandboxIds` is reached. Undefined until
   * the domain is known.
   */
  url(place: pulumi.Input<number>, port: pulumi.Input<number>): pulumi.Output<string> {
    return pulumi.all([this.sandboxes, place, port]).apply(([sandboxes, at, number]) => {
      const sandbox = sandboxes[at]
      if (sandbox) return urlOf(number, sandbox.sandboxDomain)
      throw new pulumi.RunError(
        `The pool has ${sandboxes.length} sandboxes, so none in place ${at}, counted from 0`,
      )
    })
  }
}
