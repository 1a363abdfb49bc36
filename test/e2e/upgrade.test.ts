import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Emulator, startEmulator } from "../../emulator/src"
import { Stack } from "../support/stack"

const fixtures = join(__dirname, "..", "fixtures", "state")
const apiKey = "sk-fixture"
const { version } = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "provider", "package.json"), "utf8"),
) as {
  version: string
}

/** What a version has written: the state, and what the emulator held then. */
const partsOf = (name: string) => ({
  program: join(fixtures, name, "program.js"),
  state: join(fixtures, name, "state.json"),
  data: join(fixtures, name, "emulator.jsonl"),
})

/** A stack on an emulator that keeps its sandboxes in a file. */
async function withStack(
  program: string,
  data: string,
  work: (stack: Stack, emulator: Emulator) => Promise<void>,
) {
  const emulator = await startEmulator({ bootMs: 30, stopMs: 30, dataFile: data })
  try {
    const env = { SCALEBOX_API_KEY: apiKey }
    const stack = await Stack.create(emulator, "upgrade", { program: readFileSync(program, "utf8"), env })
    await work(stack, emulator)
  } finally {
    await emulator.close()
  }
}

/** Writes the state of this version, once. */
async function make(name: string): Promise<void> {
  const { program, state, data } = partsOf(name)
  if (existsSync(state)) throw new Error(`The state of ${name} exists: it must never be made again`)
  await withStack(program, data, async (stack) => {
    await stack.mustUp()
    writeFileSync(state, (await stack.mustRun(["stack", "export"])).stdout)
    stack.dispose()
  })
}

const wanted = process.env.SCALEBOX_MAKE_FIXTURE
const names = wanted ? [wanted] : readdirSync(fixtures).filter((name) => existsSync(partsOf(name).state))

test("there is a state of the present major version", () => {
  expect(wanted ?? names.filter((name) => name.split(".")[0] === version.split(".")[0])).not.toHaveLength(0)
})

test.each(names)("a state written by %s is read, refreshed, extended and destroyed", async (name) => {
  if (wanted) await make(wanted)
  const { program, state, data } = partsOf(name)
  const folder = mkdtempSync(join(tmpdir(), "pulumi-scalebox-"))
  const copy = join(folder, "emulator.jsonl")
  copyFileSync(data, copy)
  const { deployment } = JSON.parse(readFileSync(state, "utf8")) as {
    deployment: { manifest: { time: string }; resources: { urn: string; id?: string }[] }
  }
  const ids = deployment.resources.map(({ urn, id }) => `${urn} ${id}`).sort()
  await withStack(program, copy, async (stack, emulator) => {
    const account = emulator.account(apiKey)
    // The sandboxes would have ended long ago.
    account.setClockOffset(Date.parse(deployment.manifest.time) - Date.now())
    await stack.mustRun(["stack", "import", "--file", state])
    const held = () =>
      stack
        .deployment()
        .resources.map(({ urn, id }) => `${urn} ${id}`)
        .sort()

    const unchanged = async () => {
      const preview = stack.succeeded(await stack.preview("--expect-no-changes"), "preview")
      expect(preview.plan).toEqual([])
    }
    await unchanged()
    stack.succeeded(await stack.refresh(), "refresh")
    expect(held()).toEqual(ids)
    await unchanged()

    stack.env = { ...stack.env, TIMEOUT: "7200" }
    expect((await stack.mustUp()).plan).toEqual(["update web"])
    expect(held()).toEqual(ids)
    expect(account.sandbox(stack.resource("web").id ?? "")?.timeout).toBe(7200)

    stack.succeeded(await stack.destroy(), "destroy")
    expect(account.sandboxes()).toEqual([])
    expect(stack.resources()).toEqual([])
    stack.dispose()
  })
  rmSync(folder, { recursive: true, force: true })
})
