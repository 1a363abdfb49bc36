// Writes the package schema of the plugin from contract, doc comments and the facts of the resources.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { origin, repositoryOf } from "../../provider/schema.mjs"
import { root } from "../folders.mjs"
import { configuration } from "./configuration.mjs"
import { functions } from "./functions.mjs"
import { resources } from "./resources.mjs"
import { Types } from "./types.mjs"

export const file = join(root, "provider", "src", "faces", "plugin", "schema.json")

/** What the generated SDKs need to be told. TypeScript has classes written by hand. */
const language = {
  nodejs: { packageName: "pulumi-scalebox/native", respectSchemaVersion: true },
  python: { respectSchemaVersion: true, pyproject: { enabled: true } },
  go: { generateResourceContainerTypes: true, respectSchemaVersion: true },
  csharp: { namespaces: { scalebox: "ScaleBox" }, respectSchemaVersion: true },
  java: { buildFiles: "gradle" },
}

/** The text of the schema. Its version is that of the package, filled in by the build. */
export function schema() {
  const manifest = JSON.parse(readFileSync(join(root, "provider", "package.json"), "utf8"))
  const types = new Types()
  const content = {
    name: "scalebox",
    displayName: "ScaleBox",
    description: manifest.description,
    keywords: [...manifest.keywords, "category/cloud", "kind/native"],
    homepage: "https://scalebox.dev",
    license: manifest.license,
    publisher: "ScaleBox",
    ...origin(repositoryOf(manifest)),
    ...configuration(types),
    resources: resources(types),
    functions: functions(types),
    types: types.specs,
    language,
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(file, schema())
