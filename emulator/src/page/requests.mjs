import { arrange, bodyOf, byId, make, setAttribute, setHidden, setText } from "./dom.mjs"
import { exchangeRow } from "./exchange.mjs"
import { clockTime, latency } from "./format.mjs"
import { oneTabStop } from "./roving.mjs"

/** @typedef {import("../page-types").PageRequest} Request */

/** The emulator itself keeps as many. */
const kept = 1000
const shown = 200
const slowMs = 1000

const body = bodyOf("requests")
/** @type {NodeListOf<HTMLElement>} */
const heads = document.querySelectorAll("#requests th")
const count = byId("request-count", HTMLElement)
const none = byId("no-requests", HTMLElement)
const errorsOnly = byId("errors-only", HTMLInputElement)
/** @type {Map<number, Request>} */
const requests = new Map()
/** @type {Map<string, HTMLElement>} */
const rows = new Map()
/** What the reader has opened, by the number of the request. @type {Map<number, ReturnType<typeof exchangeRow>>} */
const opened = new Map()
const keepOneTabStop = oneTabStop(body, ".open")
/** @type {(number: number) => Promise<import("../page-types").PageExchange | undefined>} */
let askExchange = async () => undefined
/** @type {(account: string) => string} */
let labelOf = (account) => account
let canOpen = false

const isError = (/** @type {Request} */ { status, ms }) => (status === null ? ms !== null : status >= 400)

/** From which number on the emulator should tell: new requests, and those that were not answered yet. */
export function firstUnknown() {
  const open = [...requests.values()].find(({ ms }) => ms === null)
  return open ? open.number : Math.max(-1, ...requests.keys()) + 1
}

/** @param {typeof askExchange} ask */
export const onOpen = (ask) => {
  askExchange = ask
}

/** @param {Request[]} told @param {boolean} isLocal whether bodies are shown @param {(account: string) => string} label */
export function noteRequests(told, isLocal, label) {
  canOpen = isLocal
  labelOf = label
  for (const request of told) requests.set(request.number, request)
  for (const number of requests.keys()) {
    if (requests.size <= kept) break
    requests.delete(number)
  }
  showRequests(told)
}

/** After a restart of the emulator its numbers begin again. */
export function forgetRequests() {
  requests.clear()
  opened.clear()
  rows.clear()
  body.replaceChildren()
}

/** @param {Request[]} changed */
function showRequests(changed) {
  const all = [...requests.values()].reverse()
  const wanted = (errorsOnly.checked ? all.filter(isError) : all).slice(0, shown)
  const stale = new Set(changed.map(({ number }) => number))
  for (const request of wanted) {
    const key = String(request.number)
    const before = rows.get(key)
    if (before && !stale.has(request.number)) continue
    const row = rowOf(request)
    before?.replaceWith(row)
    rows.set(key, row)
  }
  arrange(
    body,
    rows,
    wanted.flatMap(({ number }) =>
      opened.has(number) ? [String(number), exchangeOf(number)] : [String(number)],
    ),
  )
  // A narrow page hides columns, and a cell over more than there are would create new ones.
  const columns = [...heads].filter(({ offsetWidth }) => offsetWidth > 0).length
  for (const { span } of opened.values()) span(columns)
  keepOneTabStop()
  const errors = all.filter(isError).length
  const most = all.length === kept ? `newest ${kept}` : String(all.length)
  setText(count, all.length === 0 ? "" : `${most}, ${errors} with errors`)
  setText(none, all.length === 0 ? "No requests yet." : "No request failed.")
  setHidden(none, wanted.length > 0)
}

/** @param {Request} request */
function rowOf(request) {
  const { at, method, path, status, ms, error, account } = request
  const text = make("code", {}, path)
  const open = canOpen && make("button", { type: "button", class: "open", tabindex: "-1" }, text)
  if (open) {
    setAttribute(open, "aria-expanded", String(opened.has(request.number)))
    open.addEventListener("click", () => toggle(request, open))
  }
  const what = make("td", { class: "path" }, open || text, error !== null && make("p", {}, error))
  const row = make("tr", {}, make("td", { class: "time faint" }, clockTime(at)))
  const verb = make("span", { class: `method ${method.toLowerCase()}` }, method)
  row.append(make("td", { class: "verb" }, verb), what)
  row.append(make("td", { class: "number answer" }, make("span", { class: "code" }, statusText(request))))
  row.append(make("td", { class: "number latency" }, ms === null ? "" : latency(ms)))
  row.append(make("td", { class: "account faint" }, account === null ? "no valid key" : labelOf(account)))
  setAttribute(row, "data-class", status === null ? (ms === null ? "open" : "5") : (String(status)[0] ?? ""))
  if (ms !== null && ms >= slowMs) setAttribute(row, "data-slow", "")
  return row
}

const exchangeOf = (/** @type {number} */ number) => `${number}/exchange`

/** @param {Request} request @param {HTMLElement} button */
function toggle({ number, path }, button) {
  const isOpen = !opened.delete(number)
  if (isOpen) {
    const exchange = exchangeRow(path)
    opened.set(number, exchange)
    rows.set(exchangeOf(number), exchange.row)
    askExchange(number).then(exchange.fill, () => exchange.fill(undefined))
  }
  setAttribute(button, "aria-expanded", String(isOpen))
  showRequests([])
}

/** @param {Request} request */
function statusText({ status, ms }) {
  if (status !== null) return String(status)
  return ms === null ? "waiting" : "reset"
}

addEventListener("resize", () => showRequests([]))
errorsOnly.addEventListener("change", () => showRequests([]))
