import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { run } from "../support/command"
import { commands, root } from "../unit/docs/pages"

const clone = join(__dirname, ".work", "quickstart")
const { PULUMI_ENGINE_DIR: engine = "", PATH = "", HOME } = process.env
const env = { PATH: `${engine}${delimiter}${PATH}`, HOME }
/** A key of the real service that must not be used. */
const key = { SCALEBOX_API_KEY: "sk-real-never-used", SCALEBOX_API_URL: "http://127.0.0.1:1" }
const type = (line: string, more: NodeJS.ProcessEnv = {}) =>
  run("bash", ["-c", line], { cwd: clone, env: { ...env, ...more } })

/** The command that makes a terminal takes other options on other systems. */
const hasTerminal = process.platform === "linux" && existsSync("/usr/bin/script")
const inTerminal = (line: string) =>
  hasTerminal ? `script -qec 'stty rows 40 cols 120; ${line}' /dev/null` : line

/** What a clone holds that is installed and built already, without what other tests write meanwhile. */
beforeAll(() => {
  rmSync(clone, { recursive: true, force: true })
  mkdirSync(clone, { recursive: true })
  const parts = [
    "package.json",
    "package-lock.json",
    "tsconfig.base.json",
    "Pulumi.yaml",
    "tools",
    "examples",
  ]
  for (const part of [...parts, "provider", "emulator"]) {
    const filter = (source: string) => !source.includes("node_modules")
    cpSync(join(root, part), join(clone, part), { recursive: true, filter })
  }
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"))
})
afterAll(async () => {
  // Only if a step before it has failed does anything still run.
  await type("npm run quickstart -- stop")
  rmSync(clone, { recursive: true, force: true })
})

const sandbox = (timeout: number) =>
  new RegExp(
    `^Sandbox (sbx-\\w+) on the emulator at (\\S+): running, with a timeout of ${timeout} s\r?$`,
    "m",
  )
const emulator = join(clone, ".quickstart", "emulator")

/** Ends a start as soon as the emulator's process is there. */
const cutStart = `
  import { existsSync, rmSync } from "node:fs"
  import { startEmulator } from "./tools/quickstart/emulator.mjs"
  const log = ".quickstart/emulator/log"
  rmSync(log)
  startEmulator()
  setInterval(() => existsSync(log) && process.kill(process.pid, "SIGKILL"), 1)`

/** What the engine writes before it makes something: a run that was killed then leaves it. */
function leavePendingOperation(): void {
  const file = join(clone, ".quickstart", "state", ".pulumi", "stacks", "scalebox-quickstart", "local.json")
  const state = JSON.parse(readFileSync(file, "utf8"))
  const { latest } = state.checkpoint
  const resource = latest.resources.find(({ type }: { type: string }) => type.endsWith(":Sandbox"))
  latest.pending_operations = [{ resource, type: "creating" }]
  writeFileSync(file, JSON.stringify(state))
}

test("What is refused, or only asked about, starts nothing and uses no key", async () => {
  const refused = (line: string, message: string | RegExp, more = {}) =>
    expect(type(line, more)).rejects.toThrow(message)
  const asked = /on http:\/\/127\.0\.0\.1:1, which costs money\. Go on\? \(y\/N\)[\s\S]*Nothing was done/
  const [help, nothing] = await Promise.all([
    type("node tools/quickstart.mjs --help"),
    type("node tools/quickstart.mjs destroy"),
    refused("node tools/quickstart.mjs up --timeout 86400000", "--timeout must be 60 to 86400 seconds"),
    refused("node tools/quickstart.mjs up --real", "set SCALEBOX_API_KEY"),
    hasTerminal && refused(`echo n | ${inTerminal("node tools/quickstart.mjs up --real")}`, asked, key),
  ])
  expect(help).toContain("Usage: npm run quickstart [-- COMMAND]")
  expect(nothing).toContain("There is no sandbox to delete")
  expect(existsSync(emulator)).toBe(false)
})

test("The commands of the quickstart make a sandbox, keep it, extend it in place, and delete it with the emulator", async () => {
  const lines = commands(readFileSync(join(clone, "examples", "quickstart", "README.md"), "utf8"))
  expect(commands(readFileSync(join(root, "README.md"), "utf8"))).toEqual([lines[0], "npm test"])
  const [first = "", second = "", ...others] = lines
  const made = await type(`${first} 2>&1`, key)
  const again = await type(inTerminal(second), { TERM: "xterm" })
  leavePendingOperation()
  const printed: string[] = []
  for (const line of others) printed.push(await type(line))
  const [extended = "", destroyed = "", stopped = ""] = printed
  const [, id, url = ""] = sandbox(3600).exec(made) ?? []
  expect(made).toMatch(/^SCALEBOX_API_KEY is set, but not used here\./m)
  expect(made).toContain(`Running examples/quickstart/index.ts on the emulator at ${url}\n`)
  expect(made).toContain(`To watch, open ${url} in a browser`)
  expect(made).toContain("+ 4 created")
  expect(made).toMatch(/^Its port 8080: https:\/\/8080-sbx-.*\nIts port 8000: https:\/\/8000-sbx-/m)
  expect(made).toContain("these two addresses lead nowhere")
  expect(made).toContain("read docs/start.md")
  expect(again).toContain("4 unchanged")
  expect(sandbox(3600).exec(again)?.[1]).toBe(id)
  if (hasTerminal) {
    // Coloured, and under the header of the tree that Pulumi draws again and again.
    expect(again).toContain("\u001b[4m\u001b[38;5;12mStatus\u001b[0m")
  }
  expect(extended).toContain("The last run was killed: what it left in the stack is healed")
  expect(extended).not.toContain("pending operations from previous deployment")
  expect(extended).toContain("~ 1 updated")
  expect(sandbox(7200).exec(extended)?.[1]).toBe(id)
  expect(destroyed).toContain("- 4 deleted")
  expect(destroyed).not.toContain("pulumi stack rm")
  expect(destroyed).toContain("Everything is deleted, and the emulator is stopped")
  expect(stopped).toContain("The emulator is not running")

  // As the first time, and where a page that is still open looks for it, even after a start that was cut.
  await type(`node --input-type=module -e '${cutStart}' || true`)
  const next = await type("npm run quickstart")
  expect(sandbox(3600).exec(next)?.[2]).toBe(url)
})
