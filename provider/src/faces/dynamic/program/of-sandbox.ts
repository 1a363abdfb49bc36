import type * as pulumi from "@pulumi/pulumi"
import { type Kind, typeOf } from "./declaration"
import { Sandbox } from "./sandbox"

/** The sandbox that another resource belongs to, or its id. */
export type SandboxReference = Sandbox | pulumi.Input<string>

export interface OfSandbox {
  sandboxId: pulumi.Input<string> | undefined
  sandbox?: Sandbox
  opts: pulumi.CustomResourceOptions
}

/** Id of the sandbox that a resource belongs to, and the resource's options completed from it. */
export function ofSandbox(
  reference: SandboxReference | undefined,
  kind: Kind,
  opts: pulumi.CustomResourceOptions,
): OfSandbox {
  if (!Sandbox.isInstance(reference)) return { sandboxId: reference, opts }
  const type = typeOf(kind)
  // Without a provider of its own or its parent's, it must be made by the account that made the sandbox.
  const provider = opts.provider ?? opts.parent?.getProvider(type) ?? reference.getProvider(type)
  return { sandboxId: reference.id, sandbox: reference, opts: provider ? { ...opts, provider } : opts }
}

/**
 * Options of what ends with its sandbox: the engine then makes no call to delete it. It would make none either for a
 * sandbox that is only looked up, and that stays.
 */
export const endingWith = ({ sandbox, opts }: OfSandbox): pulumi.CustomResourceOptions =>
  sandbox && !sandbox.isLookedUp ? { deletedWith: sandbox, ...opts } : opts
