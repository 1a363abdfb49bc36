import { readFileSync } from "node:fs"
import os from "node:os"
import { join } from "node:path"
import { ensureEngine, withEngine } from "../tools/engine/ensure.mjs"
import { ensureYamlHost } from "../tools/engine/yaml-host.mjs"
import { root } from "../tools/folders.mjs"
import { main } from "../tools/main.mjs"
import { ensureBuilt, ensureInstalled } from "../tools/workspace.mjs"
import { startServer } from "./emulator.mjs"
import { measure } from "./measure.mjs"
import { readOptions } from "./options.mjs"
import { keepReport, writePages } from "./page.mjs"
import { isYaml } from "./programs.mjs"
import { medianOf, sizeText } from "./summary.mjs"

/** @typedef {import("./options.mjs").Contestant} Contestant */
/** @typedef {import("./options.mjs").Options} Options */
/** @typedef {import("./measure.mjs").Result} Result */
/** @typedef {import("./summary.mjs").Size} Size */

await main(async () => {
  const options = readOptions(process.argv.slice(2))
  if (!options) return
  await ensureInstalled()
  await ensureBuilt()
  const engine = await prepared(options)
  const env = cleanEnvironment(withEngine(engine), options)
  const server = await startServer(options.scenario)
  /** @type {Size[]} */
  const sizes = []
  try {
    for (const count of options.sizes) {
      const size = await measureSize(count, options, server, env)
      console.log(`\n${sizeText(size)}`)
      sizes.push(size)
    }
  } finally {
    await server.close()
  }
  const { repeat, scenario, only } = options
  const date = new Date().toISOString().slice(0, 10)
  keepReport({ date, machine: machine(), versions: versions(engine.version), repeat, scenario, only, sizes })
  writePages()
  console.log("Wrote bench/results, bench/RESULTS.md and docs/performance.md")
})

/** The language host of YAML programs is built only if there are such programs. @param {Options} options */
async function prepared({ only }) {
  const engine = await ensureEngine()
  return only.some(isYaml) ? ensureYamlHost(engine) : engine
}

/**
 * Contestants take turns, so that a slow minute of the machine does not hit one alone.
 * @param {number} count @param {Options} options @param {import("./emulator.mjs").Server} server
 * @param {NodeJS.ProcessEnv} env @returns {Promise<Size>}
 */
async function measureSize(count, { repeat, only }, server, env) {
  /** @type {Map<Contestant, Result[]>} */
  const results = new Map(only.map((contestant) => [contestant, []]))
  for (let turn = 1; turn <= repeat; turn += 1) {
    for (const [contestant, measured] of results) {
      const result = await measure(contestant, count, server, env)
      measured.push(result)
      console.log(`${count} sandboxes, ${turn} of ${repeat}, ${contestant}: ${brief(result)}`)
    }
  }
  const medians = [...results].map(([contestant, measured]) => [contestant, medianOf(measured)])
  return { count, medians: Object.fromEntries(medians) }
}

/** @param {Result} result */
function brief({ phases, failure }) {
  const times = Object.entries(phases).map(([phase, { seconds }]) => `${phase} ${seconds.toFixed(1)} s`)
  return [...times, ...(failure ? [failure] : [])].join(", ")
}

/** Without settings of the user that would change what the engine or a program does. @param {NodeJS.ProcessEnv} env @param {Options} options */
function cleanEnvironment(env, { scenario: { parallel } }) {
  const kept = Object.entries(env).filter(([name]) => !/^(PULUMI|SCALEBOX)_/.test(name))
  return { ...Object.fromEntries(kept), ...(parallel > 0 ? { PULUMI_PARALLEL: String(parallel) } : {}) }
}

function machine() {
  const cpus = os.cpus()
  const memory = Math.round(os.totalmem() / 2 ** 30)
  return `${cpus.length} cores (${cpus[0]?.model.trim() || "unknown model"}), ${memory} GiB of memory, ${os.type()} ${os.arch()}`
}

/** @param {string} engine */
function versions(engine) {
  /** @param {string} path */
  const versionIn = (path) => JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")).version
  return `Pulumi ${engine}, @pulumi/pulumi ${versionIn("node_modules/@pulumi/pulumi")}, pulumi-scalebox ${versionIn("provider")}, Node.js ${process.versions.node}`
}
