// The emulator in a process of its own: in ours it would share a core with the measuring.
import { startEmulator } from "scalebox-emulator"

/** @typedef {import("./options.mjs").Scenario} Scenario */
/** @typedef {{ apiKey: string }} Question asks for the calls of an account since the last question */

const [, , scenario = "{}"] = process.argv
const { bootMs, latencyMs, rateLimit } = /** @type {Scenario} */ (JSON.parse(scenario))
const emulator = await startEmulator({ bootMs, latencyMs, rateLimit, stopMs: 0 })

/** @param {Question} question */
function answer({ apiKey }) {
  const account = emulator.account(apiKey)
  /** @type {Record<string, number>} */
  const calls = {}
  for (const { endpoint } of account.requests()) {
    const name = endpoint ?? "unknown"
    calls[name] = (calls[name] ?? 0) + 1
  }
  account.clearRequests()
  process.send?.(calls)
}

process.on("message", (question) => answer(/** @type {Question} */ (question)))
process.on("disconnect", () => void emulator.close())
process.send?.({ url: emulator.url })
