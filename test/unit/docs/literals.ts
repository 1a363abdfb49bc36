import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { root } from "./pages"

/** What a text of the sources says, with `…` in place of what is filled in; undefined for other expressions. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("")
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)]
    return left === undefined && right === undefined ? undefined : (left ?? "…") + (right ?? "…")
  }
  return undefined
}

/** Every text in the sources of the provider, concatenations joined. */
export function literals(): string[] {
  const folder = join(root, "provider", "src")
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  )
  const found: string[] = []
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      const text = textOf(node)
      if (text !== undefined) found.push(text)
      ts.forEachChild(node, visit)
    }
    visit(ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.ES2022, true))
  }
  return found
}

/** Whether a message of the docs, `…` and numbers in it left open, is what one of the texts says. */
export function isSaid(message: string, texts: string[]): boolean {
  const parts = message
    .replace(/: …$/, "")
    .split(/…|\d+/)
    .map((part) => part.replace(/^[ :"]+$/, ""))
    .filter((part) => part !== "")
  return texts.some((text) => {
    let from = 0
    return parts.every((part) => {
      const at = text.indexOf(part, from)
      from = at + part.length
      return at >= 0
    })
  })
}
