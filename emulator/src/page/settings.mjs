import { make } from "./dom.mjs"

/** @typedef {import("../page-types").PageSettings} Settings */

export const metadata = make("dd", { class: "settings" })
export const variables = make("dd", { class: "settings" })
/** @type {string | undefined} */
let shown

/** What a sandbox was given by its creator. @param {Settings | null | undefined} settings nothing while it is not known */
export function showSettings(settings) {
  const text = JSON.stringify(settings)
  if (shown === text) return
  shown = text
  if (!settings) {
    metadata.replaceChildren("…")
    variables.replaceChildren("…")
    return
  }
  const pairs = Object.entries(settings.metadata).map(([key, value]) =>
    make("div", {}, make("code", { class: "faint" }, key), make("span", { title: value }, value)),
  )
  metadata.replaceChildren(...orNone(pairs))
  const names = settings.variables.map((name) => make("code", {}, name))
  const note = make("p", { class: "faint note" }, "Their values are never shown.")
  variables.replaceChildren(...orNone(names), ...(names.length > 0 ? [note] : []))
}

/** @param {HTMLElement[]} all */
const orNone = (all) => (all.length > 0 ? all : ["none"])
