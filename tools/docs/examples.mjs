// The programs of the pages in other languages than TypeScript, and what the page of the registry shows.
import { go } from "./languages/go.mjs"
import { readProgram } from "./languages/program.mjs"
import { python } from "./languages/python.mjs"
import { kebab } from "./names.mjs"

/** @typedef {import("./languages/program.mjs").Program} Program */

/** @type {Record<string, { title: string, write: (program: Program) => string }>} */
const languages = {
  python: { title: "Python", write: python },
  go: { title: "Go", write: go },
  yaml: { title: "YAML", write: ({ text }) => `name: example\nruntime: yaml\n\n${text.trimEnd()}` },
}

/** @param {string} language @param {string} code */
const fence = (language, code) => `\`\`\`${language}\n${code}\n\`\`\``

/** What can be in a marker: a program in one language. @type {Record<string, (name: string) => string>} */
export const programs = Object.fromEntries(
  Object.entries(languages).map(([language, { write }]) => [
    language,
    (name) => fence(language, write(readProgram(kebab(name)))),
  ]),
)

/** A program in all of them, each folded away. @param {string} name */
export const folded = (name) =>
  Object.entries(languages)
    .map(
      ([language, { title }]) =>
        `<details>\n<summary>${title}</summary>\n\n${programs[language]?.(name)}\n\n</details>`,
    )
    .join("\n\n")
