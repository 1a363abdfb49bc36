import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import ts from "typescript"
import { ScaleboxClient } from "../../../provider/src/client"
import { endpoints } from "../../../provider/src/contract"
import { blocks, pages, root } from "./pages"

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>
}

describe("docs", () => {
  test("every TypeScript snippet compiles", () => {
    const snippets = new Map<string, string>()
    for (const { path, text } of pages()) {
      blocks(text, ["ts"]).forEach((code, index) => {
        snippets.set(join(root, "test", `${path.replaceAll("/", "-")}-${index}.mts`), code)
      })
    }
    expect(snippets.size).toBeGreaterThan(5)
    const options: ts.CompilerOptions = {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      types: ["node"],
    }
    const host = ts.createCompilerHost(options)
    const { readFile, fileExists } = host
    host.readFile = (file) => snippets.get(file) ?? readFile(file)
    host.fileExists = (file) => snippets.has(file) || fileExists(file)
    const program = ts.createProgram([...snippets.keys()], options, host)
    const faults = ts.getPreEmitDiagnostics(program).map((fault) => {
      const text = ts.flattenDiagnosticMessageText(fault.messageText, "\n")
      return `${fault.file?.fileName}: ${text}`
    })
    expect(faults).toEqual([])
  }, 60_000)

  test("every npm command in a page exists", () => {
    const commands = pages().flatMap(({ text }) =>
      [...text.matchAll(/npm (?:run )?([a-z:-]+)/g)].map(([, name]) => name),
    )
    const builtIn = ["run", "test", "install", "ci", "pack", "init"]
    expect(commands.length).toBeGreaterThan(3)
    expect(commands.filter((name) => !builtIn.includes(name ?? "") && !((name ?? "") in scripts))).toEqual([])
  })

  test("every link to a file leads somewhere", () => {
    const broken = pages().flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)]
        .map(([, target]) => join(dirname(join(root, path)), target ?? ""))
        .filter((target) => !existsSync(target)),
    )
    expect(broken).toEqual([])
  })
})

describe("coverage of the API", () => {
  test("every endpoint has a client method, a place in Pulumi and a contract test, and the page is up to date", async () => {
    const script = `
      import { page, rows } from "./tools/docs/coverage.mjs"
      console.log(JSON.stringify({ page: page(), rows: rows() }))
    `
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: root,
    })
    const { page, rows } = JSON.parse(stdout) as {
      page: string
      rows: { name: string; surface?: string; tests: string[] }[]
    }
    expect(rows.length).toBe(Object.keys(endpoints).length)
    for (const { name, surface, tests } of rows) {
      expect({ name, method: typeof Reflect.get(ScaleboxClient.prototype, name) }).toEqual({
        name,
        method: "function",
      })
      expect({ name, surface: Boolean(surface), tests: tests.length > 0 }).toEqual({
        name,
        surface: true,
        tests: true,
      })
    }
    expect(readFileSync(join(root, "docs", "coverage.md"), "utf8")).toBe(page)
  })
})
