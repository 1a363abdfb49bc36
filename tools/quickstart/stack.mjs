import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { withEngine } from "../engine/ensure.mjs"
import { root } from "../folders.mjs"
import { lastLines, run, runNode } from "../run.mjs"
import { hasPendingOperations, isLockedByTheDead } from "./cut.mjs"

const folder = join(root, ".quickstart")
const backend = join(folder, "state")
/** As Pulumi.yaml names it. */
const project = "scalebox-quickstart"

/** @typedef {{ name: string, env: NodeJS.ProcessEnv }} Stack */
/** @typedef {{ id: string, status: string, timeout: number, url: string, apiUrl: string }} Outputs of examples/quickstart */

/** @param {string} name */
const stateFile = (name) => join(backend, ".pulumi", "stacks", project, `${name}.json`)

/** Whether there was an up that no destroy has followed. @param {string} name */
export const stackExists = (name) => existsSync(stateFile(name))

/**
 * Opens the stack, and makes it the first time, in a backend of this clone: all of it is in `.quickstart`. Heals it first
 * if its last run was killed.
 * @param {string} name
 * @param {import("../engine/ensure.mjs").Engine} engine
 * @param {NodeJS.ProcessEnv} settings what the provider reads
 * @returns {Promise<Stack>}
 */
export async function openStack(name, engine, settings) {
  mkdirSync(backend, { recursive: true })
  const env = {
    ...withEngine(engine),
    ...settings,
    ...passphrase(),
    PULUMI_HOME: join(folder, "pulumi"),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  }
  const stack = { name, env }
  await collect(stack, ["stack", "select", "--create", name])
  if (isLockedByTheDead(join(backend, ".pulumi", "locks", "organization", project, name))) {
    await collect(stack, ["cancel", "--yes", "--stack", name])
  }
  if (hasPendingOperations(stateFile(name))) await recover(stack)
  return stack
}

/** @param {Stack} stack */
async function recover({ name, env }) {
  const command = join(root, "provider", "dist", "cli", "main.js")
  const args = [command, "recover", "--yes", "--stack", name, "--backup", folder]
  const { code, output } = await runNode(args, { env })
  if (code !== 0)
    throw new Error(`The last run was killed, and something is left to do:\n${lastLines(output)}`)
  console.log("The last run was killed: what it left in the stack is healed")
}

/** The passphrase that encrypts secrets in the state; the stack must get the same one every time. */
function passphrase() {
  const file = join(folder, "passphrase")
  const own = process.env.PULUMI_CONFIG_PASSPHRASE || process.env.PULUMI_CONFIG_PASSPHRASE_FILE
  if (own && !existsSync(file)) return {}
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 })
  return { PULUMI_CONFIG_PASSPHRASE: readFileSync(file, "utf8"), PULUMI_CONFIG_PASSPHRASE_FILE: undefined }
}

/**
 * Runs `pulumi up` or `pulumi destroy` before the user's eyes.
 * @param {Stack} stack
 * @param {"up" | "destroy"} command
 * @param {string[]} [args]
 */
export async function change({ name, env }, command, args = []) {
  // Pulumi gets Ctrl-C too, and needs time to finish the calls under way: we end after it.
  let interrupted = false
  const wait = () => {
    interrupted = true
  }
  process.on("SIGINT", wait)
  const all = [command, "--stack", name, "--yes", "--skip-preview", "--suppress-permalink=true", ...args]
  const { code } = await run("pulumi", all, { env, show: true })
  process.off("SIGINT", wait)
  if (interrupted) throw new Error("Interrupted: run the same command again to finish")
  if (code !== 0)
    throw new Error(
      `pulumi ${command} did not finish: fix the error above, unless you ended it yourself, then run the same command again`,
    )
}

/** Empty before the first up. @param {Stack} stack @returns {Promise<Outputs>} */
export async function outputs(stack) {
  return JSON.parse(await collect(stack, ["stack", "output", "--json", "--stack", stack.name]))
}

/** @param {Stack} stack @param {string[]} args */
async function collect({ env }, args) {
  const { code, stdout, output } = await run("pulumi", [...args, "--non-interactive"], { env })
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${lastLines(output)}`)
  return stdout
}
