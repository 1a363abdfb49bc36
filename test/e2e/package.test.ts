import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { run } from "../support/command"
import { sharedEmulator } from "../support/emulator"
import { expectUpAndDestroy, npmInstall, pack, root, smokeProgram } from "../support/packed"
import { firstLineOf } from "../support/plugin"
import { Stack } from "../support/stack"

const pnpm = join(root, "node_modules", "pnpm", "bin", "pnpm.cjs")
const pulumi = `@pulumi/pulumi@${versionOf(join(root, "node_modules", "@pulumi", "pulumi"))}`

interface Manifest {
  version: string
  scripts?: Record<string, string>
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest
}

function versionOf(folder: string): string {
  return manifestOf(folder).version
}

const pnpmAdd = (cwd: string, ...packages: string[]) =>
  run(process.execPath, [pnpm, "add", "--prefer-offline", ...packages], { cwd })

/** Every file of an installed package, its own dependencies aside. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !file.startsWith("node_modules"))
}

let outside: string
let provider: string
beforeAll(async () => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-scalebox-")))
  provider = (await pack("provider", outside)).tarball
})
afterAll(() => rmSync(outside, { recursive: true, force: true }))

describe("The packed provider", () => {
  test("works where npm installed it, and holds only what is needed", async () => {
    const stack = await Stack.create(await sharedEmulator(), "with-npm", {
      program: smokeProgram,
      within: outside,
    })
    await npmInstall(stack.folder, provider, pulumi)
    const installed = join(stack.folder, "node_modules", "pulumi-scalebox")
    const [others, built] = [false, true].map((wanted) =>
      filesOf(installed).filter((file) => file.startsWith("dist") === wanted),
    )
    expect(others?.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"])
    const plugin = ["LICENSES.txt", "pulumi-resource-scalebox", "pulumi-resource-scalebox.cmd", "schema.json"]
    expect(built?.filter((file) => !/\.(js|d\.ts|js\.map)$/.test(file)).sort()).toEqual([
      ...plugin.map((name) => join("dist", "plugin", name)),
      join("dist", "zod-LICENSE.txt"),
    ])
    expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"))
    const scripts = Object.keys(manifestOf(installed).scripts ?? {})
    expect(scripts.filter((name) => /install|^prepare$/.test(name))).toEqual([])
    const launcher = join(installed, "dist", "plugin", "pulumi-resource-scalebox")
    expect(await firstLineOf(launcher)).toMatch(/^\d+$/)
    await expectUpAndDestroy(stack)
  })

  test("works where pnpm installed it as a dependency of the program, and says so where it is none", async () => {
    const stack = await Stack.create(await sharedEmulator(), "with-pnpm", { program: "", within: outside })
    const library = join(stack.folder, "library")
    mkdirSync(library)
    stack.write({
      "library/package.json": JSON.stringify({
        name: "library",
        version: "1.0.0",
        dependencies: { "pulumi-scalebox": `file:${provider}` },
        peerDependencies: { "@pulumi/pulumi": "*" },
      }),
      "library/index.js": `const scalebox = require("pulumi-scalebox")${smokeProgram}`,
      "index.js": `module.exports = require("library")`,
    })
    await pnpmAdd(stack.folder, "file:./library", pulumi)
    const refused = await stack.up()
    expect(refused.code).not.toBe(0)
    expect(refused.output).toContain(
      `pulumi-scalebox cannot be found from the folder of this Pulumi program (${stack.folder}). ` +
        `Add "pulumi-scalebox": "^${versionOf(join(root, "provider"))}" to the dependencies in its package.json and ` +
        "install it; a library that depends on it is not enough",
    )
    expect(stack.requests()).toEqual([])

    await pnpmAdd(stack.folder, provider)
    await expectUpAndDestroy(stack)
  })
})

describe("The packed emulator", () => {
  test("installs without Pulumi and answers", async () => {
    const folder = join(outside, "emulator")
    mkdirSync(folder)
    const { tarball } = await pack("emulator", outside)
    await run("npm", ["init", "--yes"], { cwd: folder })
    await npmInstall(folder, tarball)
    const modules = join(folder, "node_modules")
    for (const name of ["@pulumi", "pulumi-scalebox", "axios"])
      expect(existsSync(join(modules, name))).toBe(false)
    expect(
      filesOf(join(modules, "scalebox-emulator"))
        .filter((file) => !file.startsWith("dist"))
        .sort(),
    ).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"])

    // npx starts a shell that starts the emulator: only the whole group can be ended.
    const child = spawn("npx", ["--no-install", "scalebox-emulator", "--port", "0", "--boot-ms", "0"], {
      cwd: folder,
      detached: true,
    })
    const closed = once(child, "close")
    try {
      const [line] = (await once(createInterface(child.stdout), "line")) as [string]
      const [, url = ""] = /^ScaleBox emulator listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line) ?? []
      const regions = await fetch(`${url}/v1/scalebox-regions`)
      expect(await regions.json()).toMatchObject({ success: true })
      const made = await fetch(`${url}/v1/sandboxes`, { method: "POST", headers: { "X-API-Key": "any" } })
      expect(made.status).toBe(201)
      expect(await made.json()).toMatchObject({ success: true, data: { status: "running" } })
    } finally {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM")
      await closed
    }
  })
})
