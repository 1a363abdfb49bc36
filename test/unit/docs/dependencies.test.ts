import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./pages"

interface Manifest {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

const read = <T>(...path: string[]) => JSON.parse(readFileSync(join(root, ...path), "utf8")) as T
const page = readFileSync(join(root, "docs", "dependencies.md"), "utf8")
const { packages } = read<{ packages: Record<string, { license?: string }> }>("package-lock.json")

/** Names and licenses in the table below a heading. */
function rowsBelow(heading: string): string[][] {
  const [section = ""] = page.split(`\n## ${heading}\n`)[1]?.split("\n## ") ?? []
  return [...section.matchAll(/^\| `([^`]+)` \|.*\| ([^|]+?) +\|$/gm)].map(([, name = "", license = ""]) => [
    name,
    license,
  ])
}

/** Names and licenses in the manifest of a workspace. */
function rowsOf(...path: string[]): string[][] {
  const { dependencies, devDependencies, peerDependencies } = read<Manifest>(...path, "package.json")
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })
  return names.sort().map((name) => [name, packages[`node_modules/${name}`]?.license ?? "none"])
}

test.each([
  ["pulumi-scalebox", ["provider"]],
  ["scalebox-emulator", ["emulator"]],
  ["Development", []],
])(
  "docs/dependencies.md names the dependencies of %s and their licenses, no more and no less",
  (heading, path) => {
    expect(rowsOf(...path).length).toBeGreaterThan(1)
    expect(rowsBelow(heading).sort()).toEqual(rowsOf(...path))
  },
)
