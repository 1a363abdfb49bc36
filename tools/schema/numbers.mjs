// Which numbers are whole: TypeScript has one type for both, but the validation beside each interface refuses fractions.
import { createRequire } from "node:module"
import { join, relative } from "node:path"
import ts from "typescript"
import { declarationOf, source } from "../docs/source.mjs"
import { root } from "../folders.mjs"

const require = createRequire(import.meta.url)

/** What a module of the built provider exports. @param {string} file from provider/src, without `.ts` */
export const built = (file) => require(join(root, "provider", "dist", `${file}.js`))

/** Within the limits of every number, so that only the fraction can be wrong. */
const sample = 1000

/** @typedef {{ safeParse: (value: unknown) => { error?: { issues: unknown[] } } }} Schema */

/** The schema of a property: that of `PortConfig` is called `portConfig`, or `portConfigShape` if it is a part of others.
 * @param {ts.InterfaceDeclaration} parent @param {string} property @returns {Schema | undefined} */
function schemaOf(parent, property) {
  const module = built(relative(source, parent.getSourceFile().fileName).replace(/\.ts$/, ""))
  const name = parent.name.text.replace(/^./, (first) => first.toLowerCase())
  return (module[`${name}Shape`] ?? module[name]?.shape)?.[property]
}

/** Whether a fraction is refused if a number is expected. @param {ts.Symbol} symbol a property of an interface */
export function isWhole(symbol) {
  const parent = declarationOf(symbol)?.parent
  if (!parent || !ts.isInterfaceDeclaration(parent)) return false
  const schema = schemaOf(parent, symbol.name)
  /** @param {number} value */
  const issues = (value) => schema?.safeParse(value).error?.issues.length ?? 0
  return issues(sample + 0.5) > issues(sample)
}
