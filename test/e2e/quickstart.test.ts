import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { delimiter, join } from "node:path"
import { run } from "../support/command"
import { commands, root } from "../unit/docs/pages"

const clone = join(__dirname, ".work", "quickstart")
const { PULUMI_ENGINE_DIR: engine = "", PATH = "", HOME } = process.env
const env = { PATH: `${engine}${delimiter}${PATH}`, HOME }
const type = (line: string) => run("bash", ["-c", line], { cwd: clone, env })

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
  // Only where a step before it has failed does anything still run.
  await type("npm run quickstart -- stop")
  rmSync(clone, { recursive: true, force: true })
})

test("The commands of the quickstart make a sandbox, keep it, extend it in place, and delete it with the emulator", async () => {
  const lines = commands(readFileSync(join(clone, "examples", "quickstart", "README.md"), "utf8"))
  expect(commands(readFileSync(join(root, "README.md"), "utf8"))).toEqual([lines[0], "npm test"])
  const printed: string[] = []
  for (const line of lines) printed.push(await type(line))
  const [made = "", again = "", extended = "", destroyed = "", stopped = ""] = printed
  const sandbox = (timeout: number) =>
    new RegExp(`^Sandbox (sbx-\\w+) on the emulator at \\S+: running, with a timeout of ${timeout} s$`, "m")
  const id = sandbox(3600).exec(made)?.[1]
  expect(made).toContain("+ 4 created")
  expect(made).toMatch(/^Its port 8080: https:\/\/8080-sbx-/m)
  expect(again).toContain("4 unchanged")
  expect(sandbox(3600).exec(again)?.[1]).toBe(id)
  expect(extended).toContain("~ 1 updated")
  expect(sandbox(7200).exec(extended)?.[1]).toBe(id)
  expect(destroyed).toContain("- 4 deleted")
  expect(destroyed).toContain("The sandbox is deleted and the emulator is ended")
  expect(stopped).toContain("The emulator does not run")
})
