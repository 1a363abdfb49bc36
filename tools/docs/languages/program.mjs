// A program in Pulumi YAML as data. The other languages of the pages are written from it, so that they say the same.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { root } from "../../folders.mjs"

/** @typedef {{ name: string, path: (string | number)[] }} Reference what is in `${…}` */
/** @typedef {import("../../schema/types.mjs").TypeSpec} TypeSpec */
/** @typedef {import("../../schema/types.mjs").PropertySpec} PropertySpec */
/** @typedef {{ properties: Record<string, PropertySpec>, required?: string[] }} ObjectSpec */
/** @typedef {ObjectSpec & { inputProperties: Record<string, PropertySpec> }} ResourceSpec */
/** @typedef {ObjectSpec & { type: string, enum?: { name: string, value: string }[] }} NamedSpec */
/** @typedef {{ name: string, kind: string, properties: Record<string, unknown>, options: Record<string, string> }} Resource */
/** @typedef {{ text: string, config: Record<string, { secret?: boolean }>, resources: Resource[], outputs: Record<string, string> }} Program */

/** @returns {{ resources: Record<string, ResourceSpec>, types: Record<string, NamedSpec>, repository?: string }} */
const readSchema = () =>
  JSON.parse(readFileSync(join(root, "provider", "src", "faces", "plugin", "schema.json"), "utf8"))

export const schema = readSchema()

/** @param {string} name of a file in `programs`, without `.yaml` @returns {Program} */
export function readProgram(name) {
  const text = readFileSync(join(root, "tools", "docs", "programs", `${name}.yaml`), "utf8")
  const { config = {}, resources, outputs = {} } = parse(text)
  return {
    text,
    config,
    outputs,
    resources: Object.entries(resources).map(([name, { type, properties = {}, options = {} }]) => ({
      name,
      kind: type.replace("scalebox:", ""),
      properties,
      options,
    })),
  }
}

/** What the schema says of a kind of resource. @param {string} kind such as `Sandbox` */
export function specOf(kind) {
  const found = schema.resources[`scalebox:index:${kind}`]
  if (!found) throw new Error(`The schema has no resource ${kind}`)
  return found
}

/** The type of the package that a spec names, with its name. @param {TypeSpec} spec */
export function namedType({ $ref = "" }) {
  const token = $ref.replace("#/types/", "")
  const spec = schema.types[token]
  return spec ? { name: token.replace("scalebox:index:", ""), spec } : undefined
}

/** The texts and references that a text of YAML is made of. @param {string} text @returns {(string | Reference)[]} */
export function partsOf(text) {
  return text
    .split(/(\$\{[^}]*\})/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("${") ? reference(part.slice(2, -1)) : part))
}

/** @param {string} text such as `dev.sandboxIds[0]` @returns {Reference} */
function reference(text) {
  const [name = "", ...path] = text.split(/[.[\]]+/).filter((part) => part !== "")
  return { name, path: path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)) }
}

/** Names of the resources that others refer to. @param {Program} program */
export function referredTo({ resources, outputs }) {
  const text = JSON.stringify([resources.map(({ properties, options }) => [properties, options]), outputs])
  return new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name))
}

/** The resource that a reference names; undefined for a setting. @param {Program} program @param {Reference} reference */
export const resourceOf = ({ resources }, { name }) => resources.find((resource) => resource.name === name)
