import * as pulumi from "@pulumi/pulumi"
import type { Protocol } from "../../contract"
import { facts } from "../../resources/facts"
import type { SandboxPortInputs } from "../../resources/sandbox-port/inputs"
import type { SandboxPortOutputs } from "../../resources/sandbox-port/outputs"
import type { Shape } from "../face"
import { face } from "./face"
import { endingWith, ofSandbox, type SandboxReference } from "./of-sandbox"
import { isOfKind } from "./of-type"
import { withoutTraces } from "./traces"
import type { OfferingArgs, OutputsOf } from "./types"

/** What a SandboxPort is declared with. Every change closes the port and opens another. */
export interface SandboxPortArgs
  extends OfferingArgs<Omit<SandboxPortInputs, "sandboxId">, { protocol: Protocol }> {
  /** The sandbox that the port belongs to, or its id. */
  sandbox: SandboxReference
}

const shape: Shape = { kind: "sandboxPort", ...facts.sandboxPort }

// Merged into the class below, so that no property of the contract is written a second time.
export interface SandboxPort
  extends OutputsOf<SandboxPortInputs, "sandboxId" | "port" | "name">,
    OutputsOf<SandboxPortOutputs, "url"> {}

/**
 * A port that a running sandbox opens to the outside. Its id is `{sandboxId}/{port}`.
 *
 * In TypeScript, a port that is given a Sandbox rather than an id uses that sandbox's provider unless it has its own, and
 * ends with it; in other languages the options `provider` and `deletedWith` say so.
 *
 * The option `import: "sbx-…/8080"` takes an existing port over; `customTimeouts` bounds create (default 10 minutes) and
 * delete (default 5 minutes).
 *
 * ```ts
 * const web = new scalebox.SandboxPort("web", { sandbox: dev, port: 8080 })
 * export const url = web.url
 * ```
 */
export class SandboxPort extends pulumi.CustomResource {
  /** The type, by which policies tell resources. @internal */
  static readonly __pulumiType: string = face.typeOf(shape.kind)

  /** Whether a value is a SandboxPort, also of another copy of this package, or a policy's view of one. */
  static override isInstance(value: unknown): value is SandboxPort {
    return isOfKind(value, shape.kind)
  }

  /** Looks an existing port up by its id, `{sandboxId}/{port}`, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): SandboxPort {
    return new SandboxPort(name, undefined, { ...opts, id })
  }

  constructor(name: string, args: SandboxPortArgs | undefined, opts: pulumi.CustomResourceOptions = {}) {
    const { sandbox, ...port } = args ?? {}
    const owner = ofSandbox(name, sandbox, shape.kind, opts)
    const inputs = args ? { ...port, sandboxId: owner.sandboxId } : {}
    const { props, opts: options } = face.declare(shape, name, inputs, endingWith(owner))
    const goOn = withoutTraces()
    try {
      super(SandboxPort.__pulumiType, name, props, options)
      goOn()
    } catch (error) {
      throw goOn(error)
    }
  }
}
