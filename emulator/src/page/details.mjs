import { chart } from "./charts.mjs"
import { byId, make, setAttribute, setHidden, setText } from "./dom.mjs"
import { facts, showFacts } from "./facts.mjs"
import { capital, memory, plain } from "./format.mjs"
import { groupOf } from "./statuses.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */
/** @typedef {import("../../../provider/src/contract").MetricsPoint} Point */

const panel = byId("details", HTMLElement)
const title = make("h2", { id: "details-title" })
const close = make("button", { type: "button", "aria-label": "Close the details" }, "Close")
const status = make("p", { class: "status" })
const why = make("p", { class: "why faint" })
const buttons = make("div", { class: "buttons" })
const failure = make("p", { class: "failure", role: "alert" })
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
content.append(status, why, buttons, failure, charts, noMetrics, facts)
panel.append(make("div", { class: "bar" }, title, close), content, hint)

/** For which statuses each button is there. @type {Map<HTMLElement, (status: string) => boolean>} */
const shownWhen = new Map()
/** @type {string | undefined} */
let shown

/** @param {() => void} act */
export const onClose = (act) => close.addEventListener("click", act)

/** @type {Sandbox | undefined} */
let current

/** Puts the buttons there, once. @param {import("./actions.mjs").Action[]} actions @param {(work: () => void | Promise<void>) => void} run */
export function offerActions(actions, run) {
  for (const { name, fits, act } of actions) {
    const button = make("button", { type: "button", class: name === "Delete" ? "danger" : "" }, name)
    button.addEventListener("click", () => {
      const sandbox = current
      if (sandbox) run(() => act(sandbox))
    })
    buttons.append(button)
    shownWhen.set(button, fits)
  }
}

/** Why an action did not work; nothing takes it away. @param {string} [reason] */
export const showFailure = (reason = "") => setText(failure, reason)

/** @param {Sandbox | undefined} sandbox @param {import("../page-types").PageAccount | undefined} account @param {boolean} canChange */
export function showDetails(sandbox, account, canChange) {
  if (sandbox?.id !== shown) {
    showMetrics([])
    showFailure()
  }
  current = sandbox
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
  for (const [button, fits] of shownWhen) setHidden(button, !canChange || !fits(sandbox.status))
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
