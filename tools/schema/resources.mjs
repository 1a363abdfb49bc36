// The resources of the package: their interfaces say what they have, their facts what a change does and what is secret.
import ts from "typescript"
import { kebab } from "../docs/names.mjs"
import { exported, literals, paragraphsOf } from "../docs/source.mjs"
import { built } from "./numbers.mjs"
import { token } from "./types.mjs"

/** @typedef {import("./types.mjs").Types} Types */
/** @typedef {import("./types.mjs").PropertySpec} PropertySpec */
/** @typedef {{ inputs: string[], outputs: string[], effects: Record<string, string>, secretOutputs: string[] }} Facts */

/** What an effect adds to the description of an input. @type {Record<string, string>} */
const effectWords = { extend: " A longer one is set in place, a shorter one replaces the resource." }

/** @param {Types} types */
export function resources(types) {
  /** @type {{ kinds: Record<string, string> }} */
  const { kinds } = built("resources/kinds")
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, name]) => [token(name), resource(kind, name, types)]),
  )
}

/** @param {string} kind @param {string} name @param {Types} types */
function resource(kind, name, types) {
  /** @type {Facts} */
  const { inputs, outputs, effects, secretOutputs } = built("resources/facts").facts[kind]
  const declared = types.propertiesOf(exported(`resources/${kebab(name)}/inputs`, `${name}Inputs`))
  const shown = types.propertiesOf(exported(`resources/${kebab(name)}/outputs`, `${name}Outputs`))
  const all = { ...declared.properties, ...shown.properties }
  const symbol = exported(`faces/program/${kebab(name)}`, name)
  const always = [...(declared.required ?? []), ...(shown.required ?? []), ...filledIn(symbol)]
  /** @param {string[]} names @param {(name: string, spec: PropertySpec) => PropertySpec} finish */
  const pick = (names, finish) =>
    Object.fromEntries(names.map((one) => [one, finish(one, propertyOf(all, one))]))
  return {
    description: paragraphsOf(symbol).join("\n\n"),
    properties: pick([...inputs, ...outputs], (one, spec) =>
      secretOutputs.includes(one) ? { ...spec, secret: true } : spec,
    ),
    required: [...inputs, ...outputs].filter((one) => always.includes(one)),
    inputProperties: pick(inputs, (one, spec) => withEffect(spec, effects[one])),
    requiredInputs: inputs.filter((one) => declared.required?.includes(one)),
    listInputs: { properties: {} },
    aliases: [{ type: built("faces/dynamic/kinds").typeOf(kind) }],
  }
}

/** @param {Record<string, PropertySpec>} all @param {string} name */
function propertyOf(all, name) {
  const found = all[name]
  if (!found) throw new Error(`No interface declares ${name}`)
  return found
}

/** @param {PropertySpec} spec @param {string | undefined} effect @returns {PropertySpec} */
const withEffect = (spec, effect) => ({
  ...spec,
  description: `${spec.description}${effectWords[effect ?? ""] ?? ""}`,
  ...(effect === "replace" ? { willReplaceOnChanges: true } : {}),
})

/** Inputs that always have a value once they have been checked: the class says so by `OutputsOf<Inputs, Always>`. @param {ts.Symbol} symbol */
function filledIn(symbol) {
  const bases = (symbol.declarations ?? []).filter(ts.isInterfaceDeclaration).flatMap(baseTypes)
  return bases.flatMap(({ typeArguments }) => (typeArguments?.[1] ? (literals(typeArguments[1]) ?? []) : []))
}

/** @param {ts.InterfaceDeclaration} declaration */
const baseTypes = ({ heritageClauses }) => (heritageClauses ?? []).flatMap(({ types }) => [...types])
