import { copyButton } from "./copying.mjs"
import { make, setAttribute } from "./dom.mjs"

/** @typedef {import("../page-types").PageExchange} Exchange */

/** The row beneath a request that shows what was asked and answered. @param {string} path */
export function exchangeRow(path) {
  const cell = make("td", {}, make("p", { class: "faint" }, "…"))
  const row = make("tr", { class: "exchange" }, cell)
  const [sandbox] = /sbx-[0-9a-f]+/.exec(path) ?? []
  /** @param {Exchange | undefined} exchange */
  const fill = (exchange) => {
    const parts = exchange
      ? [part("Query", exchange.query), part("Body", exchange.body), part("Answer", exchange.answer)]
      : [make("p", { class: "faint" }, "This request is no longer kept.")]
    const link = sandbox && make("a", { href: `#${sandbox}` }, `Show sandbox ${sandbox}`)
    cell.replaceChildren(...parts.filter((one) => one !== null), ...(link ? [link] : []))
  }
  return {
    row,
    fill,
    span: (/** @type {number} */ columns) => setAttribute(cell, "colspan", String(columns)),
  }
}

/** @param {string} title @param {string | null} text */
function part(title, text) {
  if (text === null) return null
  const head = make(
    "p",
    { class: "with-button" },
    make("b", {}, title),
    copyButton(() => text, `the ${title.toLowerCase()}`),
  )
  // What scrolls must be reached without a mouse.
  return make("div", {}, head, make("pre", { tabindex: "0", "aria-label": title, role: "region" }, text))
}
