import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"

export const root = join(__dirname, "..", "..", "..")

export interface Page {
  /** From the root of the repository. */
  path: string
  text: string
}

/** Every page that a person reads. */
export function pages(): Page[] {
  const folders = ["docs", "decisions"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name)),
  )
  const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, "examples", name, "README.md"))
  const readmes = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CODE_OF_CONDUCT.md",
    "examples/README.md",
    "emulator/README.md",
    "provider/README.md",
  ]
  return [...readmes.map((name) => join(root, name)), ...examples, ...folders]
    .filter((file) => file.endsWith(".md"))
    .map((file) => ({ path: relative(root, file), text: readFileSync(file, "utf8") }))
}

export interface Block {
  language: string
  /** What follows the language: `server` for what runs on until it is ended. */
  note: string
  code: string
  /** The file that the text before names as the place of the block. */
  file: string | undefined
}

/** The fenced blocks of a page in one of these languages. */
export function blocks(text: string, languages: string[]): Block[] {
  return [
    ...text.matchAll(
      /(?:`([\w/-]+(?:\.\w+)+)`[^`\n]*(?:\n[^`\n]+)*:\n\n)?^```(\w+) ?(\w*)\n([\s\S]*?)^```$/gm,
    ),
  ]
    .map(([, file, language = "", note = "", code = ""]) => ({ language, note, code, file }))
    .filter(({ language }) => languages.includes(language))
}

/** Every line that a page tells to type into a shell, without its comment. */
export const commands = (text: string): string[] =>
  blocks(text, ["sh"])
    .flatMap(({ code }) => code.split("\n"))
    .map((line) => line.replace(/ +#.*/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("#"))

/** The anchors of a page's headings, as GitHub makes them. */
export function anchors(text: string): string[] {
  const outside = text.replaceAll(/^```[\s\S]*?^```$/gm, "")
  return [...outside.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  )
}

/** The messages of a page's tables, whose first column is headed by that word. */
export function messages(text: string): string[] {
  const tables = [...text.matchAll(/^\| message .*\n\|[-| ]+\|\n((?:\|.*\n)+)/gm)]
  return tables.flatMap(([, rows = ""]) =>
    [...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, message = ""]) => message),
  )
}
