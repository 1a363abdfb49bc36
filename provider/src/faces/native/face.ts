import * as pulumi from "@pulumi/pulumi"
import type { Face, GivenSettings, Settings } from "../face"
import { datesAsText } from "../program/functions/dates"
import { functionToken, nativeType, packages } from "../types"
import { declare } from "./declaration"

/** Resources of the plugin, which the engine starts as it starts every provider. */
export const face: Face = {
  package: packages.native,
  typeOf: nativeType,
  declare,
  declareProvider: (own, mapped) => {
    const settings = { ...beforeStack(mapped), ...own }
    return { props: settings, settings }
  },
  call: <Result>({ name }: { name: string }, args: object, { provider }: pulumi.InvokeOptions) =>
    pulumi.runtime.invoke(
      functionToken(name),
      datesAsText(args),
      provider ? { provider } : {},
    ) as Promise<Result>,
}

/**
 * The plugin has the stack's settings and the environment's, in this order; what the environment gives this provider alone
 * comes before both.
 */
function beforeStack(mapped: Settings): GivenSettings {
  const stack = new pulumi.Config("scalebox")
  return Object.fromEntries(
    Object.entries(mapped)
      .filter(([key]) => stack.get(key) !== undefined)
      .map(([key, value]) => [key, key === "apiKey" ? pulumi.secret(value) : value]),
  )
}
