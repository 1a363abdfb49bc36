import { createRequire } from "node:module"
import { parseArgs } from "node:util"
import { ensureEngine } from "./engine/ensure.mjs"
import { main } from "./main.mjs"
import { startEmulator, stopEmulator } from "./quickstart/emulator.mjs"
import { change, openStack, outputs } from "./quickstart/stack.mjs"
import { ensureBuilt, ensureInstalled } from "./workspace.mjs"

const usage = `Usage: npm run quickstart [-- COMMAND]
  up [--timeout SECONDS]  make or update the sandbox and its ports (default)
  destroy                 delete them, and end the emulator
  stop                    end the emulator alone; what it holds is there again at the next start`

/** With a key we use the real service and leave the emulator alone. */
const onService = Boolean(process.env.SCALEBOX_API_KEY)
const stackName = onService ? "dev" : "local"

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { timeout: { type: "string" } },
      allowPositionals: true,
    })
    const [command = "up", ...rest] = positionals
    const { timeout } = values
    const misplaced = rest.length > 0 || (timeout !== undefined && command !== "up")
    if (misplaced || !["up", "destroy", "stop"].includes(command))
      throw new Error(`Unknown command: ${positionals.join(" ")}`)
    if (timeout !== undefined && !/^\d+$/.test(timeout)) throw new Error("--timeout must be whole seconds")
    return { command, timeout }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${usage}`)
  }
}

async function prepare() {
  await ensureInstalled()
  await ensureBuilt()
  const engine = await ensureEngine()
  if (onService)
    return {
      stack: await openStack(stackName, engine, {}),
      place: process.env.SCALEBOX_API_URL || "the ScaleBox service",
    }
  if (process.env.SCALEBOX_API_URL)
    console.error("SCALEBOX_API_URL is not used: it needs SCALEBOX_API_KEY too")
  const url = await startEmulator()
  // The emulator takes any key; an empty project is the account's default one.
  const settings = { SCALEBOX_API_KEY: "local", SCALEBOX_API_URL: url, SCALEBOX_PROJECT_ID: "" }
  return { stack: await openStack(stackName, engine, settings), place: `the emulator at ${url}` }
}

/** @param {string | undefined} timeout */
async function up(timeout) {
  const { stack, place } = await prepare()
  if (timeout) refuseBadTimeout(Number(timeout))
  await change(stack, "up", timeout ? ["--config", `timeout=${timeout}`] : [])
  console.log(report(await outputs(stack), place))
}

/** Pulumi keeps a configured value even when the provider refuses it, and would fail again without it on the command line. @param {number} timeout */
function refuseBadTimeout(timeout) {
  const { min, max } = timeoutLimits()
  if (timeout < min || timeout > max)
    throw new Error(`--timeout must be ${min} to ${max} seconds, got ${timeout}`)
}

/** Known only after the build. */
function timeoutLimits() {
  return createRequire(import.meta.url)("../provider/dist/contract/sandbox.js").timeoutLimits
}

async function destroy() {
  const { stack } = await prepare()
  await change(stack, "destroy")
  if (!onService) await stopEmulator()
  console.log(onService ? "The sandbox is deleted" : "The sandbox is deleted and the emulator is ended")
}

async function stop() {
  console.log(
    (await stopEmulator()) ? "The emulator is ended; its data is kept" : "The emulator does not run",
  )
}

/** @param {import("./quickstart/stack.mjs").Outputs} outputs @param {string} place */
function report({ id, status, timeout, url }, place) {
  const longer = Math.min(timeout * 2, timeoutLimits().max)
  const line = (command = "", effect = "") => `  npm run quickstart ${command.padEnd(24)} ${effect}`
  return [
    "",
    `Sandbox ${id} on ${place}: ${status}, with a timeout of ${timeout} s`,
    `Its port 8080: ${url}`,
    "",
    "Next:",
    line("", "once more: nothing changes"),
    ...(longer > timeout ? [line(`-- up --timeout ${longer}`, "extend the timeout, in place")] : []),
    line("-- destroy", onService ? "delete it all" : "delete it all and end the emulator"),
    ...(onService ? [] : onEmulator(line)),
  ].join("\n")
}

/** @param {(command: string, effect: string) => string} line */
function onEmulator(line) {
  return [
    line("-- stop", "end the emulator alone; its data is kept"),
    "",
    "For the real service set SCALEBOX_API_KEY, and SCALEBOX_API_URL where it is not https://api.scalebox.dev",
  ]
}

await main(async () => {
  const { command, timeout } = readArguments()
  if (command === "up") await up(timeout)
  else if (command === "destroy") await destroy()
  else await stop()
})
