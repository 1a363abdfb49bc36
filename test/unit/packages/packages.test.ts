import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { root } from "../../support/packed"
import { inNode, packAll, tool, workspaces } from "./packed"

const packed = packAll()

interface Manifest {
  name: string
  version: string
  bin: Record<string, string>
  engines: { node: string }
  scripts: Record<string, string>
  keywords: string[]
  dependencies: Record<string, string>
  peerDependencies?: Record<string, string>
  repository?: unknown
}
const manifestOf = (workspace: string) =>
  JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")) as Manifest

describe("The packed emulator", () => {
  test("holds exactly what runs", () => {
    expect(packed.of("emulator").files).toEqual([
      ...["CHANGELOG.md", "LICENSE", "README.md"],
      ...["dist/cli.js", "dist/cli.js.map", "dist/index.d.ts", "dist/index.js", "dist/index.js.map"],
      ...["dist/page/icon.svg", "dist/page/index.html", "dist/page/main.css", "dist/page/main.js"],
      ...["dist/page/uPlot-LICENSE.txt", "dist/shapes.d.ts", "dist/types.d.ts", "package.json"],
    ])
  })

  test("needs neither Pulumi nor the provider", () => {
    const { dependencies, peerDependencies } = manifestOf("emulator")
    expect(Object.keys(dependencies)).toEqual(["fastify", "zod"])
    expect(peerDependencies).toBeUndefined()
  })
})

describe("The packed provider", () => {
  test("holds what its sources are compiled to, and nothing else", () => {
    const { files } = packed.of("provider")
    const top = files.filter((file) => !file.startsWith("dist/"))
    expect(top).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"])
    const [types, others] = [true, false].map((isType) =>
      files.filter((file) => file.startsWith("dist/") && file.endsWith(".d.ts") === isType),
    ) as [string[], string[]]
    expect(others).toEqual([
      ...["dist/cli/main.js", "dist/cli/main.js.map", "dist/dynamic.js", "dist/dynamic.js.map"],
      ...["dist/index.js", "dist/index.js.map", "dist/native.js", "dist/native.js.map"],
      ...[
        "LICENSES.txt",
        "main.js",
        "pulumi-resource-scalebox",
        "pulumi-resource-scalebox.cmd",
        "schema.json",
      ].map((name) => `dist/plugin/${name}`),
      ...["dist/plugin/start.js", "dist/zod-LICENSE.txt"],
    ])
    for (const name of ["main.js", "start.js"]) {
      expect(readFileSync(join(root, "provider", "dist", "plugin", name), "utf8")).not.toContain(root)
    }
    expect(types.length).toBeGreaterThan(50)
    const sourceOf = (file: string) => file.replace(/^dist\//, "src/").replace(/\.d\.ts$/, ".ts")
    expect(types.filter((file) => !existsSync(join(root, "provider", sourceOf(file))))).toEqual([])
  })
})

test("The plugin and its schema have the version of the package", () => {
  const { version } = JSON.parse(readFileSync(join(root, "provider", "package.json"), "utf8")) as Manifest
  const built = (name: string) => readFileSync(join(root, "provider", "dist", "plugin", name), "utf8")
  expect(JSON.parse(built("schema.json"))).toMatchObject({ name: "scalebox", version })
  expect(built("main.js")).toContain(`version:"${version}"`)
})

describe.each(workspaces)("The package in %s", (workspace) => {
  const manifest = manifestOf(workspace)

  test("says what it is, and runs nothing when it is installed", () => {
    const { engines, keywords, scripts } = manifest
    expect(engines.node).toBe(">=20")
    expect(keywords).toContain("scalebox")
    expect(Object.keys(scripts).filter((name) => /install|prepare|dependencies/.test(name))).toEqual([])
  })

  test("has commands that the system can start", () => {
    for (const file of Object.values(manifest.bin).map((path) => join(root, workspace, path))) {
      expect(readFileSync(file, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/)
      expect(statSync(file).mode & 0o111).toBe(0o111)
    }
  })

  test("resolves for CommonJS, ES modules and bundlers, with its types", async () => {
    const { code, stdout } = await tool(
      "@arethetypeswrong/cli/dist/index.js",
      ...[packed.of(workspace).tarball, "--no-emoji", "--no-color", "--format", "ascii"],
    )
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("No problems found") })
  })

  test("has no fault that publint knows", async () => {
    const { code, stdout } = await tool("publint/src/cli.js", workspace, "--strict", "--pack", "npm")
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("All good!") })
  })

  test("has source maps that hold their sources, and no path of the machine that built it", () => {
    const { files } = packed.of(workspace)
    const folder = join(root, workspace)
    const scripts = files.filter((file) => file.endsWith(".js") && !/^dist\/(page|plugin)\//.test(file))
    expect(scripts.length).toBeGreaterThan(1)
    for (const script of scripts) {
      const text = readFileSync(join(folder, script), "utf8")
      const map = JSON.parse(readFileSync(join(folder, `${script}.map`), "utf8")) as {
        sources: string[]
        sourcesContent?: string[]
      }
      expect(text).toContain(`//# sourceMappingURL=${script.slice(script.lastIndexOf("/") + 1)}.map`)
      for (const [index, source] of map.sources.entries()) {
        const file = join(folder, dirname(script), source)
        expect(map.sourcesContent?.[index]).toBe(readFileSync(file, "utf8"))
      }
      expect(text + JSON.stringify(map.sources)).not.toContain(root)
    }
  })

  test("leads from a stack trace to the line in the source", async () => {
    const [script, source, call] = {
      provider: [
        "provider/dist/index.js",
        "provider/src/client/configuration.ts",
        "new loaded.ScaleboxClient({ apiKey: 'k', apiUrl: 'ftp://x' })",
      ],
      emulator: [
        "emulator/dist/index.js",
        "emulator/src/options.ts",
        "await loaded.startEmulator({ port: -1 })",
      ],
    }[workspace] as [string, string, string]
    const program = `const loaded = require("./${script}")
      const work = async () => { ${call} }
      work().then(() => console.log("no error"), ({ stack }) => console.log(stack))`
    const { stdout } = await inNode(program)
    const [, line = "0"] = new RegExp(`${source.replaceAll(".", "\\.")}:(\\d+)`).exec(stdout) ?? []
    const text = readFileSync(join(root, source), "utf8").split("\n")[Number(line) - 1]
    expect({ stdout, text }).toMatchObject({ text: expect.stringMatching(/\b(throw|new \w*Error)\b/) })
  })
})

test("Every package has a changelog and the license, and a release names the changes since the last", () => {
  for (const workspace of workspaces) {
    const { name } = manifestOf(workspace)
    const { files } = packed.of(workspace)
    expect(files).toEqual(expect.arrayContaining(["CHANGELOG.md", "LICENSE"]))
    expect(readFileSync(join(root, workspace, "CHANGELOG.md"), "utf8")).toMatch(`# ${name}\n`)
  }
})
