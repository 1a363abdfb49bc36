import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./folders.mjs"

/** The first version in a text, such as "v3.250.0" or "go1.26.8", as numbers. @param {string} text */
export function parseVersion(text) {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)
  return found ? [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)] : undefined
}

/** Whether a text names a version that is the minimum or newer. @param {string} text @param {string} minimum */
export function isAtLeast(text, minimum) {
  const version = parseVersion(text)
  const least = parseVersion(minimum)
  if (!version || !least) return false
  const first = version.findIndex((part, index) => part !== least[index])
  return first === -1 || Number(version[first]) > Number(least[first])
}

/** @typedef {"pulumi-cli" | "pulumi-language-nodejs" | "pulumi-language-yaml" | "actionlint"} Module a folder of tools with a go.mod */

/**
 * What the go.mod of one of our tools pins.
 * @param {string} text of the go.mod
 * @returns {{ go: string, version: string }} the oldest Go that builds it, and the version of the tool without a "v"
 */
export function readGoMod(text) {
  const go = /^go (\S+)$/m.exec(text)?.[1]
  const version = /^require \S+ v(\S+)$/m.exec(text)?.[1]
  if (!go || !version) throw new Error("Cannot read the pinned version: go.mod has no line for it")
  return { go, version }
}

/** @param {Module} module */
export function pinned(module) {
  return readGoMod(readFileSync(join(root, "tools", module, "go.mod"), "utf8"))
}
