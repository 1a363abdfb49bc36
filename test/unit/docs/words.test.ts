import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type Page, pages, root } from "./pages"

/** What nobody should read in pages, messages and comments, and what to write instead. */
const everywhere: [RegExp, string][] = [
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\banew\b/i, "again"],
  [/\bin clear\b/i, "in plain text"],
  [/\blies\b/i, "is, is stored"],
  [/\b(stands?|stood)\b/i, "is, is stored, is listed, replaces, means"],
  [/\b(made|makes?) good\b/i, "creates again"],
  [/\btold from\b/i, "distinguished from"],
  [/\bno good\b/i, "not valid"],
  [/\bno equal\b/i, "no equivalent"],
  [/\bfurther ones\b/i, "more"],
  [/\b(undefined|null|true|false|none|empty|only|also|even) where\b/i, "if"],
  [/\b(throws|fails)\b[^.|]{0,80} where\b/i, "if"],
  [
    /\b(was|were|is|are|be|been|being|has|have|had) made( (again|by|from|on|in|at|after|with)\b|[.,;])/i,
    "created",
  ],
  [/\bwhere (no|none|nothing|nobody|somebody|there (is|are|was|were))\b/i, "if"],
]

const inPages: [RegExp, string][] = [
  [/^```\n\n[a-z]/m, "a sentence with a subject of its own, not the block above"],
  [/^- .* (of|from) one$/m, "the noun instead of one"],
]

/** Measurements have their own page and their own words. */
const elsewhere = ["docs/performance.md"]

/** It names what nobody should write. */
const thisFile = "test/unit/docs/words.test.ts"

/** The text with its line breaks and the marks of comments as spaces, as a sentence may go over several lines. */
const inOneLine = (text: string) => text.replaceAll(/\s*\n\s*(?:\*|\/\/)?\s*/g, " ")

const sources = (): Page[] =>
  execFileSync("git", ["ls-files", "provider/src", "emulator/src", "tools", "test"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((path) => /\.(ts|mjs)$/.test(path) && path !== thisFile)
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))

function foundIn({ path, text }: Page, rules: [RegExp, string][]): string[] {
  return rules.flatMap(([rule, better]) =>
    [...text.matchAll(new RegExp(rule, `${rule.flags}g`))].map(
      ({ index, 0: found }) =>
        `${path}: "${text.slice(Math.max(0, index - 30), index + found.length + 20)}": rather "${better}"`,
    ),
  )
}

describe("The words of a technical writer", () => {
  test("are those of every page", () => {
    const read = pages().filter(({ path }) => !elsewhere.includes(path))
    expect(read.length).toBeGreaterThan(40)
    expect(
      read.flatMap(({ path, text }) => [
        ...foundIn({ path, text: inOneLine(text) }, everywhere),
        ...foundIn({ path, text }, inPages),
      ]),
    ).toEqual([])
  })

  test("are those of every message, comment and title of a test", () => {
    const read = sources()
    expect(read.length).toBeGreaterThan(200)
    expect(read.flatMap(({ path, text }) => foundIn({ path, text: inOneLine(text) }, everywhere))).toEqual([])
  })

  test.each([
    ["/** The key; undefined\n * where it is missing. */", "if"],
    ["It lies in\nclear in the state.", "in plain text"],
    ["Throws a ScaleboxError where a setting is wrong.", "if"],
  ])("are missed in %j", (text, better) => {
    expect(foundIn({ path: "a.ts", text: inOneLine(text) }, everywhere).join()).toContain(better)
  })

  test("are no sentence that begins with the block above it", () => {
    expect(foundIn({ path: "a.md", text: "```sh\nnpm test\n```\n\nruns all.\n" }, inPages)).toHaveLength(1)
  })
})
