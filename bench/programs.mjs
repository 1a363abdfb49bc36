import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { stringify } from "yaml"
import { root } from "../tools/folders.mjs"

/** @typedef {import("./options.mjs").Contestant} Contestant */
/** @typedef {{ count: number, timeout: number }} Wanted how many sandboxes, and their timeout in seconds */

const { version } = JSON.parse(readFileSync(join(root, "provider", "package.json"), "utf8"))

/** Where the engine finds the plugin; with a version it keeps the schema, as with an installed one. */
const plugins = {
  providers: [{ name: "scalebox", path: join(root, "provider", "dist", "plugin"), version }],
}

/** Folders of programs beside this file; a start is the smallest program of its language. @type {Partial<Record<Contestant, string>>} */
const folders = { start: "floor" }

/** @param {Contestant} contestant */
export const isYaml = (contestant) => contestant === "yaml" || contestant === "yaml-start"

/** Writes the project of a contestant. @param {Contestant} contestant @param {string} folder */
export function writeProject(contestant, folder) {
  if (isYaml(contestant)) return
  cpSync(join(root, "bench", folders[contestant] ?? contestant), folder, { recursive: true })
  const project = {
    name: "bench",
    runtime: { name: "nodejs", options: { typescript: false } },
    main: "index.js",
    ...(contestant === "native" && { plugins }),
  }
  writeFileSync(join(folder, "Pulumi.yaml"), stringify(project))
  writeFileSync(join(folder, "package.json"), '{"name": "bench"}')
}

/** Writes what a YAML program declares, which knows no environment. @param {Contestant} contestant @param {string} folder @param {Wanted} wanted */
export function writeYaml(contestant, folder, { count, timeout }) {
  if (!isYaml(contestant)) return
  const names = Array.from({ length: contestant === "yaml" ? count : 0 }, (_, i) => `s${i}`)
  const resources = Object.fromEntries(
    names.map((name) => [name, { type: "scalebox:Sandbox", properties: { timeout } }]),
  )
  const project = { name: "bench", runtime: "yaml", ...(contestant === "yaml" && { plugins, resources }) }
  writeFileSync(join(folder, "Pulumi.yaml"), stringify(project))
}
