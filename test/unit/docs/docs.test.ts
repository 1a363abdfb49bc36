import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { promisify } from "node:util"
import ts from "typescript"
import { ScaleboxClient } from "../../../provider/src/client"
import { endpoints } from "../../../provider/src/contract"
import { schemaFile } from "../../support/schema"
import { isSaid, literals } from "./literals"
import { anchors, blocks, messages, pages, root } from "./pages"

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>
}

/** What a script of a module of the tools prints as JSON. */
async function fromTool<T>(script: string): Promise<T> {
  const args = ["--input-type=module", "-e", script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 1e8 })
  return JSON.parse(stdout) as T
}

/** The folder that a relative link or a named file of a page starts from. */
const placeOf = (path: string) => join(root, "test", path.replaceAll("/", "-"))

describe("docs", () => {
  test("every TypeScript snippet compiles", () => {
    const snippets = new Map<string, string>()
    for (const { path, text } of pages()) {
      blocks(text, ["ts", "js", "typescript"]).forEach(({ code, file }, index) => {
        snippets.set(file ? join(placeOf(path), file) : `${placeOf(path)}-${index}.mts`, code)
      })
    }
    expect(snippets.size).toBeGreaterThan(20)
    const options: ts.CompilerOptions = {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      esModuleInterop: true,
      allowJs: true,
      checkJs: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      types: ["node"],
    }
    const host = ts.createCompilerHost(options)
    const { readFile, fileExists, directoryExists } = host
    host.readFile = (file) => snippets.get(file) ?? readFile(file)
    host.fileExists = (file) => snippets.has(file) || fileExists(file)
    host.directoryExists = (folder) =>
      [...snippets.keys()].some((file) => file.startsWith(`${folder}/`)) || Boolean(directoryExists?.(folder))
    const program = ts.createProgram([...snippets.keys()], options, host)
    const faults = ts.getPreEmitDiagnostics(program).map((fault) => {
      const text = ts.flattenDiagnosticMessageText(fault.messageText, "\n")
      return `${fault.file?.fileName}: ${text}`
    })
    expect(faults).toEqual([])
  })

  const pageAt = (path: string) => pages().find((page) => page.path === path)?.text ?? ""
  const startConfig = () => blocks(pageAt("docs/start.md"), ["json"])[0]?.code ?? ""

  test("the unit test in the page about testing passes on its program, by the page's command and the guide's tsconfig", async () => {
    const page = pageAt("docs/testing.md")
    const named = blocks(page, ["ts"]).filter(({ file }) => file?.startsWith("index."))
    const [command] = blocks(page, ["sh"]).filter(({ note }) => note === "unit")
    expect(named.map(({ file }) => file)).toEqual(["index.ts", "index.test.ts"])
    // Inside the repository, so that the packages are found.
    const folder = mkdtempSync(join(root, "node_modules", ".testing-page-"))
    try {
      writeFileSync(join(folder, "Pulumi.yaml"), "")
      writeFileSync(join(folder, "tsconfig.json"), startConfig())
      for (const { file = "", code } of named) writeFileSync(join(folder, file), code)
      // What npx finds in a project is here in the repository.
      const script = `npx() { "$@"; }\n${command?.code}`
      const { stdout } = await promisify(execFile)("bash", ["-ec", script], {
        cwd: folder,
        env: { PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter) },
      })
      expect(stdout).toMatch(/pass 3\b/)
      expect(stdout).toMatch(/fail 0\b/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test("every example has the tsconfig of the guide Start", () => {
    const wanted = JSON.parse(startConfig())
    const found = readdirSync(join(root, "examples"))
      .map((name) => join(name, "tsconfig.json"))
      .filter((file) => existsSync(join(root, "examples", file)))
    expect(found.length).toBeGreaterThan(8)
    for (const file of found) {
      const config = JSON.parse(readFileSync(join(root, "examples", file), "utf8"))
      expect({ file, config }).toEqual({ file, config: wanted })
    }
  })

  test("every npm command in a page exists", () => {
    const commands = pages().flatMap(({ text }) =>
      [...text.matchAll(/npm (?:run )?([a-z:-]+)/g)].map(([, name]) => name),
    )
    const builtIn = ["run", "test", "install", "ci", "pack", "pkg", "init", "start"]
    expect(commands.length).toBeGreaterThan(3)
    expect(commands.filter((name) => !builtIn.includes(name ?? "") && !((name ?? "") in scripts))).toEqual([])
  })

  test("every link leads to a file, and to a heading in it", () => {
    const broken = pages().flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
        .map(([link, target, anchor]) => {
          const file = target ? join(dirname(join(root, path)), target) : join(root, path)
          return { link: `${path}: ${link}`, file, anchor }
        })
        .filter(
          ({ file, anchor }) =>
            !existsSync(file) || (anchor && !anchors(readFileSync(file, "utf8")).includes(anchor)),
        )
        .map(({ link }) => link),
    )
    expect(broken).toEqual([])
  })

  test("every picture is there", () => {
    const pictures = pages().flatMap(({ path, text }) =>
      [...text.matchAll(/\bsrc(?:set)?="([^"]+)"/g)].map(([, file = ""]) => join(root, dirname(path), file)),
    )
    expect(pictures.length).toBeGreaterThan(1)
    expect(pictures.filter((file) => !existsSync(file))).toEqual([])
  })

  test("every file that the page for contributors names is there", () => {
    const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8")
    const named = [...page.matchAll(/`([\w-]+\/[\w./-]+)`/g)].map(([, path = ""]) => path)
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test("the indexes name every page and every example", () => {
    const index = readFileSync(join(root, "docs", "README.md"), "utf8")
    const names = readdirSync(join(root, "docs")).filter(
      (name) => name.endsWith(".md") && name !== "README.md",
    )
    expect(names.filter((name) => !index.includes(`(${name})`))).toEqual([])
    const examples = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    )
    const list = readFileSync(join(root, "examples", "README.md"), "utf8")
    expect(examples.map(({ name }) => name).filter((name) => !list.includes(`(${name})`))).toEqual([])
  })

  test("every message that a page explains is one of the provider's", () => {
    const texts = literals()
    const explained = pages().flatMap(({ path, text }) =>
      messages(text).map((message) => ({ path, message })),
    )
    expect(explained.length).toBeGreaterThan(25)
    expect(explained.filter(({ message }) => !isSaid(message, texts))).toEqual([])
    expect(isSaid("No ScaleBox API token is configured", texts)).toBe(false)
  })
})

describe("the tables of resources and functions", () => {
  interface Tables {
    pages: { name: string; text: string; wanted: string; marks: string[] }[]
    functions: { name: string }[]
    described: Record<string, string>
    schema: string
  }
  let tables: Tables
  beforeAll(async () => {
    tables = await fromTool<Tables>(`
      import { pages } from "./tools/docs/pages.mjs"
      import { described, functions } from "./tools/docs/types.mjs"
      import { schema } from "./tools/schema/schema.mjs"
      console.log(JSON.stringify({ pages: pages(), functions: functions(), described, schema: schema() }))
    `)
  })

  test("are up to date: else run npm run docs", () => {
    expect(tables.pages.filter(({ text, wanted }) => text !== wanted).map(({ name }) => name)).toEqual([])
  })

  test("have the schema of the plugin beside them, which is up to date: else run npm run schema", () => {
    expect(readFileSync(schemaFile, "utf8")).toBe(tables.schema)
  })

  test("say something of every property", () => {
    const silent = tables.pages.flatMap(({ name, wanted }) =>
      [...wanted.matchAll(/^\| `(\w+)`[^|]*\|(?:\\\||[^|])*\| +\|/gm)].map(
        ([, property]) => `${name}: ${property}`,
      ),
    )
    expect(silent).toEqual([])
  })

  test("are there for every resource, function and type", () => {
    const marks = tables.pages.flatMap((page) => page.marks)
    const source = readFileSync(join(root, "provider", "src", "resources", "kinds.ts"), "utf8")
    const resources = [...source.matchAll(/^ {2}\w+: "(\w+)",$/gm)].map(([, name]) => name)
    expect(resources.length).toBeGreaterThan(4)
    for (const name of resources)
      expect(marks).toEqual(expect.arrayContaining([`inputs ${name}`, `outputs ${name}`]))
    for (const { name } of tables.functions) expect(marks).toContain(`function ${name}`)
    for (const name of Object.keys(tables.described)) expect(marks).toContain(`type ${name}`)
    expect(marks).toEqual(
      expect.arrayContaining(["component DevEnvironment", "properties DevEnvironment", "configuration"]),
    )
  })
})

describe("coverage of the API", () => {
  test("every endpoint has a client method, a place in Pulumi and a contract test, and the page is up to date", async () => {
    const { page, rows } = await fromTool<{
      page: string
      rows: { name: string; surface?: string; tests: string[] }[]
    }>(`
      import { page, rows } from "./tools/docs/coverage.mjs"
      console.log(JSON.stringify({ page: page(), rows: rows() }))
    `)
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
