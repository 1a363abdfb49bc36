import { arrange, bodyOf, byId, make, setAttribute, setHidden, setText } from "./dom.mjs"
import { clockTime, latency } from "./format.mjs"

/** @typedef {import("../page-types").PageRequest} Request */

/** The emulator itself keeps as many. */
const kept = 1000
const shown = 200
const slowMs = 1000

const body = bodyOf("requests")
const count = byId("request-count", HTMLElement)
const none = byId("no-requests", HTMLElement)
const errorsOnly = byId("errors-only", HTMLInputElement)
/** @type {Map<number, Request>} */
const requests = new Map()
/** @type {Map<string, HTMLElement>} */
const rows = new Map()

const isError = (/** @type {Request} */ { status, ms }) => (status === null ? ms !== null : status >= 400)

/** From which number on the emulator should tell: new requests, and those that were not answered yet. */
export function firstUnknown() {
  const open = [...requests.values()].find(({ ms }) => ms === null)
  return open ? open.number : Math.max(-1, ...requests.keys()) + 1
}

/** @param {Request[]} told */
export function noteRequests(told) {
  for (const request of told) requests.set(request.number, request)
  for (const number of requests.keys()) {
    if (requests.size <= kept) break
    requests.delete(number)
  }
  showRequests(told)
}

/** After a restart of the emulator its numbers begin anew. */
export function forgetRequests() {
  requests.clear()
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
    wanted.map(({ number }) => String(number)),
  )
  const errors = all.filter(isError).length
  const most = all.length === kept ? `newest ${kept}` : String(all.length)
  setText(count, all.length === 0 ? "" : `${most}, ${errors} with errors`)
  setText(none, all.length === 0 ? "No requests yet." : "No request failed.")
  setHidden(none, wanted.length > 0)
}

/** @param {Request} request */
function rowOf(request) {
  const { at, method, path, status, ms, error, account } = request
  const what = make("td", { class: "path" }, make("code", {}, path), error !== null && make("p", {}, error))
  const row = make("tr", {}, make("td", { class: "time faint" }, clockTime(at)))
  const verb = make("span", { class: `method ${method.toLowerCase()}` }, method)
  row.append(make("td", { class: "verb" }, verb), what)
  row.append(make("td", { class: "number answer" }, make("span", { class: "code" }, statusText(request))))
  row.append(make("td", { class: "number latency" }, ms === null ? "" : latency(ms)))
  row.append(make("td", { class: "account faint" }, account ?? "no good key"))
  setAttribute(row, "data-class", status === null ? (ms === null ? "open" : "5") : (String(status)[0] ?? ""))
  if (ms !== null && ms >= slowMs) setAttribute(row, "data-slow", "")
  return row
}

/** @param {Request} request */
function statusText({ status, ms }) {
  if (status !== null) return String(status)
  return ms === null ? "waiting" : "reset"
}

errorsOnly.addEventListener("change", () => showRequests([]))
