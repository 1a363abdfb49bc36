import * as pulumi from "@pulumi/pulumi"
import { facts } from "../../resources/facts"
import type { SandboxProjectAssignmentInputs } from "../../resources/sandbox-project-assignment/inputs"
import type { SandboxProjectAssignmentOutputs } from "../../resources/sandbox-project-assignment/outputs"
import type { Shape } from "../face"
import { face } from "./face"
import { endingWith, ofSandbox, type SandboxReference } from "./of-sandbox"
import { isOfKind } from "./of-type"
import { withoutTraces } from "./traces"
import type { ArgsOf, OutputsOf } from "./types"

/** What a SandboxProjectAssignment is declared with. */
export interface SandboxProjectAssignmentArgs
  extends ArgsOf<Omit<SandboxProjectAssignmentInputs, "sandboxId">> {
  /** The sandbox to move, or its id. */
  sandbox: SandboxReference
}

const shape: Shape = { kind: "sandboxProjectAssignment", ...facts.sandboxProjectAssignment }

// Merged into the class below, so that no property is written a second time.
export interface SandboxProjectAssignment
  extends OutputsOf<SandboxProjectAssignmentInputs>,
    OutputsOf<SandboxProjectAssignmentOutputs> {}

/**
 * The project that an existing sandbox is in. Changed in place; a drift shows after a refresh and is fixed by `pulumi up`.
 * Destroying it leaves the sandbox in its project. If the sandbox is declared by the same program, `projectId` of Sandbox
 * says in which project it is created.
 *
 * ```ts
 * new scalebox.SandboxProjectAssignment("moved", { sandbox: dev, projectId: "prj-abc123" })
 * ```
 */
export class SandboxProjectAssignment extends pulumi.CustomResource {
  /** The type, by which policies tell resources. @internal */
  static readonly __pulumiType: string = face.typeOf(shape.kind)

  /** Whether a value is a SandboxProjectAssignment, also of another copy of this package, or a policy's view of one. */
  static override isInstance(value: unknown): value is SandboxProjectAssignment {
    return isOfKind(value, shape.kind)
  }

  /** Looks the project of an existing sandbox up by the sandbox's id, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): SandboxProjectAssignment {
    return new SandboxProjectAssignment(name, undefined, { ...opts, id })
  }

  constructor(
    name: string,
    args: SandboxProjectAssignmentArgs | undefined,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const { sandbox, ...rest } = args ?? {}
    const owner = ofSandbox(name, sandbox, shape.kind, opts)
    const inputs = args ? { ...rest, sandboxId: owner.sandboxId } : {}
    const { props, opts: options } = face.declare(shape, name, inputs, endingWith(owner))
    const goOn = withoutTraces()
    try {
      super(SandboxProjectAssignment.__pulumiType, name, props, options)
      goOn()
    } catch (error) {
      throw goOn(error)
    }
  }
}
