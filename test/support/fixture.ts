import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startEmulator } from "../../emulator/src"
import { Stack } from "./stack"

const states = join(__dirname, "..", "fixtures", "state")

/** The key of every recorded stack; each has an emulator of its own. */
const apiKey = "sk-fixture"

/** How the secrets of the recorded programs begin. */
export const fixtureSecrets = /fixture-(secret|variable|access)|sk-fixture/

/** Where a recorded version's program, its state, and what the emulator held then are kept. */
export const partsOf = (name: string) => ({
  program: join(states, name, "program.js"),
  state: join(states, name, "state.json"),
  data: join(states, name, "emulator.jsonl"),
})

/** Names of all states that were recorded, such as `0.1.0-all`. */
export const recordedNames = () => readdirSync(states).filter((name) => existsSync(partsOf(name).state))

/** What follows the version in a name: `failed-pool`; empty for the first state of a version. */
export const kindOf = (name: string) => name.slice(name.indexOf("-") + 1 || name.length)

/** A stack with a recorded program, on an emulator of its own that keeps its data in a file. */
export async function withStack(
  name: string,
  dataFile: string,
  work: (stack: Stack) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator({ bootMs: 30, stopMs: 30, dataFile })
  try {
    const program = readFileSync(partsOf(name).program, "utf8")
    const stack = await Stack.create(emulator, "upgrade", { program, apiKey })
    await work(stack)
    stack.dispose()
  } finally {
    await emulator.close()
  }
}

/** A recorded stack as its user has it: the state with all that is pending in it, and the sandboxes of that time. */
export async function withRecorded(name: string, work: (stack: Stack) => Promise<void>): Promise<void> {
  const { state, data } = partsOf(name)
  const folder = mkdtempSync(join(tmpdir(), "pulumi-scalebox-"))
  const copy = join(folder, "emulator.jsonl")
  copyFileSync(data, copy)
  const { deployment } = JSON.parse(readFileSync(state, "utf8"))
  try {
    await withStack(name, copy, async (stack) => {
      // The sandboxes would have ended long ago.
      stack.account.setClockOffset(Date.parse(deployment.manifest.time) - Date.now())
      stack.setDeployment(deployment)
      await work(stack)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All ids that a state holds, those in pools among them, each with the resource that it belongs to. */
export const idsIn = (stack: Stack): string[] =>
  stack
    .deployment()
    .resources.map(({ urn, id, outputs }) => [urn, id, outputs?.sandboxIds].join(" "))
    .sort()

/** Fails if a preview would change anything. */
export async function expectUnchanged(stack: Stack): Promise<void> {
  const preview = stack.succeeded(await stack.preview("--expect-no-changes"), "preview")
  expect(preview.plan).toEqual([])
}

/** Destroys a stack, and fails if the state or the emulator then holds anything. */
export async function expectDestroyed(stack: Stack): Promise<void> {
  stack.succeeded(await stack.destroy(), "destroy")
  expect(stack.resources()).toEqual([])
  expect(stack.account.sandboxes()).toEqual([])
  const headers = { "X-API-Key": stack.apiKey }
  const listed = await fetch(`${stack.emulator.url}/v1/templates?visibility=private`, { headers })
  expect(await listed.json()).toMatchObject({ data: { templates: [] } })
}

/** Extends what has the timeout that a recorded program gives by default, and fails if anything else happens. */
export async function expectExtended(stack: Stack): Promise<void> {
  const ids = idsIn(stack)
  const short = () => stack.resources().filter(({ inputs }) => inputs?.timeout === 3_600)
  const steps = short().map(({ urn }) => `update ${urn.split("::").at(-1)}`)
  expect(steps).not.toEqual([])
  const extended = stack.account.sandboxes().filter(({ timeout }) => timeout === 3_600)
  stack.env = { ...stack.env, TIMEOUT: "7200" }
  expect((await stack.mustUp()).plan).toEqual(steps.sort())
  expect(idsIn(stack)).toEqual(ids)
  for (const { sandboxId } of extended) expect(stack.account.sandbox(sandboxId)?.timeout).toBe(7_200)
  expect(short()).toEqual([])
}
