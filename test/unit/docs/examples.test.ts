import { readdirSync, readFileSync } from "node:fs"
import { join, sep } from "node:path"
import { root } from "./pages"

const examples = join(root, "examples")
/** What says what an example is, and so differs from one to the other. */
const own = ["README.md", "Pulumi.yaml", "package.json", "index.ts", ".gitlab-ci.yml", join("ci", "up.sh")]

const filesOf = (example: string) =>
  readdirSync(join(examples, example), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(examples, example).length + 1))
    .filter((path) => !path.split(sep).includes("node_modules"))

/** The examples that have a file of this path, by the path. */
const shared = new Map<string, string[]>()
for (const { name } of readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory()))
  for (const path of filesOf(name)) shared.set(path, [...(shared.get(path) ?? []), name])

const copies = [...shared].filter(([path, folders]) => folders.length > 1 && !own.includes(path))

test("files are found that several examples have, as each is copied by itself", () => {
  expect(copies.map(([path]) => path)).toEqual(
    expect.arrayContaining(["tsconfig.json", ".gitignore", join("ci", "prepare.sh")]),
  )
})

test.each(copies)("%s is the same in every example that has it", (path, folders) => {
  const contents = folders.map((folder) => readFileSync(join(examples, folder, path), "utf8"))
  expect(new Set(contents).size).toBe(1)
})
