import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { createInterface } from "node:readline"
import { run } from "../support/command"
import { sharedEmulator } from "../support/emulator"
import { nodeFolder } from "../support/nodes"
import { expectUpAndDestroy, npmInstall, pack, root, smokeProgram } from "../support/packed"
import { Stack } from "../support/stack"
import { installTools, managers, nodeVersions } from "./tools"

const { peerDependencies } = JSON.parse(readFileSync(join(root, "provider", "package.json"), "utf8")) as {
  peerDependencies: Record<string, string>
}
const range = peerDependencies["@pulumi/pulumi"] ?? ""
const [, oldest] = /^>=(\d+\.\d+) <\d+$/.exec(range) ?? []

let outside: string
let provider: string
beforeAll(async () => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-scalebox-matrix-")))
  await installTools()
  provider = (await pack("provider", outside)).tarball
}, 300_000)
afterAll(() => rmSync(outside, { recursive: true, force: true }))

const versionIn = (folder: string) =>
  (
    JSON.parse(readFileSync(join(folder, "node_modules", "@pulumi", "pulumi", "package.json"), "utf8")) as {
      version: string
    }
  ).version

/** What the language host, and with it program and provider process, is run by. */
const pathWith = async (version: number) =>
  [await nodeFolder(version), process.env.PULUMI_ENGINE_DIR, process.env.PATH].filter(Boolean).join(delimiter)

/** The program refuses to run on another Node.js than the one that is meant. */
const programFor = (version: number) => `
  if (!process.version.startsWith("v${version}.")) throw new Error("This is Node.js " + process.version)
  ${smokeProgram}`

// npm picks the newest version that the Node.js it runs on may run: newer ones of Pulumi need a newer Node.js.
describe.each([
  ["oldest", `@pulumi/pulumi@${oldest}.0`, nodeVersions],
  ["newest for Node.js 20", `@pulumi/pulumi@${range}`, [20]],
  ["newest", `@pulumi/pulumi@${range}`, [22, 24]],
] as const)("With the %s Pulumi that the package allows", (which, pulumi, versions) => {
  let installed: string
  beforeAll(async () => {
    installed = join(outside, which.replaceAll(" ", "-"))
    mkdirSync(installed)
    const environment = { cwd: installed, env: { ...process.env, PATH: await pathWith(versions[0]) } }
    await run("npm", ["init", "--yes"], environment)
    const args = ["install", "--prefer-online", "--no-audit", "--no-fund", provider, pulumi]
    await run("npm", args, environment)
    process.stdout.write(`${which}: @pulumi/pulumi ${versionIn(installed)}\n`)
  }, 300_000)

  test.each(versions)("the provider works on Node.js %i", async (version) => {
    const stack = await Stack.create(await sharedEmulator(), `on-node-${version}`, {
      program: programFor(version),
      within: installed,
      env: { PATH: await pathWith(version) },
    })
    await expectUpAndDestroy(stack)
  })
})

describe("With another package manager", () => {
  test.each(Object.keys(managers))(
    "the provider works where %s installed it",
    async (name) => {
      const label = `with-${name.replace(" ", "-")}`
      const stack = await Stack.create(await sharedEmulator(), label, {
        program: smokeProgram,
        within: outside,
      })
      const cache = join(outside, "cache", label)
      await managers[name]?.(stack.folder, cache, provider, `@pulumi/pulumi@${versionIn(root)}`)
      await expectUpAndDestroy(stack)
    },
    300_000,
  )
})

describe("The commands", () => {
  let folder: string
  beforeAll(async () => {
    folder = join(outside, "commands")
    mkdirSync(folder)
    const { tarball } = await pack("emulator", outside)
    await run("npm", ["init", "--yes"], { cwd: folder })
    await npmInstall(folder, tarball, provider, `@pulumi/pulumi@${versionIn(root)}`)
  }, 300_000)

  test.each(nodeVersions)("start on Node.js %i", async (version) => {
    const env = { ...process.env, PATH: await pathWith(version) }
    const command = (name: string) => join(folder, "node_modules", ".bin", name)
    expect(await run(command("pulumi-scalebox"), ["--help"], { cwd: folder, env })).toContain("recover")
    const child = spawn(command("scalebox-emulator"), ["--port", "0"], { cwd: folder, env })
    const closed = once(child, "close")
    try {
      const [line] = (await once(createInterface(child.stdout), "line")) as [string]
      const [url = ""] = /http:\S+/.exec(line) ?? []
      const page = await fetch(`${url}/`)
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"])
    } finally {
      child.kill()
      await closed
    }
  })
})
