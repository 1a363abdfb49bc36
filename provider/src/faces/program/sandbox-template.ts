import * as pulumi from "@pulumi/pulumi"
import { facts } from "../../resources/facts"
import type { SandboxTemplateInputs } from "../../resources/sandbox-template/inputs"
import type { SandboxTemplateOutputs } from "../../resources/sandbox-template/outputs"
import type { Shape } from "../face"
import { face } from "./face"
import { ofSandbox, type SandboxReference } from "./of-sandbox"
import { isOfKind } from "./of-type"
import { withoutTraces } from "./traces"
import type { ArgsOf, OutputsOf } from "./types"

/** What a SandboxTemplate is declared with. Every change creates a new template. */
export interface SandboxTemplateArgs
  extends ArgsOf<Omit<SandboxTemplateInputs, "sandboxId" | "readyCommand">> {
  /** The running sandbox to create the template from, or its id. */
  sandbox: SandboxReference
  /** Readiness probe of the template, in the structure that the API documents; default: as in the sandbox's own template. */
  readyCommand?: pulumi.Input<Record<string, unknown> | undefined>
}

const shape: Shape = { kind: "sandboxTemplate", ...facts.sandboxTemplate }

// Merged into the class below, so that no property of the contract is written a second time.
export interface SandboxTemplate
  extends OutputsOf<SandboxTemplateInputs, "sandboxId" | "name">,
    OutputsOf<SandboxTemplateOutputs, "status" | "assignedName" | "createdAt"> {}

/**
 * A template created from a running sandbox; its id is what `template` of Sandbox takes. It outlives the sandbox.
 *
 * ```ts
 * const golden = new scalebox.SandboxTemplate("golden", { sandbox: dev, name: "golden-image" })
 * new scalebox.Sandbox("copy", { template: golden.id })
 * ```
 */
export class SandboxTemplate extends pulumi.CustomResource {
  /** The type, by which policies tell resources. @internal */
  static readonly __pulumiType: string = face.typeOf(shape.kind)

  /** Whether a value is a SandboxTemplate, also of another copy of this package, or a policy's view of one. */
  static override isInstance(value: unknown): value is SandboxTemplate {
    return isOfKind(value, shape.kind)
  }

  /** Looks an existing template up by its id, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): SandboxTemplate {
    return new SandboxTemplate(name, undefined, { ...opts, id })
  }

  constructor(name: string, args: SandboxTemplateArgs | undefined, opts: pulumi.CustomResourceOptions = {}) {
    const { sandbox, ...rest } = args ?? {}
    const owner = ofSandbox(name, sandbox, shape.kind, opts)
    const inputs = args ? { ...rest, sandboxId: owner.sandboxId } : {}
    const { props, opts: options } = face.declare(shape, name, inputs, owner.opts)
    const goOn = withoutTraces()
    try {
      super(SandboxTemplate.__pulumiType, name, props, options)
      goOn()
    } catch (error) {
      throw goOn(error)
    }
  }
}
