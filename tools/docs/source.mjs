// The provider's sources as the TypeScript compiler reads them, for all that is written from them.
import { join } from "node:path"
import ts from "typescript"
import { root } from "../folders.mjs"

export const source = join(root, "provider", "src")
const program = ts.createProgram([join(source, "index.ts")], {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  types: ["node"],
})
export const checker = program.getTypeChecker()

/** All that a file exports. @param {string} file from provider/src, without `.ts` */
export function exportsOf(file) {
  const module = program.getSourceFile(join(source, `${file}.ts`))
  const symbol = module && checker.getSymbolAtLocation(module)
  if (!symbol) throw new Error(`${file}.ts exports nothing`)
  return checker.getExportsOfModule(symbol)
}

/** What a file exports under a name. @param {string} file from provider/src, without `.ts` @param {string} name */
export function exported(file, name) {
  const found = exportsOf(file).find((entry) => entry.name === name)
  if (!found) throw new Error(`${file}.ts exports no ${name}`)
  return found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found
}

/** The text of a comment, its tags left out. @param {ts.Symbol} symbol */
const textOf = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker))

/** The comment of a class alone, without that of an interface merged into it. @param {ts.Symbol} symbol */
function classTextOf(symbol) {
  const declaration = symbol.declarations?.find(ts.isClassDeclaration)
  const [comment] = declaration ? ts.getJSDocCommentsAndTags(declaration) : []
  return comment && ts.getTextOfJSDocComment(comment.comment)
}

/** @param {string} text */
const oneLine = (text) => text.replaceAll(/\s+/g, " ").trim()

/** A comment as one line. @param {ts.Symbol} symbol */
export const commentOf = (symbol) => oneLine(textOf(symbol))

/** The paragraphs of a comment, each as one line; its examples are left out. @param {ts.Symbol} symbol */
export const paragraphsOf = (symbol) =>
  (classTextOf(symbol) ?? textOf(symbol))
    .replaceAll(/```[\s\S]*?```/g, "")
    .split("\n\n")
    .map(oneLine)
    .filter((paragraph) => paragraph !== "")

/** The declaration of a property in our sources, with its type. @param {ts.Symbol} symbol */
export function declarationOf(symbol) {
  const found = symbol.declarations?.find(
    (declaration) => ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration),
  )
  return found?.type && found.getSourceFile().fileName.startsWith(source) ? found : undefined
}

/**
 * The properties of a type in the order of their declarations: the compiler's own order depends on what it has read before.
 * @param {ts.Type} type
 */
export function propertiesOf(type) {
  /** @param {ts.Symbol} symbol */
  const place = (symbol) => {
    const declaration = symbol.declarations?.[0]
    return { file: declaration?.getSourceFile().fileName ?? "", position: declaration?.pos ?? 0 }
  }
  return checker
    .getPropertiesOfType(type)
    .map((symbol) => ({ symbol, ...place(symbol) }))
    .sort((a, b) => a.file.localeCompare(b.file) || a.position - b.position)
    .map(({ symbol }) => symbol)
}

/** The parts of a type without undefined and null. @param {ts.TypeNode} node @returns {ts.TypeNode[]} */
export const partsOf = (node) =>
  (ts.isUnionTypeNode(node) ? [...node.types] : [node]).filter(
    (part) => !["undefined", "null"].includes(part.getText()),
  )

/** Whether a property may be left out. @param {ts.Symbol} symbol @param {ts.TypeNode} type */
export const isOptional = (symbol, type) =>
  Boolean(symbol.flags & ts.SymbolFlags.Optional) || /\bundefined\b/.test(type.getText())

/** The values of a type that is made of texts. @param {ts.TypeNode} node */
export function literals(node) {
  const type = checker.getNonNullableType(checker.getTypeFromTypeNode(node))
  const members = type.isUnion() ? type.types : [type]
  const values = members.flatMap((member) => (member.isStringLiteral() ? [member.value] : []))
  return values.length > 0 && values.length === members.length ? values : undefined
}
