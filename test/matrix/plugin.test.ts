import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { run } from "../support/command"
import { expectInstalledWorks } from "../support/installed-plugin"
import { root } from "../support/packed"
import { firstLineOf, version } from "../support/plugin"

let folder: string
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-scalebox-plugin-")))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const script = (name: string, ...args: string[]) =>
  run(process.execPath, [join(root, "tools", "plugin", `${name}.mjs`), ...args], { cwd: root })

test("The SDK's host of plugins finds the plugin in a clone of this repository", async () => {
  // As the language host of newer releases does; the one that can be built from Go modules runs no plugins.
  const host = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-plugin")
  expect(readFileSync(join(root, "PulumiPlugin.yaml"), "utf8")).toBe("runtime: nodejs\n")
  expect(await firstLineOf(process.execPath, process.env, [host, root])).toMatch(/^\d+$/)
})

describe("The archive for this machine", () => {
  let archive: string
  beforeAll(async () => {
    await script("archives", "--own", folder)
    archive = join(folder, readdirSync(folder).find((name) => name.endsWith(".tar.gz")) ?? "")
  }, 300_000)

  test("has the name that Pulumi looks for, and its checksum beside it", async () => {
    const os = process.platform === "win32" ? "windows" : process.platform
    const arch = process.arch === "x64" ? "amd64" : process.arch
    expect(archive).toBe(join(folder, `pulumi-resource-scalebox-v${version}-${os}-${arch}.tar.gz`))
    const sums = join(folder, `pulumi-resource-scalebox-v${version}-checksums.txt`)
    await promisify(execFile)("sha256sum", ["--check", "--strict", sums], { cwd: folder })
    expect(readFileSync(sums, "utf8").split("\n")).toHaveLength(2)
  })

  test("holds one executable, which needs no Node.js, and the licenses of what is in it", async () => {
    const unpacked = mkdtempSync(join(folder, "unpacked-"))
    await run("tar", ["-xzf", archive, "-C", unpacked], { cwd: folder })
    const files = ["LICENSE", "LICENSES.txt", "node-LICENSE.txt", "pulumi-resource-scalebox"]
    expect(readdirSync(unpacked).sort()).toEqual(files)
    const env = { PATH: "", HOME: folder, NODE_OPTIONS: "--no-such-option" }
    expect(await firstLineOf(join(unpacked, "pulumi-resource-scalebox"), env)).toMatch(/^\d+$/)
  })

  test("is installed by Pulumi and serves a program", async () => {
    await expectInstalledWorks(archive)
  })
})
