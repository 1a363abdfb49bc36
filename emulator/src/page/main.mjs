import "uplot/dist/uPlot.min.css"
import "./page.css"
import "./controls.css"
import "./tables.css"
import "./columns.css"
import "./details.css"
import "./dialog.css"
import "./exchange.css"
import { actionsBy, askForSandbox, removePort } from "./actions.mjs"
import { offerActions, onClose, showDetails, showFailure, showMetrics } from "./details.mjs"
import { byId, make, setAttribute, setHidden, setText } from "./dom.mjs"
import { onRemovePort } from "./facts.mjs"
import { firstUnknown, forgetRequests, noteRequests, onOpen } from "./requests.mjs"
import { focusSandbox, onChoice, showSandboxes } from "./sandboxes.mjs"
import { groupOf, groups } from "./statuses.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */

const intervalMs = 1000
const connection = byId("connection", HTMLElement)
const pause = byId("pause", HTMLButtonElement)
const search = byId("search", HTMLInputElement)
const filter = byId("groups", HTMLElement)
const create = byId("create", HTMLButtonElement)

/** @type {Sandbox[]} */
let sandboxes = []
/** The chosen sandbox; null if the reader closed the details, undefined before any choice. @type {string | null | undefined} */
let chosen = location.hash.slice(1) || undefined
/** @type {string | undefined} */
let run
let paused = false
/** @type {import("../page-types").PageAccount[]} */
let accounts = []
let isLocal = false

const accountOf = (/** @type {string} */ id) => accounts.find((account) => account.id === id)
const labelOf = (/** @type {string} */ id) => accountOf(id)?.label ?? id

for (const [value, label] of [["all", "All"], ...groups]) {
  const input = make("input", { type: "radio", name: "group", value: String(value) })
  input.checked = value === "all"
  filter.append(make("label", {}, input, make("span", {}, String(label), " ", make("b", {}, "0"))))
}

/** @param {Sandbox} sandbox */
function isWanted({ name, id, template, status }) {
  const checked = filter.querySelector("input:checked")
  const group = checked instanceof HTMLInputElement ? checked.value : "all"
  const text = search.value.trim().toLowerCase()
  const fits = [name, id, template].some((part) => part.toLowerCase().includes(text))
  return fits && (group === "all" || groupOf(status) === group)
}

function show() {
  // A page that somebody just opens should show what it can: the newest sandbox that runs.
  if (chosen === undefined) chosen = sandboxes.find(({ status }) => status === "running")?.id
  const current = sandboxes.find(({ id }) => id === chosen)
  showSandboxes(sandboxes, isWanted, current?.id, labelOf)
  showDetails(current, current && accountOf(current.account), isLocal)
  setHidden(create, !isLocal)
  const groupsThere = sandboxes.map(({ status }) => groupOf(status))
  for (const label of filter.querySelectorAll("label")) {
    const { value, checked } = /** @type {HTMLInputElement} */ (label.querySelector("input"))
    const count = value === "all" ? sandboxes.length : groupsThere.filter((group) => group === value).length
    setText(/** @type {Element} */ (label.querySelector("b")), String(count))
    setHidden(label, count === 0 && value !== "all" && !checked)
  }
  const owners = new Set(sandboxes.map(({ account }) => account))
  document.body.classList.toggle("several-accounts", owners.size > 1)
  document.title = `${groupsThere.filter((group) => group === "running").length} running · ScaleBox emulator`
}

/** @param {string | null} id */
function choose(id) {
  chosen = id
  history.replaceState(null, "", id === null ? location.pathname : `#${id}`)
  show()
  void askMetrics().catch(() => {})
}

/** @param {string} path @returns {Promise<unknown>} undefined if there is no such thing */
async function ask(path) {
  const response = await fetch(`/_emulator/${path}`, { signal: AbortSignal.timeout(10_000) })
  if (response.status === 404) return undefined
  if (!response.ok) throw new Error(`The emulator answered ${response.status}`)
  return response.json()
}

async function askMetrics() {
  const id = chosen
  if (!id || !sandboxes.some((sandbox) => sandbox.id === id && sandbox.status === "running")) return
  const points = await ask(`metrics/${encodeURIComponent(id)}`)
  if (points && id === chosen) showMetrics(/** @type {import("./details.mjs").Point[]} */ (points))
}

const askState = async () =>
  /** @type {import("../page-types").PageState} */ (await ask(`state?since=${firstUnknown()}`))

async function look() {
  let state = await askState()
  if (run !== state.run) {
    forgetRequests()
    run = state.run
    state = await askState()
  }
  ;({ sandboxes, accounts, isLocal } = state)
  setText(byId("version", HTMLElement), state.version)
  noteRequests(state.requests, isLocal, labelOf)
  show()
  await askMetrics()
}

/** Lets the emulator do something for an account, and shows what came of it. @type {import("./actions.mjs").Send} */
async function send(account, method, path, body = {}) {
  const response = await fetch(`/_emulator/accounts/${account}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Error(/** @type {{ message: string }} */ (await response.json()).message)
  await look()
}

/** @param {() => void | Promise<void>} work */
async function attempt(work) {
  showFailure()
  try {
    await work()
  } catch (error) {
    showFailure(/** @type {Error} */ (error).message)
  }
}

/** Looks again and again, but not while nobody looks. */
async function follow() {
  for (; ; await new Promise((resolve) => setTimeout(resolve, intervalMs))) {
    if (paused || document.hidden) continue
    const found = await look().then(
      () => true,
      () => false,
    )
    showConnection(paused ? "paused" : found ? "live" : "lost")
  }
}

/** @param {"live" | "paused" | "lost"} state */
function showConnection(state) {
  const texts = { live: "live", paused: "updates paused", lost: "no answer, trying again" }
  setText(connection, texts[state])
  setAttribute(connection, "data-state", state)
}

pause.addEventListener("click", () => {
  paused = !paused
  setText(pause, paused ? "Resume updates" : "Pause updates")
  showConnection(paused ? "paused" : "live")
})
search.addEventListener("input", show)
filter.addEventListener("change", show)
onChoice(choose)
onOpen(
  async (number) => /** @type {import("../page-types").PageExchange} */ (await ask(`requests/${number}`)),
)
offerActions(actionsBy(send, accountOf), attempt)
onRemovePort((port) => {
  const sandbox = sandboxes.find(({ id }) => id === chosen)
  if (sandbox) void attempt(() => removePort(send, sandbox, port))
})
create.addEventListener("click", () => {
  const usual = sandboxes[0]?.account
  askForSandbox(
    send,
    [...accounts].sort((a, b) => Number(b.id === usual) - Number(a.id === usual)),
  )
})
window.addEventListener("hashchange", () => choose(location.hash.slice(1) || null))
const leave = () => {
  const left = chosen
  choose(null)
  if (left) focusSandbox(left)
}
onClose(leave)
document.addEventListener("keydown", (event) => {
  // In a dialog these keys are the dialog's own.
  if (document.querySelector("dialog[open]")) return
  if (event.key === "Escape" && chosen) leave()
  if (event.key !== "/" || event.target instanceof HTMLInputElement) return
  event.preventDefault()
  search.focus()
})

setText(byId("origin", HTMLElement), location.origin)
setText(
  byId("first-call", HTMLElement),
  `curl -X POST ${location.origin}/v1/sandboxes -H "X-API-Key: anything" -d '{"name": "my-dev"}'`,
)
setText(
  byId("first-program", HTMLElement),
  `export SCALEBOX_API_URL=${location.origin} SCALEBOX_API_KEY=anything\npulumi up`,
)
void follow()
