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
 * A thousand rows are one stop of the Tab key; the arrow keys move within.
 * @param {HTMLElement} body of a table whose rows have one such button each @param {string} each selects these
 * @returns {() => void} to be called when the rows have changed
 */
export function oneTabStop(body, each) {
  const keep = () => {
    const selected = body.querySelector(`tr[aria-current="true"] ${each}`)
    const focused = document.activeElement?.closest("tbody") === body ? document.activeElement : null
    const stop = (focused?.matches(each) ? focused : selected) ?? body.querySelector(each)
    for (const button of body.querySelectorAll(`${each}[tabindex="0"]`))
      if (button !== stop) button.setAttribute("tabindex", "-1")
    if (stop) setAttribute(stop, "tabindex", "0")
  }
  body.addEventListener("keydown", (event) => {
    /** @type {HTMLElement[]} */
    const all = [...body.querySelectorAll(each)].filter((button) => button instanceof HTMLElement)
    const at = all.findIndex((button) => button.matches(":focus"))
    const move = moves[event.key]
    if (!move || at === -1) return
    event.preventDefault()
    all[move(at, all.length - 1)]?.focus()
    keep()
  })
  return keep
}
