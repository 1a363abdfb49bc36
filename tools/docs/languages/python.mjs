// Programs in Python, as the generated SDK wants them.
import { lines } from "./layout.mjs"
import { namedType, partsOf, referredTo, resourceOf, specOf } from "./program.mjs"

/** @typedef {import("./layout.mjs").Code} Code */
/** @typedef {import("./program.mjs").Program} Program */
/** @typedef {import("./program.mjs").TypeSpec} TypeSpec */

const style = { indent: "    ", width: 100 }

/** `envVars` as `env_vars`. @param {string} name */
const snake = (name) => name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, "_$&").toLowerCase()

/** @param {Program} program @returns {string} */
export function python(program) {
  const used = referredTo(program)
  const statements = program.resources.map(({ name, kind, properties, options }) => {
    const { inputProperties } = specOf(kind)
    const args = Object.entries(properties).map(([key, value]) => ({
      label: `${snake(key)}=`,
      code: codeOf(value, inputProperties[key] ?? {}, program),
    }))
    const call = {
      open: `scalebox.${kind}(`,
      items: [{ label: "", code: JSON.stringify(name) }, ...args, ...optionsOf(options)],
      close: ")",
    }
    return lines(used.has(name) ? `${snake(name)} = ` : "", call, "", "", style).join("\n")
  })
  const outputs = Object.entries(program.outputs).map(
    ([name, value]) => `pulumi.export("${name}", ${textOf(value, program)})`,
  )
  const needsPulumi = [...statements, ...outputs].some((text) => text.includes("pulumi."))
  const hasConfig = Object.keys(program.config).length > 0
  return [
    [...(needsPulumi || hasConfig ? ["import pulumi"] : []), "import pulumi_scalebox as scalebox"].join("\n"),
    ...(hasConfig ? ["config = pulumi.Config()"] : []),
    statements.join("\n"),
    ...(outputs.length > 0 ? [outputs.join("\n")] : []),
  ].join("\n\n")
}

/** @param {Record<string, string>} options */
function optionsOf(options) {
  const items = Object.entries(options).map(([name, value]) => ({
    label: `${snake(name)}=`,
    code: value.replace(/^\$\{(\w+)\}$/, (_, resource) => snake(resource)),
  }))
  return items.length > 0
    ? [{ label: "opts=", code: { open: "pulumi.ResourceOptions(", items, close: ")" } }]
    : []
}

/** @param {unknown} value @param {TypeSpec} spec @param {Program} program @returns {Code} */
function codeOf(value, spec, program) {
  const type = namedType(spec)
  if (type?.spec.enum)
    return `scalebox.${type.name}.${snake(String(value)).toUpperCase().replaceAll("-", "_")}`
  if (typeof value === "string") return textOf(value, program)
  if (typeof value === "boolean") return value ? "True" : "False"
  if (value === null || typeof value !== "object") return String(value)
  if (Array.isArray(value)) {
    const items = value.map((item) => ({ label: "", code: codeOf(item, spec.items ?? {}, program) }))
    return { open: "[", items, close: "]" }
  }
  const items = Object.entries(value).map(([key, item]) => ({
    label: type ? `${snake(key)}=` : `${JSON.stringify(key)}: `,
    code: codeOf(item, type?.spec.properties[key] ?? spec.additionalProperties ?? {}, program),
  }))
  return type ? { open: `scalebox.${type.name}Args(`, items, close: ")" } : { open: "{", items, close: "}" }
}

/** @param {string} text @param {Program} program */
function textOf(text, program) {
  const parts = partsOf(text)
  const values = parts.flatMap((part) => (typeof part === "string" ? [] : [referred(part, program)]))
  if (values.length === 0) return JSON.stringify(text)
  if (parts.length === 1) return values.join()
  let count = 0
  const format = parts.map((part) => (typeof part === "string" ? part : `{${count++}}`)).join("")
  return `pulumi.Output.format(${[JSON.stringify(format), ...values].join(", ")})`
}

/** @param {import("./program.mjs").Reference} reference @param {Program} program */
function referred(reference, program) {
  if (!resourceOf(program, reference)) {
    const get = program.config[reference.name]?.secret ? "require_secret" : "require"
    return `config.${get}(${JSON.stringify(reference.name)})`
  }
  const path = reference.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${snake(step)}`))
  return snake(reference.name) + path.join("")
}
