/** @typedef {Node | string | false | null | undefined} Child */

/**
 * Makes an element. Texts become text nodes, so nothing that a user named can become markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children.filter((child) => typeof child === "string" || child instanceof Node))
  return element
}

/**
 * The element of the page with this id; the page is incomplete without it.
 * @template {HTMLElement} E
 * @param {string} id @param {{ new (): E }} type @returns {E}
 */
export function byId(id, type) {
  const element = document.getElementById(id)
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} "${id}"`)
  return element
}

/** The rows' place in a table of the page. @param {string} id */
export function bodyOf(id) {
  const [body] = byId(id, HTMLTableElement).tBodies
  if (!body) throw new Error(`The page's table "${id}" has no body`)
  return body
}

/** Sets a text only if it differs, as every change costs a new layout. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/** @param {Element} element @param {string} name @param {string} value */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

/** @param {HTMLElement} element @param {boolean} hidden */
export function setHidden(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden
}

/**
 * Brings the rows of a table into the order of the items: what stays is moved only if it must be.
 * @param {HTMLElement} body @param {Map<string, HTMLElement>} rows by key @param {string[]} keys
 */
export function arrange(body, rows, keys) {
  const wanted = new Set(keys)
  for (const [key, row] of rows) {
    if (wanted.has(key)) continue
    row.remove()
    rows.delete(key)
  }
  let next = body.firstElementChild
  for (const key of keys) {
    const row = rows.get(key)
    if (!row) continue
    if (row === next) next = next.nextElementSibling
    else body.insertBefore(row, next)
  }
}
