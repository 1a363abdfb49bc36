import { setAttribute } from "./dom.mjs"

/** @type {Record<string, (at: number, last: number) => number>} */
const moves = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  PageDown: (at, last) => Math.min(last, at + 10),
  PageUp: (at) => Math.max(0, at - 10),
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * A thousand rows are one stop of the Tab key, with all buttons of that row; the arrow keys move from row to row.
 * @param {HTMLElement} body of a table @param {string} each selects these buttons, as many in every row that has any
 * @returns {() => void} to be called when the rows have changed
 */
export function oneTabStop(body, each) {
  /** @param {Element | null | undefined} row @returns {HTMLElement[]} */
  const buttonsOf = (row) =>
    [...(row?.querySelectorAll(each) ?? [])].filter((button) => button instanceof HTMLElement)
  const rowOf = (/** @type {Element | null} */ inside) => inside?.closest("tr")
  const keep = () => {
    const focused = body.contains(document.activeElement) ? rowOf(document.activeElement) : undefined
    const selected = body.querySelector('tr[aria-current="true"]')
    const stop = [focused, selected, rowOf(body.querySelector(each))].find((row) => buttonsOf(row).length > 0)
    for (const button of body.querySelectorAll(`${each}[tabindex="0"]`))
      if (rowOf(button) !== stop) button.setAttribute("tabindex", "-1")
    for (const button of buttonsOf(stop)) setAttribute(button, "tabindex", "0")
  }
  body.addEventListener("keydown", (event) => {
    const row = rowOf(document.activeElement)
    const column = buttonsOf(row).findIndex((button) => button.matches(":focus"))
    const move = moves[event.key]
    if (!row || !move || column === -1) return
    event.preventDefault()
    const rows = [...body.children].filter((other) => buttonsOf(other).length > 0)
    buttonsOf(rows[move(rows.indexOf(row), rows.length - 1)])[column]?.focus()
    keep()
  })
  return keep
}
