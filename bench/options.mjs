import { parseArgs } from "node:util"

export const contestants = /** @type {const} */ ([
  "scalebox",
  "native",
  "yaml",
  "pool",
  "naive",
  "floor",
  "same-state",
  "start",
  "yaml-start",
  "api",
])
export const phases = /** @type {const} */ (["up", "preview", "up again", "refresh", "extend", "destroy"])

/** @typedef {typeof contestants[number]} Contestant */
/** @typedef {typeof phases[number]} Phase */
/** @typedef {{ bootMs: number, latencyMs: number, rateLimit: number, parallel: number }} Scenario `parallel` is PULUMI_PARALLEL; 0 leaves the engine's default */
/** @typedef {{ sizes: number[], repeat: number, scenario: Scenario, only: Contestant[] }} Options */

const help = `Usage: npm run bench -- [options]

Runs the real engine against the emulator and measures this provider beside others.

Options:
  --sizes LIST         numbers of sandboxes (default 50,200)
  --repeat NUMBER      runs of each, of which the median counts (default 3)
  --boot-ms NUMBER     milliseconds until a sandbox runs (default 0)
  --latency-ms NUMBER  milliseconds before each answer (default 5)
  --rate-limit NUMBER  requests a second, 0 is no limit (default 0)
  --parallel NUMBER    PULUMI_PARALLEL, 0 is the engine's default (default 0)
  --only LIST          of ${contestants.join(", ")} (default all)
  --help               show this text`

const text = /** @type {const} */ ({ type: "string" })

/**
 * @param {string[]} args
 * @returns {Options | undefined} undefined where only the help was asked for
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { ...text, default: "50,200" },
      repeat: { ...text, default: "3" },
      "boot-ms": { ...text, default: "0" },
      "latency-ms": { ...text, default: "5" },
      "rate-limit": { ...text, default: "0" },
      parallel: { ...text, default: "0" },
      only: { ...text, default: contestants.join(",") },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return undefined
  }
  return {
    sizes: values.sizes.split(",").map((size) => whole("--sizes", size, 1)),
    repeat: whole("--repeat", values.repeat, 1),
    scenario: {
      bootMs: whole("--boot-ms", values["boot-ms"]),
      latencyMs: whole("--latency-ms", values["latency-ms"]),
      rateLimit: whole("--rate-limit", values["rate-limit"]),
      parallel: whole("--parallel", values.parallel),
    },
    only: values.only.split(",").map(contestant),
  }
}

/** @param {string} flag @param {string} value */
function whole(flag, value, least = 0) {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= least))
    throw new Error(`${flag} must be a whole number of at least ${least}, got "${value}"`)
  return number
}

/** @param {string} name */
function contestant(name) {
  const found = contestants.find((known) => known === name)
  if (!found) throw new Error(`--only must be some of ${contestants.join(", ")}, got "${name}"`)
  return found
}
