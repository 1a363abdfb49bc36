import * as pulumi from "@pulumi/pulumi"
import type { Declaration, Shape } from "../face"
import type { ProviderPackage } from "../types"
import { judgeNames, namingProperties } from "./option-names"
import { refuseOtherProvider } from "./right-provider"
import { transformedLast } from "./transformations"

/** What a face makes of a declaration. */
interface Packing {
  /** The package of the Providers that the resource can have. */
  package: ProviderPackage
  /** Done at once, and again for what transformations have made of it. */
  pack(declaration: Declaration): Declaration
  /** The options in the end. */
  finish(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions
}

/** Inputs and options of a resource as a face hands them to the engine; what transformations have added counts as well. */
export function declared(
  shape: Shape,
  name: string,
  { props, opts }: Declaration,
  { package: own, pack, finish }: Packing,
): Declaration {
  refuseProtoKeys(props, name)
  refuseOtherProvider(name, opts.provider, own)
  // The SDK makes a property of the class of each.
  const shown = Object.fromEntries(
    [...shape.inputs, ...shape.outputs].map((property) => [property, undefined]),
  )
  const first = pack({ props: { ...shown, ...props }, opts })
  const last: pulumi.ResourceTransformation = (transformed) => {
    const result = pack(transformed)
    judgeNames(shape, name, namingProperties(shape, result.opts))
    refuseOtherProvider(name, result.opts.provider, own)
    return { ...result, opts: finish(result.opts) }
  }
  return { ...first, opts: transformedLast(first.opts, last) }
}

/** The SDK or the engine would drop such a key without a word. Values that are not known yet cannot be looked into. */
export function refuseProtoKeys(value: unknown, name: string): void {
  if (value === null || typeof value !== "object" || pulumi.Output.isInstance(value)) return
  if (Object.hasOwn(value, "__proto__")) {
    throw new pulumi.RunError(`${name}: the key __proto__ cannot be used in the arguments of a resource`)
  }
  if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) refuseProtoKeys(item, name)
  }
}
