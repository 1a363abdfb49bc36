import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { fakeCommands, temporaryFolder } from "./fake-commands"
import { inNode, root } from "./in-node"

const lock = {
  packages: {
    "": { name: "workspace" },
    provider: { version: "0.1.0" },
    "node_modules/pulumi-scalebox": { resolved: "provider", link: true },
    "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" },
    "node_modules/fsevents": { version: "2.3.3", integrity: "sha512-b", optional: true },
  },
}
const { "": rootEntry, "node_modules/fsevents": optional, ...complete } = lock.packages

const fits = (packages: Record<string, object>) =>
  inNode<boolean>("workspace.mjs", "tool.fits(...input)", { input: [lock, { packages }] })

test("fits accepts an install without the optional packages of other platforms", async () => {
  expect(await fits(complete)).toBe(true)
})

test("fits refuses an install that lacks a package", async () => {
  const { "node_modules/zod": zod, ...rest } = complete
  expect(await fits(rest)).toBe(false)
})

test.each([
  ["version", { version: "4.6.6", integrity: "sha512-a" }],
  ["content", { version: "4.6.7", integrity: "sha512-c" }],
])("fits refuses an install with another %s of a package", async (_, zod) => {
  expect(await fits({ ...complete, "node_modules/zod": zod })).toBe(false)
})

test("fits refuses an optional package of another version", async () => {
  const other = { ...optional, version: "2.3.2" }
  expect(await fits({ ...complete, "node_modules/fsevents": other })).toBe(false)
})

/** A clone with our scripts, but with an npm, a compiler and a bundler that only note their arguments. */
function fakeClone() {
  const folder = temporaryFolder()
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  cpSync(join(root, "tools"), join(folder, "tools"), { recursive: true })
  write("package-lock.json", JSON.stringify(lock))
  write("provider/src/index.ts", "export {}")
  const note = `require("node:fs").appendFileSync("calls", process.argv.slice(1).join(" ").replaceAll(process.cwd() + "/", "") + "\\n")`
  write("fake/tsc", note)
  for (const name of ["provider", "emulator"]) {
    write(
      `${name}/build.mjs`,
      `import { cpSync } from "node:fs"; cpSync("fake/${name}", "${name}/dist", { recursive: true })`,
    )
  }
  for (const name of ["index.js", "plugin/main.js", "plugin/start.js", "plugin/schema.json"])
    write(`fake/provider/${name}`, "")
  write("fake/emulator/index.js", "")
  write("fake/emulator/cli.js", "")
  write("fake/emulator/page/index.html", "")
  write("fake/lock.json", JSON.stringify({ packages: complete }))
  const npm = `echo "npm $*" >> calls
mkdir -p node_modules/typescript/bin
cp fake/tsc node_modules/typescript/bin/tsc
cp fake/lock.json node_modules/.package-lock.json`
  const path = `${fakeCommands({ npm })}${delimiter}${process.env.PATH}`
  const env = { PATH: path, XDG_CACHE_HOME: temporaryFolder() }
  const prepare = "(async () => { await tool.ensureInstalled(); await tool.ensureBuilt() })()"
  return {
    folder,
    write,
    prepare: () => inNode(join(folder, "tools", "workspace.mjs"), prepare, { env }),
    /** The commands that ran since the last question. */
    calls: () => {
      const file = join(folder, "calls")
      const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []
      rmSync(file, { force: true })
      return lines
    },
  }
}

const install = "npm ci --include=dev --no-audit --no-fund --loglevel=error"
const compile = "node_modules/typescript/bin/tsc -b provider emulator"

test("a fresh clone is installed and built once", async () => {
  const clone = fakeClone()
  await clone.prepare()
  expect(clone.calls()).toEqual([install, `${compile} --force`])
  await clone.prepare()
  expect(clone.calls()).toEqual([])
})

test("two runs at once install and build once", async () => {
  const clone = fakeClone()
  await Promise.all([clone.prepare(), clone.prepare()])
  expect(clone.calls()).toEqual([install, `${compile} --force`])
})

test("a changed source is built again, without a new install", async () => {
  const clone = fakeClone()
  await clone.prepare()
  clone.calls()
  clone.write("provider/src/contract/new.ts", "export {}")
  await clone.prepare()
  expect(clone.calls()).toEqual([compile])
})

test("a deleted dist folder is built again in full", async () => {
  const clone = fakeClone()
  await clone.prepare()
  clone.calls()
  rmSync(join(clone.folder, "provider", "dist"), { recursive: true })
  await clone.prepare()
  expect(clone.calls()).toEqual([`${compile} --force`])
})

test("a deleted source leaves nothing in the dist folder", async () => {
  const clone = fakeClone()
  clone.write("provider/src/old.ts", "export {}")
  await clone.prepare()
  clone.calls()
  clone.write("provider/dist/old.js", "")
  clone.write("provider/src/index.ts", "export const changed = 1")
  await clone.prepare()
  expect(clone.calls()).toEqual([compile])
  expect(existsSync(join(clone.folder, "provider/dist/old.js"))).toBe(true)
  rmSync(join(clone.folder, "provider/src/old.ts"))
  await clone.prepare()
  expect(clone.calls()).toEqual([`${compile} --force`])
  expect(existsSync(join(clone.folder, "provider/dist/old.js"))).toBe(false)
})

test("a changed lock file leads to a new install", async () => {
  const clone = fakeClone()
  await clone.prepare()
  clone.calls()
  const packages = { ...lock.packages, "node_modules/zod": { version: "4.7.0", integrity: "sha512-d" } }
  clone.write("package-lock.json", JSON.stringify({ packages }))
  await clone.prepare()
  expect(clone.calls()[0]).toBe(install)
})

test("no check writes among the sources, which would be built again", () => {
  const args = ["ls-files", "--others", "--ignored", "--exclude-standard", "provider/src", "emulator/src"]
  expect(execFileSync("git", args, { cwd: root, encoding: "utf8" })).toBe("")
  // In a fresh clone the type check has not written its record yet.
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
  const shown = execFileSync(process.execPath, [tsc, "--showConfig", "-p", "emulator/src/page"], {
    cwd: root,
    encoding: "utf8",
  })
  expect(JSON.parse(shown).compilerOptions.tsBuildInfoFile).toMatch(/^\.\.\/\.\.\//)
})
