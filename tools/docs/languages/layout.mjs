// Code as nested lists: on one line if it fits, else each item on a line of its own.

/** @typedef {{ label: string, code: Code }} Item */
/** @typedef {string | { open: string, items: Item[], close: string, isLong?: boolean }} Code `isLong`: never on one line */
/** @typedef {{ indent: string, width: number, isAligned?: boolean }} Style */

/** @param {Code} code @returns {string} */
const onOneLine = (code) =>
  typeof code === "string"
    ? code
    : `${code.open}${code.items.map(({ label, code }) => label + onOneLine(code)).join(", ")}${code.close}`

/** @param {Code} code @returns {boolean} */
const isLong = (code) =>
  typeof code !== "string" && (code.isLong || code.items.some((item) => isLong(item.code)))

/** @param {string} label @param {Code} code @param {string} indent @param {Style} style */
const fits = (label, code, indent, { width }) =>
  !isLong(code) && (indent + label + onOneLine(code)).length < width

/** The lines of a piece of code behind a label. @param {string} label @param {Code} code @param {string} end @param {string} indent @param {Style} style @returns {string[]} */
export function lines(label, code, end, indent, style) {
  if (typeof code === "string" || fits(label, code, indent, style)) {
    return [`${indent}${label}${onOneLine(code)}${end}`]
  }
  const inner = indent + style.indent
  const labels = style.isAligned ? aligned(code.items, inner, style) : code.items.map(({ label }) => label)
  return [
    `${indent}${label}${code.open}`,
    ...code.items.flatMap((item, index) => lines(labels[index] ?? "", item.code, ",", inner, style)),
    `${indent}${code.close}${end}`,
  ]
}

/** As gofmt aligns: values of neighbours that take one line each begin in one column. @param {Item[]} items @param {string} indent @param {Style} style */
function aligned(items, indent, style) {
  const isShort = items.map(({ label, code }) => fits(label, code, indent, style))
  return items.map(({ label }, index) => {
    if (!isShort[index] || label === "") return label
    const start = isShort.lastIndexOf(false, index) + 1
    const next = isShort.indexOf(false, index)
    const run = items.slice(start, next === -1 ? items.length : next)
    return label.padEnd(Math.max(...run.map((item) => item.label.length)))
  })
}
