import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../tools/folders.mjs"
import { writeSummary } from "./for-users.mjs"
import { contestants } from "./options.mjs"
import { sizeText } from "./summary.mjs"

/** @typedef {import("./summary.mjs").Report} Report */

const results = join(root, "bench", "results")

const head = `# Results of the benchmark

Written by \`npm run bench\`, which runs the real engine against the emulator. Each figure is the median of the
repetitions. Compared are:

- **dynamic**: this package, one \`Sandbox\` resource for each sandbox
- **native**: the same JavaScript program on the plugin
- **YAML**: the same as a YAML program on the plugin
- **pool**: this package, one \`SandboxPool\` resource for all sandboxes
- **naive**: a \`pulumi.dynamic.Resource\` whose code is kept in the state, with one call for each operation. It retries
  nothing and does not wait until a deleted sandbox is gone, which pulumi-scalebox does
- **engine floor**: as many resources of a provider that does nothing, so the time of the engine itself
- **floor with our state**: the same with the properties and the state of a \`Sandbox\`: the SDK watches over each property,
  and the engine writes the whole state again at each step
- **engine start**: one such resource, so what an empty stack costs
- **YAML start**: an empty YAML program
- **API floor**: the same calls from one client, 16 at once, without any engine

\`up again\` is an \`up\` without a change; \`extend\` gives every sandbox a longer timeout. Ratios compare two
columns, and the pool with engine start and API floor together: below 1 it is faster. Times depend on the
machine, and on what else it does: read the ratios, and no difference below a tenth. Numbers of calls do not depend on it
much, and tests hold them down. An \`up\` that creates sandboxes looks once for [what a killed run has
left](../docs/recover.md#sandboxes-that-the-state-does-not-know): one call more than tables show that are older than 2026-11-27.
`

/** Keeps a report, in the place of an earlier one that compared the same in the same scenario. @param {Report} report */
export function keepReport(report) {
  mkdirSync(results, { recursive: true })
  const { bootMs, latencyMs, rateLimit, parallel } = report.scenario
  const scenario = `boot-${bootMs}-latency-${latencyMs}-rate-${rateLimit}-parallel-${parallel}`
  const compared = report.only.length < contestants.length ? `-${report.only.join("-")}` : ""
  writeFileSync(join(results, `${scenario}${compared}.json`), `${JSON.stringify(report, null, 2)}\n`)
}

/** Writes the pages from all reports that are kept: the tables beside the benchmark, and what users want to know. */
export function writePages() {
  const names = readdirSync(results).flatMap((name) => /^(.*)\.json$/.exec(name)?.[1] ?? [])
  // Without the ending, a report that compares all comes before those that compare some.
  const reports = names.sort().map((name) => JSON.parse(readFileSync(join(results, `${name}.json`), "utf8")))
  writeFileSync(join(root, "bench", "RESULTS.md"), [head, ...reports.map(reportText)].join("\n"))
  const [main] = reports.filter(({ only }) => only.length === contestants.length)
  if (main) writeSummary(main)
}

/** @param {Report} report */
function reportText({ date, machine, versions, repeat, scenario, only, sizes }) {
  const { bootMs, latencyMs, rateLimit, parallel } = scenario
  const settings = [
    `boot ${bootMs} ms`,
    `latency ${latencyMs} ms`,
    ...(rateLimit ? [`${rateLimit} requests a second`] : []),
    ...(parallel ? [`PULUMI_PARALLEL=${parallel}`] : []),
  ]
  const compared = only.length < contestants.length ? ` (${only.join(", ")})` : ""
  const facts = `${date}, median of ${repeat}. ${machine}. ${versions}.`
  return `## ${settings.join(", ")}${compared}\n\n${facts}\n\n${sizes.map(sizeText).join("\n")}`
}
