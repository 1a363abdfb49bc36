import { chart } from "./charts.mjs"
import { byId, make, setAttribute, setText } from "./dom.mjs"
import { capital, duration, memory, plain } from "./format.mjs"
import { groupOf } from "./statuses.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */
/** @typedef {import("../../../provider/src/contract").MetricsPoint} Point */

const panel = byId("details", HTMLElement)
const title = make("h2", { id: "details-title" })
const close = make("button", { type: "button", "aria-label": "Close the details" }, "Close")
const status = make("p", { class: "status" })
const why = make("p", { class: "why faint" })
const facts = make("dl")
const noMetrics = make("p", { class: "faint" }, "There are metrics only while a sandbox runs.")
const cpu = chart("CPU", "--cpu", (value) => `${Math.round(value)} %`)
const mem = chart("Memory", "--memory", memory)
const charts = make("div", { class: "charts" }, cpu.figure, mem.figure)
const hint = make("p", { class: "empty" }, "Choose a sandbox to see its ports and metrics.")
const content = make("div", {
  class: "scroll",
  tabindex: "0",
  role: "region",
  "aria-label": "Metrics and facts",
})
content.append(status, why, charts, noMetrics, facts)
panel.append(make("div", { class: "bar" }, title, close), content, hint)

/** @type {string | undefined} */
let shown

/** @param {() => void} act */
export const onClose = (act) => close.addEventListener("click", act)

/** @param {Sandbox | undefined} sandbox */
export function showDetails(sandbox) {
  if (sandbox?.id !== shown) showMetrics([])
  shown = sandbox?.id
  setText(title, sandbox?.name ?? "Details")
  close.hidden = content.hidden = sandbox === undefined
  hint.hidden = sandbox !== undefined
  if (!sandbox) return
  const runs = sandbox.status === "running"
  charts.hidden = !runs
  noMetrics.hidden = runs
  const step = sandbox.substatus === null ? "" : `, ${plain(sandbox.substatus)}`
  setText(status, capital(`${plain(sandbox.status)}${step}`))
  setText(why, sandbox.reason ?? "")
  why.hidden = sandbox.reason === null
  setAttribute(panel, "data-group", groupOf(sandbox.status))
  showFacts(sandbox)
}

/** How long it runs still, and what comes then. @param {Sandbox} sandbox */
function remaining({ status, remainingSeconds, timeout, autoPause }) {
  const end = autoPause ? "pauses" : "ends"
  if (remainingSeconds !== null)
    return `${duration(remainingSeconds)} of ${duration(timeout)}, then it ${end}`
  switch (groupOf(status)) {
    case "starting":
      return `It ${end} ${duration(timeout)} after its start`
    case "paused":
      return `No end while it is paused; it ${end} ${duration(timeout)} after the next start`
    default:
      return "None"
  }
}

/** @param {Sandbox} sandbox */
function showFacts(sandbox) {
  const { cpuCount, memoryMb, storageGb } = sandbox
  const urls = sandbox.ports.map(
    ({ port, name, protocol }) => `${port} ${name} (${protocol}): https://${port}-${sandbox.domain}`,
  )
  /** @type {[string, string][]} */
  const known = [
    ["Id", sandbox.id],
    ["Remaining", remaining(sandbox)],
    ["Ports", urls.join("\n") || "none"],
    ["Template", sandbox.template],
    ["Size", `${cpuCount} CPU, ${memory(memoryMb * 1024 ** 2)} memory, ${storageGb} GB storage`],
    ["Region", sandbox.region],
    ["Project", sandbox.project],
    ["Account", sandbox.account],
    ["Made", new Date(sandbox.createdAt).toLocaleString()],
  ]
  if (facts.childElementCount === 0)
    for (const [term] of known) facts.append(make("dt", {}, term), make("dd", {}))
  const values = facts.querySelectorAll("dd")
  for (const [index, [, value]] of known.entries()) {
    const cell = values[index]
    if (cell) setText(cell, value)
  }
}

/** @param {Point[]} points */
export function showMetrics(points) {
  const times = points.map(({ timestamp }) => Date.parse(timestamp) / 1000)
  const used = (/** @type {(point: Point) => number} */ value) => points.map(value)
  cpu.show(
    times,
    used(({ cpuUsedPct }) => cpuUsedPct),
    100,
  )
  mem.show(
    times,
    used(({ memUsed }) => memUsed),
    points.at(-1)?.memTotal ?? 1,
  )
}
