import { contestants, phases } from "./options.mjs"

/** @typedef {import("./options.mjs").Contestant} Contestant */
/** @typedef {import("./options.mjs").Scenario} Scenario */
/** @typedef {import("./options.mjs").Phase} Phase */
/** @typedef {import("./measure.mjs").Result} Result */
/** @typedef {{ phases: Partial<Record<Phase, { seconds: number, calls: number }>>, stateBytes?: number, memory?: number, failure?: string }} Median */
/** @typedef {{ count: number, medians: Partial<Record<Contestant, Median>> }} Size */
/** @typedef {{ date: string, machine: string, versions: string, repeat: number, scenario: Scenario, only: Contestant[], sizes: Size[] }} Report */

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}

/** Figures that every repetition has, each as its median. @param {Result[]} results @returns {Median} */
export function medianOf(results) {
  /** @type {Median} */
  const summary = { phases: {} }
  for (const phase of phases) {
    const figures = results.flatMap((result) => result.phases[phase] ?? [])
    if (figures.length < results.length) continue
    summary.phases[phase] = {
      seconds: median(figures.map(({ seconds }) => seconds)),
      calls: median(figures.map(({ calls }) => calls)),
    }
  }
  const peaks = results.map((result) =>
    Math.max(0, ...Object.values(result.phases).map(({ memory = 0 }) => memory)),
  )
  if (peaks.every((peak) => peak > 0)) summary.memory = median(peaks)
  const bytes = results.flatMap(({ stateBytes }) => stateBytes ?? [])
  if (bytes.length > 0) summary.stateBytes = median(bytes)
  const failure = results.find((result) => result.failure)?.failure
  if (failure) summary.failure = failure
  return summary
}

/** @type {Record<Contestant, string>} */
const titles = {
  scalebox: "dynamic",
  native: "native",
  yaml: "YAML",
  pool: "pool",
  naive: "naive",
  floor: "engine floor",
  "same-state": "floor with our state",
  start: "engine start",
  "yaml-start": "YAML start",
  api: "API floor",
}

/** Seconds of all phases; undefined where one is missing. @param {Median | undefined} median */
function total(median) {
  const seconds = phases.map((phase) => median?.phases[phase]?.seconds ?? Number.NaN)
  const sum = seconds.reduce((all, one) => all + one, 0)
  return Number.isNaN(sum) ? undefined : sum
}

/** @param {number | undefined} value */
const fixed = (value, digits = 1) => (value === undefined ? "-" : value.toFixed(digits))

/** @param {number | undefined} a @param {number | undefined} b */
const ratio = (a, b) => fixed(a !== undefined && b !== undefined ? a / b : undefined, 2)

/** @typedef {(contestant: Contestant) => number | undefined} Seconds */

/** The columns that compare, by their heads. @type {Record<string, (seconds: Seconds) => string>} */
const ratios = {
  "dynamic to naive": (seconds) => ratio(seconds("scalebox"), seconds("naive")),
  "native to dynamic": (seconds) => ratio(seconds("native"), seconds("scalebox")),
  "YAML to dynamic": (seconds) => ratio(seconds("yaml"), seconds("scalebox")),
  "YAML to its start": (seconds) => ratio(seconds("yaml"), seconds("yaml-start")),
  "dynamic to engine floor": (seconds) => ratio(seconds("scalebox"), seconds("floor")),
  "dynamic to floor with our state": (seconds) => ratio(seconds("scalebox"), seconds("same-state")),
  "pool to start and API floor": (seconds) => {
    const [start, api] = [seconds("start"), seconds("api")]
    return ratio(seconds("pool"), start !== undefined && api !== undefined ? start + api : undefined)
  },
}

/** @param {string[][]} rows the first is the head */
const table = ([head = [], ...rows]) =>
  [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n")

/** What was measured for one number of sandboxes, as Markdown. @param {Size} size */
export function sizeText({ count, medians }) {
  const present = contestants.filter((contestant) => medians[contestant])
  /** @param {(median: Median) => string} cell @param {string} name */
  const row = (name, cell) => [
    name,
    ...present.map((contestant) => cell(medians[contestant] ?? { phases: {} })),
  ]
  /** @param {Phase} phase @returns {Seconds} */
  const secondsOf = (phase) => (contestant) => medians[contestant]?.phases[phase]?.seconds
  const compared = Object.entries(ratios).filter(([, of]) => of(secondsOf("up")) !== "-")
  const times = table([
    ["Seconds", ...present.map((contestant) => titles[contestant]), ...compared.map(([head]) => head)],
    ...phases.map((phase) => [
      ...row(phase, (median) => fixed(median.phases[phase]?.seconds, 2)),
      ...compared.map(([, of]) => of(secondsOf(phase))),
    ]),
    [
      ...row("all", (median) => fixed(total(median), 2)),
      ...compared.map(([, of]) => of((contestant) => total(medians[contestant]))),
    ],
  ])
  const others = table([
    ["Calls and sizes", ...present.map((contestant) => titles[contestant])],
    ...phases.map((phase) => row(`calls: ${phase}`, (median) => fixed(median.phases[phase]?.calls, 0))),
    row("bytes of state for each", (median) => fixed(median.stateBytes, 0)),
    row("peak memory, MB", (median) => fixed(median.memory && median.memory / 1e6, 0)),
  ])
  return `### ${count} sandboxes\n\n${times}\n\n${others}\n${failures(medians)}`
}

/** @param {Size["medians"]} medians */
function failures(medians) {
  const failed = contestants.filter((contestant) => medians[contestant]?.failure)
  const first = failed.map((name) => `${titles[name]}: ${medians[name]?.failure?.split("\n", 1)[0]}`)
  return first.length > 0 ? `\nFailed: ${first.join("; ")}.\n` : ""
}
