import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"

// From the public repository scalebox-dev/scalebox-sdk-js (spec/openapi/openapi.yaml), under the license beside it.
const file = join(__dirname, "..", "fixtures", "openapi", "scalebox-openapi.yaml")

/** The part of OpenAPI 3.0 that the vendor's description uses of a schema. */
interface Schema {
  $ref?: string
  type?: string
  nullable?: boolean
  enum?: unknown[]
  required?: string[]
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  items?: Schema
  allOf?: Schema[]
  oneOf?: Schema[]
  anyOf?: Schema[]
}

interface Description {
  paths: Record<
    string,
    Record<string, { responses?: Record<string, { content?: Record<string, { schema?: Schema }> }> }>
  >
  components: { schemas: Record<string, Schema> }
}

const description = parse(readFileSync(file, "utf8")) as Description

const types: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  array: Array.isArray,
  object: (value) => typeof value === "object" && !Array.isArray(value),
}

/** The reference has this protocol, the description not yet. */
const newer = "WEBRTC"

/** What of a value the schema does not allow: `data.reason: null`. */
function faultsIn(value: unknown, schema: Schema, path: string): string[] {
  if (schema.$ref) {
    const named = description.components.schemas[schema.$ref.split("/").at(-1) ?? ""]
    return named ? faultsIn(value, named, path) : [`${path}: no schema ${schema.$ref}`]
  }
  if (value === null) return schema.nullable || !isSaid(schema) ? [] : [`${path}: null`]
  const choices = schema.oneOf ?? schema.anyOf
  if (choices?.every((one) => faultsIn(value, one, path).length > 0)) return [`${path}: none of the choices`]
  const inherited = (schema.allOf ?? []).flatMap((one) => faultsIn(value, one, path))
  if (schema.type && !types[schema.type]?.(value)) return [`${path}: no ${schema.type}`]
  if (schema.enum && !schema.enum.includes(value) && value !== newer)
    return [`${path}: not in the list of values`]
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      schema.items ? faultsIn(item, schema.items, `${path}[${index}]`) : [],
    )
  }
  if (typeof value !== "object") return inherited
  const missing = (schema.required ?? []).filter((key) => !(key in (value as object)))
  const { additionalProperties: others } = schema
  return [
    ...inherited,
    ...missing.map((key) => `${path}.${key}: missing`),
    ...Object.entries(value as object).flatMap(([key, item]) => {
      const known = schema.properties?.[key] ?? (typeof others === "object" ? others : undefined)
      return known ? faultsIn(item, known, `${path}.${key}`) : []
    }),
  ]
}

/** Whether a schema says anything of the type. */
const isSaid = ({ type, oneOf, anyOf, allOf }: Schema) => Boolean(type ?? oneOf ?? anyOf ?? allOf)

const patterns = Object.keys(description.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
}))

/** What of an answer the vendor's description does not allow; empty for calls and statuses that it does not describe. */
export function vendorFaults(method: string, url: string, status: number, body: unknown): string[] {
  const path = url.split("?", 1)[0] ?? ""
  // A path without parameters is meant by itself, also if it fits one with them.
  const found =
    patterns.find((one) => one.path === path) ?? patterns.find(({ pattern }) => pattern.test(path))
  const responses = description.paths[found?.path ?? ""]?.[method.toLowerCase()]?.responses
  const schema = responses?.[status]?.content?.["application/json"]?.schema
  return schema ? faultsIn(body, schema, "").map((fault) => `${method} ${found?.path}${fault}`) : []
}
