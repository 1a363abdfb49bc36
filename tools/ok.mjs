import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "./folders.mjs"
import { runJest, summary } from "./jest/run.mjs"
import { main } from "./main.mjs"
import { npm } from "./npm.mjs"
import { runNode } from "./run.mjs"
import { checkWorkflows } from "./workflows.mjs"
import { ensureBuilt, ensureInstalled } from "./workspace.mjs"

/** @typedef {{ code: number, output: string, note?: string }} Outcome `note` is printed beside the step's name */

/** @param {string} path inside node_modules @param {string[]} args */
const tool = (path, ...args) => runNode([join("node_modules", path), ...args])

/** @type {[string, () => Promise<Outcome>][]} */
const checks = [
  ["lint", () => tool("@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "--colors=off")],
  [
    "import rules",
    () =>
      tool("dependency-cruiser/bin/dependency-cruise.mjs", "provider/src", "emulator/src", "provider/dist"),
  ],
  ["types", () => tool("typescript/bin/tsc", "-b", ".", "tools", "emulator/src/page")],
  ["lock file", checkLockFile],
  ["workflows", () => checkWorkflows()],
  ["tests", testUnitAndContract],
]

async function testUnitAndContract() {
  const { counts, ...outcome } = await runJest(["--selectProjects", "unit", "contract", "protocol"], {
    show: false,
  })
  return { ...outcome, note: summary(counts) }
}

/** Whether a fresh clone can be installed, and from whatever registry: npm writes the addresses of the one it used into the file. */
async function checkLockFile() {
  const lines = (await readFile(join(root, "package-lock.json"), "utf8")).split("\n")
  const found = lines.filter((line) => /"resolved": "https?:/.test(line))
  const fix = "npm install --package-lock-only --omit-lockfile-registry-resolved"
  if (found.length > 0) return { code: 1, output: `${found.length} addresses of a registry: run ${fix}` }
  return npm(["ci", "--dry-run", "--loglevel=error", "--no-audit"])
}

/**
 * Runs a step and prints its one line, with the whole output when it failed.
 * @param {string} name @param {() => Promise<Outcome | void>} work @returns {Promise<boolean>} whether all is well
 */
async function step(name, work) {
  const started = Date.now()
  const { code, output, note } = (await work()) ?? { code: 0, output: "" }
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`
  console.log(
    `${code === 0 ? "ok  " : "FAIL"}  ${name.padEnd(12)}  ${seconds.padStart(7)}${note ? `  ${note}` : ""}`,
  )
  if (code !== 0) console.log(output)
  return code === 0
}

await main(async () => {
  await step("install", ensureInstalled)
  await step("build", ensureBuilt)
  const results = await Promise.all(checks.map(([name, work]) => step(name, work)))
  return results.every(Boolean) ? 0 : 1
})
