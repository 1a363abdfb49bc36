// The functions of the package, from what each is declared with: `Lookup<Args, Result, Secret>`.
import ts from "typescript"
import { kebab } from "../docs/names.mjs"
import { checker, commentOf, exportsOf } from "../docs/source.mjs"
import { built } from "./numbers.mjs"
import { token } from "./types.mjs"

/** @typedef {import("./types.mjs").Types} Types */
/** @typedef {{ name: string, secrets?: readonly string[] }} Lookup */

/** @param {Types} types */
export function functions(types) {
  /** @type {ReadonlyMap<string, Lookup>} */
  const lookups = built("functions/index").lookups
  return Object.fromEntries([...lookups.values()].map((lookup) => [token(lookup.name), spec(lookup, types)]))
}

/** @param {Lookup} lookup @param {Types} types */
function spec({ name, secrets = [] }, types) {
  const { description, args, result } = declared(name)
  const inputs = types.propertiesOfType(args)
  const outputs = types.propertiesOfType(result)
  // A list has the name of what it lists, and no more to say of itself than the function.
  for (const property of Object.values(outputs.properties)) property.description ||= description
  for (const secret of secrets) Object.assign(outputs.properties[secret] ?? {}, { secret: true })
  return { description, inputs, outputs: { type: "object", ...outputs } }
}

/** What a function is declared with: its file exports one Lookup. @param {string} name */
function declared(name) {
  for (const symbol of exportsOf(`functions/${kebab(name)}`)) {
    const declaration = symbol.valueDeclaration
    const type = declaration && ts.isVariableDeclaration(declaration) ? declaration.type : undefined
    if (!type || !ts.isTypeReferenceNode(type) || type.typeName.getText() !== "Lookup") continue
    const [args, result] = type.typeArguments ?? []
    if (!args || !result) break
    return {
      description: commentOf(symbol),
      args: checker.getTypeFromTypeNode(args),
      result: checker.getTypeFromTypeNode(result),
    }
  }
  throw new Error(`functions/${kebab(name)}.ts exports no Lookup of its arguments and result`)
}
