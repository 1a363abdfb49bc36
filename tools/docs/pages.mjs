// Fills the tables of the pages in docs from the sources. A table is between `<!-- inputs: Sandbox -->` and `<!-- end -->`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "../folders.mjs"
import { folded, programs } from "./examples.mjs"
import { kebab } from "./names.mjs"
import { comment, described, functions, ownNames, properties } from "./types.mjs"

/** @typedef {import("./types.mjs").Property} Property */

const folder = join(root, "docs")
const schemaFile = join(root, "provider", "src", "faces", "plugin", "schema.json")

/** What a change leads to, in words. @type {Record<string, string>} */
const effectWords = {
  replace: "replaces",
  update: "in place",
  scale: "in place: makes more, or deletes those with the highest index",
  extend: "longer: in place; shorter: replaces",
  keep: "nothing",
}

/** Inputs that the schema, and with it every other language, spells in another way. @type {Record<string, string>} */
const elsewhere = {
  sandbox: "in other languages `sandboxId`, its id",
  objectStorage: "in other languages always a list",
}

/** The inputs of a resource in the order of its table of changes, each with the effect of a change. @param {string} resource */
function inputsOf(resource) {
  const file = join(root, "provider", "dist", "resources", kebab(resource), "changes.js")
  /** @type {{ effects?: Record<string, string>, inputNames: string[] }} */
  const { effects, inputNames } = createRequire(import.meta.url)(file)
  /** Programs name the sandbox that a resource belongs to `sandbox`; its id is the input. @param {string} name */
  const input = (name) => (name === "sandbox" ? "sandboxId" : name)
  const list = properties(resourceFile(resource), `${resource}Args`).map((property) => {
    const words = elsewhere[property.name]
    return words ? { ...property, text: `${cell(property.text)}; ${words}` } : property
  })
  return {
    list: list.sort((a, b) => inputNames.indexOf(input(a.name)) - inputNames.indexOf(input(b.name))),
    // If there is no table of effects, every change replaces.
    /** @param {string} name */
    effect: (name) => effectWords[effects?.[input(name)] ?? "replace"] ?? "",
  }
}

/** @param {string[]} head @param {string[][]} rows */
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")

/** @param {string} text */
const cell = (text) => text.replaceAll("|", "\\|").replace(/\.$/, "")

/** @param {string} first @param {Property[]} list @param {{ marks?: boolean, effect?: (name: string) => string }} [options] */
function describe(first, list, { marks = false, effect } = {}) {
  const head = [first, "type", "meaning", ...(effect ? ["a change"] : [])]
  const rows = list.map(({ name, optional, type, text }) => [
    `\`${name}\`${marks && !optional ? " (required)" : ""}`,
    type,
    cell(text),
    ...(effect ? [effect(name)] : []),
  ])
  return table(head, rows)
}

/** @param {string} name */
const resourceFile = (name) => `faces/program/${kebab(name)}`

/** The interface that a function takes. @param {string} args */
const argsFile = (args) => `functions/${kebab(args.replace(/Args$/, ""))}`

const component = "components/dev-environment"

/** What can be in a marker, and the text that belongs there. @type {Record<string, (name: string) => string>} */
const contents = {
  inputs: (name) => {
    const { list, effect } = inputsOf(name)
    return describe("input", list, { marks: true, effect })
  },
  outputs: (name) => describe("output", properties(`resources/${kebab(name)}/outputs`, `${name}Outputs`)),
  component: (name) => {
    const own = ownNames(component, `${name}Args`)
    const list = properties(component, `${name}Args`).filter((property) => own.includes(property.name))
    return describe("input", list, { marks: true })
  },
  properties: (name) => describe("output", properties(component, name)),
  type: (name) =>
    `${comment(described[name] ?? "", name)}\n\n${describe("property", properties(described[name] ?? "", name), { marks: true })}`,
  function: (name) => functionText(name),
  configuration: () => configurationTable(),
  settings: () => settingsList(),
  languages: folded,
  ...programs,
}

/** The settings as the page of the registry wants them. */
function settingsList() {
  const { variables } = JSON.parse(readFileSync(schemaFile, "utf8")).config
  return Object.keys(variables)
    .map((name) => {
      const { description, secret } = variables[name]
      return `- \`${name}\` (Optional${secret ? ", Secret" : ""}) - ${description}`
    })
    .join("\n")
}

/** @param {string} name */
function functionText(name) {
  const found = functions().find((entry) => entry.name === name)
  if (!found) throw new Error(`There is no function ${name}`)
  const inner = found.result.replace(/\[\]$/, "")
  const result =
    inner === found.result
      ? `[\`${inner}\`](#${inner.toLowerCase()})`
      : `a list of [\`${inner}\`](#${inner.toLowerCase()})`
  const args = found.args
    ? describe("argument", properties(argsFile(found.args), found.args), { marks: true })
    : "It takes no arguments."
  return `${found.text}\n\n${args}\n\nGives ${result}.`
}

function configurationTable() {
  /** @type {{ environment: Record<string, string> }} */
  const { environment } = createRequire(import.meta.url)(
    join(root, "provider", "dist", "client", "configuration.js"),
  )
  const rows = properties("client/configuration", "Configuration").map(({ name, text }) => [
    `\`scalebox:${name}\``,
    environment[name] ? `\`${environment[name]}\`` : "",
    cell(text),
  ])
  return table(["stack configuration", "environment", "meaning"], rows)
}

const marked = /(<!-- (\w+): ?(\w*) -->\n)[\s\S]*?(<!-- end -->)/g

/** @param {string} text */
const marksOf = (text) => [...text.matchAll(marked)].map((match) => `${match[2]} ${match[3]}`.trim())

/** @typedef {{ name: string, text: string }} Page */

/** Links to the tables of types, which may be in another page. @param {string} text @param {Page[]} all */
function linked(text, all) {
  const own = marksOf(text)
  return Object.keys(described).reduce((result, type) => {
    if (own.includes(`type ${type}`)) return result
    const home = all.find((page) => marksOf(page.text).includes(`type ${type}`))?.name ?? ""
    return result.replaceAll(`](#${type.toLowerCase()})`, `](${home}#${type.toLowerCase()})`)
  }, text)
}

/** A page with every marked part written again. @param {string} text */
const filled = (text) =>
  text.replaceAll(marked, (_, begin, kind, name, end) => {
    const content = contents[kind]
    if (!content) throw new Error(`Nothing can be said of "${kind}"`)
    return `${begin}\n${content(name)}\n\n${end}`
  })

/** Every page with marked parts: as it is, and as it should be. */
export function pages() {
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }))
    .filter(({ text }) => text.includes("<!-- end -->"))
    // If several pages describe a type, that of Sandbox is the one to link to.
    .sort((a, b) => Number(b.name === "sandbox.md") - Number(a.name === "sandbox.md"))
  return all.map(({ name, text }) => ({
    name,
    text,
    wanted: linked(filled(text), all),
    marks: marksOf(text),
  }))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const { name, wanted } of pages()) writeFileSync(join(folder, name), wanted)
}
