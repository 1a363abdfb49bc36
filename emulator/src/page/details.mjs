import { chart } from "./charts.mjs"
import { controlsFor } from "./controls.mjs"
import { byId, make, setAttribute, setHidden, setText } from "./dom.mjs"
import { facts, showFacts } from "./facts.mjs"
import { capital, memory, plain } from "./format.mjs"
import { showSettings } from "./settings.mjs"
import { groupOf } from "./statuses.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */
/** @typedef {import("../../../provider/src/contract").MetricsPoint} Point */
/** @typedef {import("./actions.mjs").Action} Action */

const panel = byId("details", HTMLElement)
const title = make("h2", { id: "details-title", tabindex: "-1" })
const close = make("button", { type: "button", "aria-label": "Close the details" }, "Close")
const status = make("p", { class: "status" })
const why = make("p", { class: "why faint" })
const buttons = make("div", { class: "buttons" })
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
content.append(status, why, buttons, charts, noMetrics, facts)
panel.append(make("div", { class: "bar" }, title, close), content, hint)

/** @param {() => void} act */
export const onClose = (act) => close.addEventListener("click", act)

/** @type {Sandbox | undefined} */
let current
let fit = (/** @type {string} */ _status) => {}

/** Puts the buttons there, once. @param {Action[]} actions @param {(action: Action, sandbox: Sandbox) => void} run */
export function offerActions(actions, run) {
  const button = (/** @type {Action} */ { name, isDanger }) =>
    make("button", { type: "button", class: isDanger ? "danger" : "" }, name)
  const controls = controlsFor(actions, button, (action) => current && run(action, current))
  buttons.append(...controls.elements)
  fit = controls.fit
}

/** @param {Sandbox | undefined} sandbox @param {import("../page-types").PageAccount | undefined} account @param {boolean} canChange */
export function showDetails(sandbox, account, canChange) {
  if (sandbox?.id !== current?.id) {
    showMetrics([])
    showSettings(undefined)
  }
  const hadFocus = panel.contains(document.activeElement)
  current = sandbox
  setText(title, sandbox?.name ?? "Details")
  close.hidden = content.hidden = sandbox === undefined
  hint.hidden = sandbox !== undefined
  // Whoever deletes a sandbox here keeps the place.
  if (hadFocus && !sandbox) title.focus()
  if (!sandbox) return
  const runs = sandbox.status === "running"
  charts.hidden = !runs
  noMetrics.hidden = runs
  const step = sandbox.substatus === null ? "" : `, ${plain(sandbox.substatus)}`
  setText(status, capital(`${plain(sandbox.status)}${step}`))
  setText(why, sandbox.reason ?? "")
  why.hidden = sandbox.reason === null
  setAttribute(panel, "data-group", groupOf(sandbox.status))
  setHidden(buttons, !canChange)
  fit(sandbox.status)
  showFacts(sandbox, account, canChange)
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
