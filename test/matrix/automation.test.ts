import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { run } from "../support/command"
import { sharedEmulator } from "../support/emulator"
import { root } from "../support/packed"
import { pluginFolder, version } from "../support/plugin"

const programs = join(__dirname, "automation")
let folder: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-scalebox-automation-")))
  const sdks = join(root, "tools", "plugin", "sdks.mjs")
  await run(process.execPath, [sdks, join(folder, "sdk"), "python", "go"], { cwd: root })
  const { url } = await sharedEmulator()
  mkdirSync(join(folder, "backend"))
  env = {
    ...process.env,
    PATH: [process.env.PULUMI_ENGINE_DIR, process.env.PATH].filter(Boolean).join(delimiter),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    SCALEBOX_API_URL: url,
  }
  const archive = join(folder, "plugin.tar.gz")
  await run("tar", ["-czf", archive, "-C", pluginFolder, "."], { cwd: folder })
  const args = ["plugin", "install", "resource", "scalebox", version, "--file", archive]
  await run("pulumi", args, { cwd: folder, env })
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a program of the Automation API in an account of its own, and expects that each of its runs did what it should. */
async function expectLifecycle(language: string, command: string, ...args: string[]): Promise<void> {
  const apiKey = `sk-${language}`
  const account = (await sharedEmulator()).account(apiKey)
  const text = await run(command, args, { cwd: folder, env: { ...env, SCALEBOX_API_KEY: apiKey } })
  const { changes, url, regions } = JSON.parse(text) as Record<string, unknown>
  expect(changes).toEqual([
    { create: 3 },
    { create: 3 },
    { same: 3 },
    { same: 2, update: 1 },
    { same: 3 },
    { delete: 3 },
  ])
  expect(url).toMatch(/^https:\/\/8080-/)
  expect(regions).toBeGreaterThan(0)
  const calls = account.requests().map(({ method, path }) => `${method} ${path}`)
  expect(calls.filter((call) => call === "POST /v1/sandboxes")).toHaveLength(1)
  expect(calls.filter((call) => call.startsWith("PUT "))).toEqual([
    expect.stringMatching(/^PUT \/v1\/sandboxes\/[\w-]+$/),
  ])
  expect(account.sandboxes().filter(({ status }) => status !== "terminated")).toEqual([])
  expect(backendText()).not.toContain("t0ps3cret")
}

function backendText(): string {
  const files = readdirSync(join(folder, "backend"), { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))
    .join("\n")
}

test("A program in Python goes through the whole life of a sandbox by the generated package", async () => {
  const python = join(folder, "venv", "bin", "python")
  await run("python3", ["-m", "venv", join(folder, "venv")], { cwd: folder })
  await run(python, ["-m", "pip", "install", "--quiet", join(folder, "sdk", "python")], { cwd: folder })
  await expectLifecycle("python", python, join(programs, "program.py"))
}, 300_000)

test("A program in Go goes through the whole life of a sandbox by the generated package", async () => {
  const go = join(folder, "sdk", "go")
  const internal = readFileSync(join(go, "scalebox", "sandbox.go"), "utf8")
  const [, path = ""] = /"(\S+)\/scalebox\/internal"/.exec(internal) ?? []
  // The SDK as its own module has the path that programs import; here the program is in it, with the pins of our engine.
  const pins = readFileSync(join(root, "tools", "pulumi-cli", "go.mod"), "utf8").replace(/^module .*$/m, "")
  writeFileSync(join(go, "go.mod"), `module ${path}\n${pins}`)
  copyFileSync(join(root, "tools", "pulumi-cli", "go.sum"), join(go, "go.sum"))
  const program = readFileSync(join(programs, "main.go"), "utf8").replace('"SDK/', `"${path}/`)
  writeFileSync(join(go, "main.go"), program)
  const binary = join(folder, "go-program")
  const options = { cwd: go, env: { ...env, GOFLAGS: "-mod=mod", GOWORK: "off" } }
  await run("go", ["build", "-trimpath", "-o", binary, "."], options)
  await expectLifecycle("go", binary)
}, 600_000)
