import { createRequire } from "node:module"
import { ensureEngine } from "./engine/ensure.mjs"
import { main } from "./main.mjs"
import { readArguments, usage } from "./quickstart/arguments.mjs"
import { stopEmulator } from "./quickstart/emulator.mjs"
import { agreeToRealService, localEmulator, realService, stackNames } from "./quickstart/place.mjs"
import { beginning, keyIsNotUsed, report, shortening, stillOnRealService } from "./quickstart/report.mjs"
import { change, openStack, outputs, stackExists } from "./quickstart/stack.mjs"
import { ensureBuilt, ensureInstalled } from "./workspace.mjs"

/** Known only after the build. @returns {{ min: number, max: number }} seconds */
const timeoutLimits = () =>
  createRequire(import.meta.url)("../provider/dist/contract/sandbox.js").timeoutLimits

/** @param {boolean} real */
async function open(real) {
  const engine = await ensureEngine()
  const place = real ? realService() : await localEmulator()
  return { place, stack: await openStack(real ? stackNames.real : stackNames.local, engine, place.settings) }
}

/** @param {boolean} real @param {number | undefined} timeout */
async function up(real, timeout) {
  if (real)
    await agreeToRealService((service) => `This makes or updates a sandbox on ${service}, which costs money`)
  else if (process.env.SCALEBOX_API_KEY) console.error(keyIsNotUsed)
  await ensureInstalled()
  await ensureBuilt()
  refuseBadTimeout(timeout)
  const { stack, place } = await open(real)
  console.log(beginning(place))
  if (timeout !== undefined) {
    const replaced = shortening(await outputs(stack), timeout)
    if (replaced) console.log(replaced)
  }
  await change(stack, "up", timeout === undefined ? [] : ["--config", `timeout=${timeout}`])
  console.log(report(await outputs(stack), place, timeoutLimits().max))
}

/** Pulumi keeps a configured value even when the provider refuses it, and would fail again without it on the command line. @param {number | undefined} timeout */
function refuseBadTimeout(timeout) {
  const { min, max } = timeoutLimits()
  if (timeout !== undefined && (timeout < min || timeout > max))
    throw new Error(`--timeout must be ${min} to ${max} seconds, got ${timeout}`)
}

/** @param {boolean} real */
async function destroy(real) {
  const there = stackExists(real ? stackNames.real : stackNames.local)
  if (there) {
    if (real) await agreeToRealService((service) => `This deletes the sandbox on ${service}`)
    await ensureInstalled()
    await ensureBuilt()
    const { stack } = await open(real)
    // With its stack go its settings: the next quickstart begins as the first one did.
    await change(stack, "destroy", ["--remove"])
  }
  const ended = !real && (await stopEmulator()) ? ", and the emulator is stopped" : ""
  console.log(`${there ? "Everything is deleted" : "There is no sandbox to delete"}${ended}`)
  if (!real && stackExists(stackNames.real)) console.log(stillOnRealService)
}

async function stop() {
  console.log(
    (await stopEmulator()) ? "The emulator is stopped; its data is kept" : "The emulator is not running",
  )
}

await main(async () => {
  const { command, timeout, real } = readArguments(process.argv.slice(2))
  if (command === "help") console.log(usage)
  else if (command === "up") await up(real, timeout)
  else if (command === "destroy") await destroy(real)
  else await stop()
})
