import { isDeepStrictEqual } from "node:util"
import { sandboxDefaults } from "../../contract"
import { canonicalOf } from "../../resources/canonical"
import type { Facts } from "../../resources/facts"
import type { Properties } from "../../resources/properties"

export interface ReadInputs {
  /** What would have created the thing, as far as the API shows it and it differs from the defaults. */
  inputs: Properties
  /** Those left out because they are secret: the engine prints the program that it writes for an import in plain text. */
  secret: string[]
}

/** The inputs of a thing that is imported. */
export function readInputs(
  { inputs: names, secretInputs }: Pick<Facts, "inputs" | "secretInputs">,
  outputs: Properties,
): ReadInputs {
  // What is empty, switched off or the default says no more than nothing.
  const isSaid = (name: string) =>
    canonicalOf(name, outputs[name]) !== undefined &&
    !isDeepStrictEqual(outputs[name], Reflect.get(sandboxDefaults, name))
  const said = names.filter(isSaid)
  const isSecret = (name: string) => Object.hasOwn(secretInputs, name)
  return {
    inputs: Object.fromEntries(said.filter((name) => !isSecret(name)).map((name) => [name, outputs[name]])),
    secret: said.filter(isSecret),
  }
}
