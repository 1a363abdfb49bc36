import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"

export const root = join(__dirname, "..", "..", "..")

/** Every page that a person reads, by its path from the root of the repository. */
export function pages(): { path: string; text: string }[] {
  const folders = ["docs", "decisions"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name)),
  )
  const readmes = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "emulator/README.md",
    "provider/README.md",
    "examples/quickstart/README.md",
  ]
  return [...readmes.map((name) => join(root, name)), ...folders]
    .filter((file) => file.endsWith(".md"))
    .map((file) => ({ path: relative(root, file), text: readFileSync(file, "utf8") }))
}

/** The fenced blocks of a page in one of these languages. */
export function blocks(text: string, languages: string[]): string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, language]) => languages.includes(language ?? ""))
    .map(([, , code]) => code ?? "")
}
