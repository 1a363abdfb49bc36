import * as pulumi from "@pulumi/pulumi"
import type { Kind } from "../../resources/kinds"
import { typesOf } from "../types"
import { face } from "./face"
import { isOfKind } from "./of-type"
import { refuseOtherHost } from "./right-provider"
import { Sandbox } from "./sandbox"
import type { SandboxPool } from "./sandbox-pool"

/** The sandbox that another resource belongs to, or its id. */
export type SandboxReference = Sandbox | pulumi.Input<string>

export interface OfSandbox {
  sandboxId: pulumi.Input<string> | undefined
  /** What the resource ends with. */
  host?: pulumi.Resource | undefined
  opts: pulumi.CustomResourceOptions
}

/**
 * Id of the sandbox that a resource belongs to, and the resource's options completed from it. Throws a RunError if the
 * resource cannot be of the sandbox's account.
 *
 * @param name Of the resource.
 */
export function ofSandbox(
  name: string,
  reference: SandboxReference | undefined,
  kind: Kind,
  opts: pulumi.CustomResourceOptions,
): OfSandbox {
  if (!Sandbox.isInstance(reference)) return { sandboxId: reference, host: hostOf(reference), opts }
  const type = face.typeOf(kind)
  // Without a provider of its own or its parent's, it must be created by the account that created the sandbox.
  const provider = opts.provider ?? opts.parent?.getProvider(type) ?? reference.getProvider(type)
  if (!provider) refuseOtherHost(name, reference, typesOf(kind), face.package)
  return {
    sandboxId: reference.id,
    host: reference.isLookedUp ? undefined : reference,
    opts: provider ? { ...opts, provider } : opts,
  }
}

/** The ids that a resource of this program makes, with its URN. */
interface Maker {
  urn: pulumi.Output<string>
  /** A test with mocks may show none. */
  ids: pulumi.Output<string[] | undefined>
}

const isPool = (resource: pulumi.Resource): resource is SandboxPool => isOfKind(resource, "sandboxPool")

/** A sandbox that is only looked up stays when the stack goes, and so do its ports. */
function makerOf(resource: pulumi.Resource): Maker[] {
  const { urn } = resource
  if (Sandbox.isInstance(resource)) {
    return resource.isLookedUp ? [] : [{ urn, ids: resource.id.apply((id) => [id]) }]
  }
  if (!isPool(resource) || resource.isLookedUp) return []
  return [{ urn, ids: resource.sandboxIds }]
}

/** The SDK's own bookkeeping, which its types leave out. */
function resourcesOf(output: object): pulumi.Resource[] {
  const { resources }: { resources?: () => Iterable<pulumi.Resource> } = output
  return resources ? [...resources()] : []
}

/**
 * The sandbox or pool that an id comes from. An output tells all the resources that it was made of, so the id must turn
 * out to be one of theirs: what ends with another sandbox than its own would stay open. The SDK reads of such an option
 * nothing but the URN.
 */
function hostOf(id: pulumi.Input<string> | undefined): pulumi.Resource | undefined {
  if (!pulumi.Output.isInstance(id)) return undefined
  const makers = resourcesOf(id).flatMap(makerOf)
  if (makers.length === 0) return undefined
  const known = makers.map(({ urn, ids }) => pulumi.all([urn, ids]))
  const urn = pulumi.all([id, pulumi.all(known)]).apply(([wanted, hosts]) => {
    const [found = ""] = hosts.find(([, ids]) => ids?.includes(wanted)) ?? []
    return found
  })
  return { urn } as pulumi.Resource
}

/**
 * Options of what ends with its sandbox: the engine then makes no call to delete it. It would make none either for a
 * sandbox that is only looked up, and that stays.
 */
export const endingWith = ({ host, opts }: OfSandbox): pulumi.CustomResourceOptions =>
  host ? { deletedWith: host, ...opts } : opts
