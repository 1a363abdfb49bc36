import { controlsFor } from "./controls.mjs"
import { make, setAttribute, setText } from "./dom.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */
/** @typedef {import("./actions.mjs").Action} Action */

/** Pixels between the menu, its button and the edge of the window. */
const gap = 4

/** @type {Record<string, (at: number, last: number) => number>} */
const moves = {
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowUp: (at, last) => (at <= 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * The one menu of all rows, with what can be done to the sandbox of the row that opened it.
 * @param {HTMLElement} place in the page @param {Action[]} actions @param {(action: Action, sandbox: Sandbox) => void} run
 */
export function menuOf(place, actions, run) {
  /** @type {{ sandbox: Sandbox, button: HTMLElement } | undefined} */
  let open
  const title = make("p", { id: "menu-title" })
  const item = (/** @type {Action} */ { name, isDanger }) =>
    make(
      "button",
      { type: "button", role: "menuitem", tabindex: "-1", class: isDanger ? "danger" : "" },
      name,
    )
  const items = controlsFor(actions, item, (action) => {
    const { sandbox } = open ?? {}
    close()
    if (sandbox) run(action, sandbox)
  })
  const list = make("div", { role: "menu", tabindex: "-1", "aria-labelledby": title.id }, ...items.elements)
  const popup = make("div", { class: "menu", popover: "manual" }, title, list)
  place.append(popup)

  /** Takes the focus back to the button, if the menu has it. */
  function close() {
    if (!open) return
    const { button } = open
    open = undefined
    setAttribute(button, "aria-expanded", "false")
    if (popup.contains(document.activeElement)) button.focus({ preventScroll: true })
    popup.hidePopover()
  }

  function put(/** @type {HTMLElement} */ button) {
    const { top, right, bottom } = button.getBoundingClientRect()
    const { offsetWidth, offsetHeight } = popup
    const below = bottom + gap
    const fitsBelow = below + offsetHeight + gap <= innerHeight
    popup.style.left = `${Math.max(gap, right - offsetWidth)}px`
    popup.style.top = `${fitsBelow ? below : Math.max(gap, top - gap - offsetHeight)}px`
  }

  popup.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && popup.contains(relatedTarget))) close()
  })
  popup.addEventListener("keydown", (event) => {
    const at = items.elements.findIndex((each) => each.matches(":focus"))
    const move = moves[event.key]
    if (event.key !== "Escape" && event.key !== "Tab" && !move) return
    // Escape and arrows mean other things outside of a menu; Tab goes on from the button.
    event.stopPropagation()
    if (event.key !== "Tab") event.preventDefault()
    if (move) items.elements[move(at, items.elements.length - 1)]?.focus()
    else close()
  })
  // A finger beside the menu takes the focus from it in some browsers only.
  document.addEventListener("pointerdown", ({ target }) => {
    const isInside = [popup, open?.button].some((part) => target instanceof Node && part?.contains(target))
    if (!isInside) close()
  })
  addEventListener("resize", close)
  // What it was put beside has moved, unless the menu itself was scrolled.
  const closeAfter = (/** @type {Event} */ { target }) => target !== popup && close()
  document.addEventListener("scroll", closeAfter, { capture: true })

  return {
    /** @param {Sandbox} sandbox @param {HTMLElement} button @param {boolean} byKeyboard */
    toggle(sandbox, button, byKeyboard) {
      const wasOpen = open?.button === button
      close()
      if (wasOpen) return
      open = { sandbox, button }
      setAttribute(button, "aria-expanded", "true")
      setText(title, sandbox.name)
      items.fit(sandbox.status)
      popup.showPopover()
      put(button)
      const first = byKeyboard ? items.elements[0] : list
      first?.focus({ preventScroll: true })
    },
    /** Follows its sandbox, and closes when there is none any more. @param {Sandbox[]} sandboxes */
    follow(sandboxes) {
      if (!open) return
      const { id } = open.sandbox
      const sandbox = sandboxes.find((each) => each.id === id)
      if (!sandbox) return close()
      open.sandbox = sandbox
      items.fit(sandbox.status)
    },
  }
}
