import * as pulumi from "@pulumi/pulumi"
import { facts } from "../../resources/facts"
import type { SandboxPowerStateInputs } from "../../resources/sandbox-power-state/inputs"
import type { SandboxPowerStateOutputs } from "../../resources/sandbox-power-state/outputs"
import type { Shape } from "../face"
import { face } from "./face"
import { endingWith, ofSandbox, type SandboxReference } from "./of-sandbox"
import { isOfKind } from "./of-type"
import { withoutTraces } from "./traces"
import type { ArgsOf, OutputsOf } from "./types"

/** What a SandboxPowerState is declared with. */
export interface SandboxPowerStateArgs extends ArgsOf<Omit<SandboxPowerStateInputs, "sandboxId">> {
  /** The sandbox to pause or resume, or its id. */
  sandbox: SandboxReference
}

const shape: Shape = { kind: "sandboxPowerState", ...facts.sandboxPowerState }

// Merged into the class below, so that no property is written a second time.
export interface SandboxPowerState
  extends OutputsOf<SandboxPowerStateInputs>,
    OutputsOf<SandboxPowerStateOutputs> {}

/**
 * Whether a sandbox runs or is paused. Changed in place; a drift shows after a refresh and is fixed by `pulumi up`.
 * Destroying it leaves the sandbox as it is.
 *
 * ```ts
 * new scalebox.SandboxPowerState("night", { sandbox: dev, state: "paused" })
 * ```
 */
export class SandboxPowerState extends pulumi.CustomResource {
  /** The type, by which policies tell resources. @internal */
  static readonly __pulumiType: string = face.typeOf(shape.kind)

  /** Whether a value is a SandboxPowerState, also of another copy of this package, or a policy's view of one. */
  static override isInstance(value: unknown): value is SandboxPowerState {
    return isOfKind(value, shape.kind)
  }

  /** Looks the power state of an existing sandbox up by the sandbox's id, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): SandboxPowerState {
    return new SandboxPowerState(name, undefined, { ...opts, id })
  }

  constructor(
    name: string,
    args: SandboxPowerStateArgs | undefined,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const { sandbox, ...rest } = args ?? {}
    const owner = ofSandbox(name, sandbox, shape.kind, opts)
    const inputs = args ? { ...rest, sandboxId: owner.sandboxId } : {}
    const { props, opts: options } = face.declare(shape, name, inputs, endingWith(owner))
    const goOn = withoutTraces()
    try {
      super(SandboxPowerState.__pulumiType, name, props, options)
      goOn()
    } catch (error) {
      throw goOn(error)
    }
  }
}
