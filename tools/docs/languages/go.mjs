// Programs in Go, as the generated SDK wants them and gofmt leaves them.
import { lines } from "./layout.mjs"
import { namedType, partsOf, referredTo, resourceOf, schema, specOf } from "./program.mjs"

/** @typedef {import("./layout.mjs").Code} Code */
/** @typedef {import("./program.mjs").Program} Program */
/** @typedef {import("./program.mjs").Reference} Reference */
/** @typedef {import("./program.mjs").TypeSpec} TypeSpec */

const style = { indent: "\t", width: 100, isAligned: true }

/** As Pulumi derives it; without a repository it has a path of its own for packages that are generated locally. */
const importPath = `${(schema.repository ?? "https://example.com/pulumi-scalebox").replace("https://", "")}/sdk/go/scalebox`

/** @param {string} name */
const pascal = (name) => name.replace(/^./, (first) => first.toUpperCase())

/** @type {Record<string, string>} */
const plainTypes = { string: "String", integer: "Int", number: "Float64", boolean: "Bool" }

/** @param {Program} program @returns {string} */
export function go(program) {
  const used = referredTo(program)
  let isDeclared = false
  const statements = program.resources.flatMap(({ name, kind, properties, options }) => {
    const assignment = used.has(name) ? `${name}, err :=` : `_, err ${isDeclared ? "=" : ":="}`
    isDeclared = true
    const args = structOf(`${kind}Args`, properties, specOf(kind).inputProperties, program)
    const call = `${assignment} scalebox.New${kind}(ctx, ${JSON.stringify(name)}, `
    return [
      ...lines(call, args, `${optionsOf(options)})`, "\t", style),
      "\tif err != nil {",
      "\t\treturn err",
      "\t}",
    ]
  })
  const outputs = Object.entries(program.outputs).map(
    ([name, value]) => `\tctx.Export("${name}", ${textOf(value, program)})`,
  )
  const hasConfig = Object.keys(program.config).length > 0
  const body = [
    ...(hasConfig ? ['\tcfg := config.New(ctx, "")'] : []),
    ...statements,
    ...outputs,
    "\treturn nil",
  ]
  return [
    "package main",
    "",
    "import (",
    `\t"${importPath}"`,
    '\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"',
    ...(hasConfig ? ['\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"'] : []),
    ")",
    "",
    "func main() {",
    "\tpulumi.Run(func(ctx *pulumi.Context) error {",
    ...body.map((line) => `\t${line}`),
    "\t})",
    "}",
  ].join("\n")
}

/** @param {Record<string, string>} options */
const optionsOf = (options) =>
  Object.entries(options)
    .map(([name, value]) => `, pulumi.${pascal(name)}(${value.replace(/^\$\{(\w+)\}$/, "$1")})`)
    .join("")

/** @param {string} name @param {object} value @param {Record<string, TypeSpec>} properties @param {Program} program @returns {Code} */
function structOf(name, value, properties, program) {
  const items = Object.entries(value).map(([key, item]) => ({
    label: `${pascal(key)}: `,
    code: codeOf(item, properties[key] ?? {}, program),
  }))
  return items.length === 0 ? "nil" : { open: `&scalebox.${name}{`, items, close: "}", isLong: true }
}

/** @param {unknown} value @param {TypeSpec} spec @param {Program} program @returns {Code} */
function codeOf(value, spec, program) {
  const type = namedType(spec)
  const constant = type?.spec.enum?.find((one) => one.value === value)
  if (type && constant) return `scalebox.${type.name}${constant.name}`
  if (Array.isArray(value)) {
    const items = value.map((item) => ({ label: "", code: codeOf(item, spec.items ?? {}, program) }))
    return { open: `${listOf(spec.items ?? {})}{`, items, close: "}", isLong: true }
  }
  if (value !== null && typeof value === "object") {
    if (type) return structOf(`${type.name}Args`, value, type.spec.properties, program)
    const inner = spec.additionalProperties ?? {}
    const items = Object.entries(value).map(([key, item]) => ({
      label: `${JSON.stringify(key)}: `,
      code: codeOf(item, inner, program),
    }))
    return { open: `pulumi.${plainTypes[inner.type ?? ""]}Map{`, items, close: "}", isLong: true }
  }
  if (typeof value === "string" && value.includes("${")) return textOf(value, program)
  return `pulumi.${plainTypes[spec.type ?? ""]}(${JSON.stringify(value)})`
}

/** @param {TypeSpec} items */
function listOf(items) {
  const type = namedType(items)
  return type ? `scalebox.${type.name}Array` : `pulumi.${plainTypes[items.type ?? ""]}Array`
}

/** @param {string} text @param {Program} program */
function textOf(text, program) {
  const parts = partsOf(text)
  const [only] = parts
  if (parts.length === 1 && only && typeof only !== "string") return referred(only, program)
  const format = parts.map((part) => (typeof part === "string" ? part.replaceAll("%", "%%") : "%s")).join("")
  const values = parts.flatMap((part) => (typeof part === "string" ? [] : [elem(part, program)]))
  return `pulumi.Sprintf(${[JSON.stringify(format), ...values].join(", ")})`
}

/** @param {Reference} reference @param {Program} program */
function referred(reference, program) {
  if (!resourceOf(program, reference)) {
    return `cfg.Require${program.config[reference.name]?.secret ? "Secret" : ""}(${JSON.stringify(reference.name)})`
  }
  const path = reference.path.map((step, index) => {
    if (typeof step === "number") return `.Index(pulumi.Int(${step}))`
    // What is inside an output is a method of it.
    return step === "id" ? ".ID()" : `.${pascal(step)}${index > 0 ? "()" : ""}`
  })
  return `${reference.name}${path.join("")}`
}

/** What may be missing is a pointer, which a format would print as one. @param {Reference} reference @param {Program} program */
function elem(reference, program) {
  const [property = ""] = reference.path
  const resource = resourceOf(program, reference)
  const isAlways =
    !resource || property === "id" || specOf(resource.kind).required?.includes(String(property))
  return `${referred(reference, program)}${isAlways ? "" : ".Elem()"}`
}
