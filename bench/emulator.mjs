import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

/** @typedef {Record<string, number>} Calls how many, by the name of the endpoint */
/** @typedef {{ url: string, calls: (apiKey: string) => Promise<Calls>, close: () => Promise<void> }} Server */

/**
 * Starts the emulator in a child process.
 * @param {import("./options.mjs").Scenario} scenario
 * @returns {Promise<Server>}
 */
export async function startServer(scenario) {
  const script = fileURLToPath(new URL("server.mjs", import.meta.url))
  const child = fork(script, [JSON.stringify(scenario)])
  const exited = once(child, "exit")
  const first = await Promise.race([once(child, "message"), exited.then(() => undefined)])
  if (!first) throw new Error("The emulator ended before it listened")
  return {
    url: first[0].url,
    async calls(apiKey) {
      const answered = once(child, "message")
      child.send({ apiKey })
      return (await answered)[0]
    },
    async close() {
      child.disconnect()
      await exited
    },
  }
}
