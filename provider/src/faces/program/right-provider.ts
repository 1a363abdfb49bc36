import * as pulumi from "@pulumi/pulumi"
import { type ProviderPackage, packages } from "../types"
import { isOfType } from "./of-type"

/** Where programs import the classes from that have Providers of a package. */
const entries: Readonly<Record<ProviderPackage, string>> = {
  [packages.dynamic]: "pulumi-scalebox",
  [packages.native]: "pulumi-scalebox/native",
}

/** What a Provider must be. */
export const rightProvider = (own: ProviderPackage) => `a Provider imported from "${entries[own]}"`

/** Refuses a Provider of another package, which the SDK would pass over: the default account would be used. */
export function refuseOtherProvider(
  name: string,
  provider: pulumi.ProviderResource | undefined,
  own: ProviderPackage,
): void {
  if (!provider || isOfType(provider, `pulumi:providers:${own}`)) return
  throw new pulumi.RunError(
    `${name}: the option provider must be ${rightProvider(own)}, as the class of ${name} is`,
  )
}

/**
 * Refuses a sandbox with a Provider of its own that the resource cannot share, as its class is imported from elsewhere.
 *
 * @param types That resources of this kind have, by all faces.
 */
export function refuseOtherHost(
  name: string,
  sandbox: pulumi.Resource,
  types: readonly string[],
  own: ProviderPackage,
): void {
  if (types.every((type) => sandbox.getProvider(type) === undefined)) return
  throw new pulumi.RunError(
    `${name}: its sandbox has a Provider that is not imported from "${entries[own]}", as the class of ${name} is. Give ${name} ` +
      `${rightProvider(own)} as the option provider, with the same settings`,
  )
}
