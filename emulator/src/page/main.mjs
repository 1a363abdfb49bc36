import "uplot/dist/uPlot.min.css"
import "./page.css"
import "./controls.css"
import "./tables.css"
import "./columns.css"
import "./details.css"
import "./dialog.css"
import "./exchange.css"
import "./menu.css"
import { actionsBy, askForSandbox, removePort } from "./actions.mjs"
import { showBeginning } from "./beginning.mjs"
import { offerActions, onClose, showDetails, showMetrics } from "./details.mjs"
import { tell } from "./dialog.mjs"
import { byId, make, setAttribute, setHidden, setText } from "./dom.mjs"
import { onRemovePort } from "./facts.mjs"
import { menuOf } from "./menu.mjs"
import { firstUnknown, forgetRequests, noteRequests, onOpen } from "./requests.mjs"
import { focusSandbox, onChoice, showSandboxes } from "./sandboxes.mjs"
import { showSettings } from "./settings.mjs"
import { groupOf, groups } from "./statuses.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */

const intervalMs = 1000
const connection = byId("connection", HTMLElement)
const pause = byId("pause", HTMLButtonElement)
const search = byId("search", HTMLInputElement)
const filter = byId("groups", HTMLElement)
const create = byId("create", HTMLButtonElement)
const readOnly = byId("read-only", HTMLElement)

/** @type {Sandbox[]} */
let sandboxes = []
/** The chosen sandbox; null if the reader closed the details, undefined before any choice. @type {string | null | undefined} */
let chosen = location.hash.slice(1) || undefined
/** @type {string | undefined} */
let lastRun
let paused = false
/** @type {import("../page-types").PageAccount[]} */
let accounts = []
let isLocal = false

const accountOf = (/** @type {string} */ id) => accounts.find((account) => account.id === id)
/** Keys that end alike are told apart. @param {string} id */
function labelOf(id) {
  const { label } = accountOf(id) ?? { label: id }
  const isShared = accounts.filter((other) => other.label === label).length > 1
  return isShared ? `${label} (${id.slice(0, 8)})` : label
}

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
  menu.follow(sandboxes)
  showSandboxes(sandboxes, isWanted, current?.id, labelOf)
  showDetails(current, current && accountOf(current.account), isLocal)
  setHidden(create, !isLocal)
  setHidden(readOnly, isLocal)
  const groupsThere = sandboxes.map(({ status }) => groupOf(status))
  for (const label of filter.querySelectorAll("label")) {
    const { value, checked } = /** @type {HTMLInputElement} */ (label.querySelector("input"))
    const count = value === "all" ? sandboxes.length : groupsThere.filter((group) => group === value).length
    setText(/** @type {Element} */ (label.querySelector("b")), String(count))
    setHidden(label, count === 0 && value !== "all" && !checked)
  }
  const owners = new Set(sandboxes.map(({ account }) => account))
  document.body.classList.toggle("several-accounts", owners.size > 1)
  document.body.classList.toggle("read-only", !isLocal)
  document.title = `${groupsThere.filter((group) => group === "running").length} running · ScaleBox emulator`
}

/** @param {string | null} id */
function choose(id) {
  chosen = id
  history.replaceState(null, "", id === null ? location.pathname : `#${id}`)
  show()
  void askAboutChosen().catch(() => {})
}

/** @param {string} path @returns {Promise<unknown>} undefined if there is no such thing */
async function ask(path) {
  const response = await fetch(`/_emulator/${path}`, { signal: AbortSignal.timeout(10_000) })
  if (response.status === 404) return undefined
  if (!response.ok) throw new Error(`The emulator answered ${response.status}`)
  return response.json()
}

async function askAboutChosen() {
  const id = chosen
  const sandbox = sandboxes.find((each) => each.id === id)
  if (!id || !sandbox) return
  if (isLocal) {
    const settings = await ask(`settings/${encodeURIComponent(id)}`)
    if (id === chosen) showSettings(/** @type {import("./settings.mjs").Settings | null} */ (settings))
  }
  if (sandbox.status !== "running") return
  const points = await ask(`metrics/${encodeURIComponent(id)}`)
  if (points && id === chosen) showMetrics(/** @type {import("./details.mjs").Point[]} */ (points))
}

const askState = async () =>
  /** @type {import("../page-types").PageState} */ (await ask(`state?since=${firstUnknown()}`))

async function look() {
  let state = await askState()
  if (lastRun !== state.run) {
    forgetRequests()
    lastRun = state.run
    state = await askState()
  }
  ;({ sandboxes, accounts, isLocal } = state)
  setText(byId("version", HTMLElement), state.version)
  showBeginning(location.origin, state.takesAnyKey)
  noteRequests(state.requests, isLocal, labelOf)
  show()
  await askAboutChosen()
}

/** Lets the emulator do something for an account, and shows what came of it. @type {import("./actions.mjs").Send} */
async function send(account, method, path, body = {}) {
  const response = await fetch(`/_emulator/accounts/${account}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => {
    throw new Error("The emulator does not answer.")
  })
  if (!response.ok) throw new Error(/** @type {{ message: string }} */ (await response.json()).message)
  await look()
}

/** Says why it did not work. @param {string} what completes "Cannot" @param {() => void | Promise<void>} work */
async function attempt(what, work) {
  try {
    await work()
  } catch (error) {
    tell(`Cannot ${what}`, /** @type {Error} */ (error).message)
  }
}

/** @param {import("./actions.mjs").Action} action @param {Sandbox} sandbox */
const run = ({ name, act }, sandbox) =>
  void attempt(`${name.toLowerCase()} ${sandbox.name}`, () => act(sandbox))

const actions = actionsBy(send, accountOf)
const menu = menuOf(byId("sandboxes-panel", HTMLElement), actions, run)

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
onChoice(choose, (id, button, byKeyboard) => {
  const sandbox = sandboxes.find((each) => each.id === id)
  if (sandbox) menu.toggle(sandbox, button, byKeyboard)
})
onOpen(
  async (number) => /** @type {import("../page-types").PageExchange} */ (await ask(`requests/${number}`)),
)
offerActions(actions, run)
onRemovePort((port) => {
  const sandbox = sandboxes.find(({ id }) => id === chosen)
  if (sandbox) void attempt(`remove port ${port}`, () => removePort(send, sandbox, port))
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
void follow()
