import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../support/command"
import { root } from "../support/packed"
import { blocks, pages } from "../unit/docs/pages"

let folder: string
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-scalebox-languages-")))
  await run(process.execPath, [join(root, "tools", "plugin", "sdks.mjs"), folder, "go", "python"], {
    cwd: root,
  })
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The programs of the pages in a language. */
const programs = (language: string) =>
  pages().flatMap(({ text }) => blocks(text, [language]).map(({ code }) => code))

/** What a go.mod of ours pins, without the name of the module. */
const pinned = (file: string) =>
  readFileSync(join(root, "tools", "pulumi-cli", file), "utf8").replace(/^module .*$/m, "")

test("the programs in Go of the pages compile against the SDK, and gofmt has nothing to change", async () => {
  const codes = programs("go")
  expect(codes.length).toBeGreaterThan(6)
  const [, path = ""] = /"(\S+\/sdk\/go)\/scalebox"/.exec(codes[0] ?? "") ?? []
  const go = join(folder, "go")
  // The SDK as its own module has the path that programs import; here they are in it, too.
  writeFileSync(join(go, "go.mod"), `module ${path}\n${pinned("go.mod")}`)
  writeFileSync(join(go, "go.sum"), pinned("go.sum"))
  codes.forEach((code, index) => {
    const place = join(go, `program${index}`)
    mkdirSync(place)
    writeFileSync(join(place, "main.go"), code)
  })
  const env = { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" }
  await run("go", ["vet", "./..."], { cwd: go, env })
  const sources = readdirSync(go).filter((name) => name.startsWith("program"))
  expect(await run("gofmt", ["-l", ...sources], { cwd: go })).toBe("")
}, 600_000)

test("the programs in Python of the pages fit the types of the SDK", async () => {
  const codes = programs("python")
  expect(codes.length).toBeGreaterThan(6)
  const python = join(folder, "venv", "bin", "python")
  await run("python3", ["-m", "venv", join(folder, "venv")], { cwd: folder })
  await run(python, ["-m", "pip", "install", "--quiet", "mypy", join(folder, "python")], { cwd: folder })
  codes.forEach((code, index) => {
    writeFileSync(join(folder, `program${index}.py`), code)
  })
  const files = codes.map((_, index) => `program${index}.py`)
  expect(await run(python, ["-m", "mypy", ...files], { cwd: folder })).toMatch(/^Success: no issues found/)
}, 600_000)
