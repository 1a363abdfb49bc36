import { byId, make, setText } from "./dom.mjs"

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} value what it says at first
 * @property {[value: string, text?: string][]} [choices] only one of these
 * @property {string[]} [hints] offered, but not the only ones
 * @property {Record<string, string>} [attributes] of the input
 */
/** @typedef {{ title: string, note?: string, verb: string, fields: Field[], send: (values: Record<string, string>) => Promise<void> }} Question */

const dialog = byId("dialog", HTMLDialogElement)

/** Asks for what an action needs, and stays open with the reason while it fails. @param {Question} question */
export function ask({ title, note, verb, fields, send }) {
  const failure = make("p", { class: "failure", role: "alert" })
  const cancel = make("button", { type: "button" }, "Cancel")
  const submit = make("button", { type: "submit", class: "main" }, verb)
  const form = make("form", {}, make("h2", { id: "dialog-title" }, title))
  if (note) form.append(make("p", { class: "faint" }, note))
  form.append(...fields.map(fieldOf), failure, make("div", { class: "buttons" }, cancel, submit))
  cancel.addEventListener("click", () => dialog.close())
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    submit.disabled = true
    send(values).then(
      () => dialog.close(),
      (/** @type {Error} */ { message }) => {
        submit.disabled = false
        setText(failure, message)
      },
    )
  })
  dialog.replaceChildren(form)
  dialog.showModal()
}

/** Says why something did not work. @param {string} title @param {string} reason */
export function tell(title, reason) {
  const close = make("button", { type: "button" }, "Close")
  close.addEventListener("click", () => dialog.close())
  dialog.replaceChildren(
    make("h2", { id: "dialog-title" }, title),
    make("p", { class: "failure", role: "alert" }, reason),
    make("div", { class: "buttons" }, close),
  )
  dialog.showModal()
}

/** @param {Field} field */
function fieldOf({ name, label, value, choices, hints = [], attributes = {} }) {
  if (choices) {
    const options = choices.map(([choice, text = choice]) => make("option", { value: choice }, text))
    const select = make("select", { name }, ...options)
    select.value = value
    return make("label", {}, label, select)
  }
  const list = make(
    "datalist",
    { id: `${name}-hints` },
    ...hints.map((hint) => make("option", { value: hint })),
  )
  const input = make("input", { name, value, autocomplete: "off", list: list.id, ...attributes })
  return make("label", {}, label, input, list)
}
