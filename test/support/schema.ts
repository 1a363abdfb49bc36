import { readFileSync } from "node:fs"
import { join } from "node:path"

export interface TypeSpec {
  type?: string
  items?: TypeSpec
  additionalProperties?: TypeSpec
  $ref?: string
}

export interface PropertySpec extends TypeSpec {
  description: string
  secret?: boolean
  willReplaceOnChanges?: boolean
  language?: object
}

export interface ObjectSpec {
  description: string
  properties: Record<string, PropertySpec>
  required?: string[]
  enum?: { name: string; value: string }[]
}

export interface ResourceSpec extends ObjectSpec {
  inputProperties: Record<string, PropertySpec>
  requiredInputs: string[]
  listInputs: ObjectSpec
  aliases: { type: string }[]
}

/** What Pulumi calls a package schema, as far as tests look at it. */
export interface PackageSchema {
  name: string
  displayName: string
  description: string
  keywords: string[]
  publisher: string
  config: { variables: Record<string, PropertySpec> }
  provider: { description: string; inputProperties: Record<string, PropertySpec> }
  resources: Record<string, ResourceSpec>
  functions: Record<string, { description: string; inputs: ObjectSpec; outputs: ObjectSpec }>
  types: Record<string, ObjectSpec>
  language: Record<string, { packageName?: string }>
}

export const schemaFile = join(__dirname, "..", "..", "provider", "src", "faces", "plugin", "schema.json")

/** The schema of the plugin, as `npm run schema` has written it. */
export const readSchema = (): PackageSchema => JSON.parse(readFileSync(schemaFile, "utf8"))
