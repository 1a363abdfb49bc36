import { copyFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"

/**
 * Writes the declarations of the package. Types that are taken from the contract are written out in full, with its
 * comments, as the contract is not published.
 * @param {string} folder of the emulator, with the compiler's own declarations in dist/declared
 */
export function writeTypes(folder) {
  const dist = join(folder, "dist")
  for (const file of ["index.d.ts", "types.d.ts"])
    copyFileSync(join(dist, "declared", file), join(dist, file))
  writeFileSync(join(dist, "shapes.d.ts"), writtenOut(join(folder, "src", "shapes.ts")))
}

/** All types that a file exports, free of imports. @param {string} file */
function writtenOut(file) {
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
  })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${file} exports nothing`)
  const types = checker
    .getExportsOfModule(module)
    .map((symbol) => ({ symbol, type: checker.getDeclaredTypeOfSymbol(symbol) }))
  const { textOf, membersOf, commentOf } = printer(checker, types)
  const declarations = types.map(({ symbol, type }) => {
    const { name } = symbol
    const text = isObject(type)
      ? `interface ${name} ${membersOf(type, "")}`
      : `type ${name} = ${textOf(type, "")}`
    return `${commentOf(symbol, "")}export ${text}\n`
  })
  return declarations.join("\n")
}

/** @param {ts.Type} type */
const isObject = (type) => (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0
/** @param {ts.Type} type */
const isUndefined = (type) => (type.flags & ts.TypeFlags.Undefined) !== 0
const plainly = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias

/**
 * Types as text, by their members down to the last, save for those that have a name of their own in the file.
 * @param {ts.TypeChecker} checker @param {{ symbol: ts.Symbol, type: ts.Type }[]} named
 */
function printer(checker, named) {
  /** @param {ts.Type} a @param {ts.Type} b */
  const areSame = (a, b) => checker.isTypeAssignableTo(a, b) && checker.isTypeAssignableTo(b, a)

  /** @param {ts.Symbol} symbol @param {string} indent */
  function commentOf(symbol, indent) {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll(/\s+/g, " ")
    return text && `${indent}/** ${text} */\n`
  }

  /** @param {ts.Type} type @param {string} indent @returns {string} */
  function membersOf(type, indent) {
    const inner = `${indent}  `
    const members = type.getProperties().map((member) => {
      const name = member.flags & ts.SymbolFlags.Optional ? `${member.name}?` : member.name
      return `${commentOf(member, inner)}${inner}${name}: ${textOf(checker.getTypeOfSymbol(member), inner)}\n`
    })
    return `{\n${members.join("")}${indent}}`
  }

  /** @param {ts.Type} type @param {string} indent @returns {string} */
  function textOf(type, indent) {
    if (type.isUnion() && type.types.some((part) => isObject(part) || isUndefined(part))) {
      const parts = type.types.filter((part) => !isUndefined(part)).map((part) => textOf(part, indent))
      return parts.sort((a, b) => Number(a === "null") - Number(b === "null")).join(" | ")
    }
    if (!isObject(type)) return checker.typeToString(type, undefined, plainly)
    const item = type.getNumberIndexType()
    if (item) return `${textOf(item, indent)}[]`
    const value = type.getStringIndexType()
    if (value) return `Record<string, ${textOf(value, indent)}>`
    return named.find((known) => areSame(known.type, type))?.symbol.name ?? membersOf(type, indent)
  }

  return { textOf, membersOf, commentOf }
}
