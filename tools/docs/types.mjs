// What the sources say of a type: its properties, each with its comment, so that the pages repeat nothing by hand.
import ts from "typescript"
import {
  checker,
  commentOf,
  declarationOf,
  exported,
  exportsOf,
  isOptional,
  literals,
  partsOf,
} from "./source.mjs"

/** @typedef {{ name: string, optional: boolean, type: string, text: string }} Property `type` is Markdown */
/** @typedef {{ name: string, text: string, args: string | undefined, result: string }} FunctionFacts */

/** The comment of something exported, its example left out. @param {string} file @param {string} name */
export const comment = (file, name) => commentOf(exported(file, name)).replace(/\s*```.*/, "")

/** Names of the interfaces that pages describe in tables of their own, by the module that holds them. @type {Record<string, string>} */
export const described = {
  ObjectStorageMount: "contract/object-storage",
  PortConfig: "contract/port",
  Port: "contract/port",
  PortList: "contract/port",
  Locality: "contract/region",
  Region: "contract/region",
  NetworkProxy: "contract/sandbox-details",
  NetworkProxyConfigs: "contract/sandbox-details",
  SandboxResources: "resources/sandbox/outputs",
  PoolSandbox: "resources/sandbox-pool/outputs",
  SandboxInfo: "functions/shown",
  SandboxSecrets: "functions/shown",
  ObjectStorageInfo: "contract/object-storage",
  SandboxMetrics: "contract/metrics",
  SandboxMetricsChart: "contract/metrics",
  MetricsPoint: "contract/metrics",
  SandboxStats: "contract/stats",
  TemplateDetails: "contract/template",
  TurnServer: "functions/get-turn-credential",
  TurnCredential: "contract/turn",
}

/** What is said more plainly in words. @type {Record<string, string>} */
const words = {
  SandboxReference: "a Sandbox, or the id of one",
  Time: "`Date \\| string \\| number`",
  Ports: "`DevPort` by name",
  WholeNumber: "`number`",
}

/** @param {ts.TypeNode} node @returns {string} */
function typeText(node) {
  const text = partsOf(node)
    .map((part) => part.getText())
    .join(" | ")
  const word = words[text]
  if (word) return word
  const [only] = ts.isUnionTypeNode(node) ? node.types : [node]
  if (only && ts.isMappedTypeNode(only)) return `\`${only.type?.getText()}\` by name`
  if (only && ts.isTypeLiteralNode(only)) {
    return `an object of ${only.members.map((member) => `\`${member.name?.getText()}\``).join(", ")}`
  }
  const values = literals(node)
  if (values) return values.map((value) => `\`${value}\``).join(", ")
  const code = `\`${text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|")}\``
  const linked = Object.keys(described).find((name) => new RegExp(`\\b${name}\\b`).test(text))
  return linked ? `[${code}](#${linked.toLowerCase()})` : code
}

/** The properties of something exported, in the order of their declaration. @param {string} file @param {string} name */
export function properties(file, name) {
  const type = checker.getDeclaredTypeOfSymbol(exported(file, name))
  return checker.getPropertiesOfType(type).flatMap((symbol) => propertyOf(symbol) ?? [])
}

/** @param {ts.Symbol} symbol @returns {Property | undefined} */
function propertyOf(symbol) {
  const declaration = declarationOf(symbol)
  if (!declaration?.type) return undefined
  return {
    name: symbol.name,
    optional: isOptional(symbol, declaration.type),
    type: typeText(declaration.type),
    text: commentOf(symbol),
  }
}

/** Names of the properties that an interface declares itself, without those that it inherits. @param {string} file @param {string} name */
export function ownNames(file, name) {
  const declaration = exported(file, name).declarations?.find(ts.isInterfaceDeclaration)
  return (declaration?.members ?? []).map((member) => member.name?.getText())
}

/** Every function that programs can call, by its plain name. @returns {FunctionFacts[]} */
export function functions() {
  return exportsOf("index")
    .filter(({ name }) => /^get[A-Z]/.test(name) && !name.endsWith("Output"))
    .map((alias) => {
      const found = checker.getAliasedSymbol(alias)
      const declaration = found.declarations?.find(ts.isFunctionDeclaration)
      if (!declaration?.type) throw new Error(`${alias.name} states no type of its result`)
      const args = declaration.parameters[0]?.type?.getText()
      const result = declaration.type.getText().replace(/^Promise<(.*)>$/s, "$1")
      return {
        name: alias.name,
        text: commentOf(found),
        args: args?.startsWith("Get") ? args : undefined,
        result,
      }
    })
}
