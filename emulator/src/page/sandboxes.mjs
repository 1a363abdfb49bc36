import { arrange, bodyOf, byId, make, setAttribute, setHidden, setText } from "./dom.mjs"
import { capital, duration, plain } from "./format.mjs"
import { oneTabStop } from "./roving.mjs"
import { groupOf } from "./statuses.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */
/** @typedef {{ row: HTMLTableRowElement, update: (sandbox: Sandbox, account: string) => void }} Line */

/** With less than this left, whatever the timeout was, somebody who works in it should know. */
const lowSeconds = 120
/** The details have all ports. */
const fewPorts = 3

const body = bodyOf("sandboxes")
const noSandboxes = byId("no-sandboxes", HTMLElement)
const noMatch = byId("no-match", HTMLElement)
const keepOneTabStop = oneTabStop(body, "button")
const search = byId("search", HTMLElement)
/** @type {Map<string, Line>} */
const lines = new Map()
/** @type {Map<string, HTMLElement>} */
const rows = new Map()

/**
 * @param {Sandbox[]} all @param {(sandbox: Sandbox) => boolean} isWanted @param {string | undefined} selected
 * @param {(account: string) => string} labelOf
 */
export function showSandboxes(all, isWanted, selected, labelOf) {
  const wanted = all.filter(isWanted)
  for (const sandbox of wanted) {
    const line = lines.get(sandbox.id) ?? lineFor(sandbox.id)
    line.update(sandbox, labelOf(sandbox.account))
    setAttribute(line.row, "aria-current", String(sandbox.id === selected))
  }
  const ids = wanted.map(({ id }) => id)
  keepPlace(() => arrange(body, rows, ids))
  for (const id of lines.keys()) if (!rows.has(id)) lines.delete(id)
  setHidden(noSandboxes, all.length > 0)
  setHidden(noMatch, all.length === 0 || wanted.length > 0)
  keepOneTabStop()
}

/** A row that goes does not take the reader's place with it. @param {() => void} change */
function keepPlace(change) {
  const { activeElement } = document
  const all = [...body.rows]
  const at = body.contains(activeElement) ? all.findIndex((row) => row.contains(activeElement)) : -1
  const selector = activeElement?.matches(".more button") ? ".more button" : "button"
  change()
  if (at === -1 || body.contains(activeElement)) return
  const next = body.rows[Math.min(at, body.rows.length - 1)]
  ;(next?.querySelector(/** @type {"button"} */ (selector)) ?? search).focus()
}

/** @param {string} id @returns {Line} */
function lineFor(id) {
  const button = make("button", { type: "button", class: "choose", tabindex: "-1", "data-id": id })
  const status = make("span", { class: "status" })
  const step = make("span", { class: "faint why" })
  const left = make("span")
  const meter = make("span", { class: "meter", "aria-hidden": "true" }, make("span"))
  const ports = make("div", { class: "few-ports" })
  const template = make("td", { class: "template" })
  const account = make("td", { class: "account faint" })
  const more = make("button", { type: "button", tabindex: "-1", "aria-haspopup": "menu" }, "⋯")
  setAttribute(more, "aria-expanded", "false")
  const name = make("th", { scope: "row", class: "name" }, button, make("code", { class: "faint" }, id))
  const row = make("tr", { "data-id": id }, name, make("td", { class: "state" }, status, step))
  const remaining = make("td", { class: "left" }, left, meter)
  row.append(
    remaining,
    make("td", { class: "ports" }, ports),
    template,
    account,
    make("td", { class: "more" }, more),
  )
  const update = (/** @type {Sandbox} */ sandbox, /** @type {string} */ label) => {
    setText(button, sandbox.name)
    setAttribute(more, "aria-label", `Actions for ${sandbox.name}`)
    setText(status, capital(plain(sandbox.status)))
    setAttribute(row, "data-group", groupOf(sandbox.status))
    const why = sandbox.reason ?? plain(sandbox.substatus ?? "")
    setText(step, why)
    setAttribute(step, "title", why)
    setAttribute(row, "data-timed", String(sandbox.remainingSeconds !== null))
    showRemaining(sandbox, remaining, left, meter)
    showPorts(sandbox, ports)
    setText(template, sandbox.template)
    setText(account, label)
    setAttribute(account, "title", sandbox.account)
  }
  const line = { row, update }
  lines.set(id, line)
  rows.set(id, row)
  return line
}

/** @param {Sandbox} sandbox @param {HTMLElement} cell @param {HTMLElement} text @param {HTMLElement} meter */
function showRemaining({ remainingSeconds, timeout, autoPause }, cell, text, meter) {
  setAttribute(cell, "data-low", String(remainingSeconds !== null && remainingSeconds < lowSeconds))
  setHidden(meter, remainingSeconds === null)
  setText(text, remainingSeconds === null ? "–" : duration(remainingSeconds))
  if (remainingSeconds === null) return
  setAttribute(text, "title", `of ${duration(timeout)}, then it ${autoPause ? "pauses" : "ends"}`)
  const share = Math.min(1, remainingSeconds / timeout)
  const filled = /** @type {HTMLElement} */ (meter.firstElementChild)
  filled.style.width = `${Math.round(100 * share)}%`
}

/** @param {Sandbox} sandbox @param {HTMLElement} cell */
function showPorts({ ports }, cell) {
  const text = JSON.stringify(ports)
  if (cell.dataset.shown === text) return
  cell.dataset.shown = text
  const chips = ports
    .slice(0, fewPorts)
    .map(({ port, name, protocol }) =>
      make("span", { class: "port", title: `${name}, ${protocol}` }, make("b", {}, String(port)), ` ${name}`),
    )
  const more = ports.length - chips.length
  cell.replaceChildren(
    ...chips,
    ...(more > 0 ? [make("span", { class: "faint", title: `and ${more} more` }, `+${more}`)] : []),
  )
}

/**
 * Calls back with the id of the sandbox that the reader chose, or whose menu is wanted.
 * @param {(id: string) => void} choose @param {(id: string, button: HTMLElement, byKeyboard: boolean) => void} openMenu
 */
export function onChoice(choose, openMenu) {
  body.addEventListener("click", ({ target, detail }) => {
    const row = target instanceof Element ? target.closest("tr") : null
    if (!row?.dataset.id || !(target instanceof HTMLElement)) return
    if (!target.closest(".more")) choose(row.dataset.id)
    else if (target instanceof HTMLButtonElement) openMenu(row.dataset.id, target, detail === 0)
  })
  // An open menu closes when it loses the focus: its own button must not take it before the click.
  body.addEventListener("mousedown", (event) => {
    if (event.target instanceof Element && event.target.closest(".more")) event.preventDefault()
  })
}

/** Back to where the reader came from. @param {string} id */
export function focusSandbox(id) {
  rows.get(id)?.querySelector("button")?.focus()
}
