import { once } from "node:events"
import { createInterface } from "node:readline/promises"
import { startEmulator } from "./emulator.mjs"

/**
 * Where the sandboxes are created.
 * @typedef {object} Place
 * @property {string} name as it goes on after "on"
 * @property {string} [page] address of the emulator's page
 * @property {NodeJS.ProcessEnv} settings what the provider reads
 */

/** Names of the stacks: the real service has one of its own. */
export const stackNames = { real: "dev", local: "local" }

/** Starts the emulator. @returns {Promise<Place>} */
export async function localEmulator() {
  const url = await startEmulator()
  // The emulator takes any key; an empty project is the account's default one.
  const settings = { SCALEBOX_API_KEY: "local", SCALEBOX_API_URL: url, SCALEBOX_PROJECT_ID: "" }
  return { name: `the emulator at ${url}`, page: url, settings }
}

/** The real service, with the user's own key and settings. @returns {Place} */
export const realService = () => ({
  name: process.env.SCALEBOX_API_URL || "https://api.scalebox.dev",
  settings: {},
})

/**
 * Throws unless there is a key, and the person at the terminal, if there is one, agrees.
 * @param {(service: string) => string} happening what is about to happen on the real service
 */
export async function agreeToRealService(happening) {
  if (!process.env.SCALEBOX_API_KEY) throw new Error("--real needs an API key: set SCALEBOX_API_KEY")
  if (!process.stdin.isTTY) return
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // Ctrl-C and Ctrl-D close it without an answer.
  const closed = once(terminal, "close").then(() => "")
  const answer = await Promise.race([
    terminal.question(`${happening(realService().name)}. Go on? (y/N) `),
    closed,
  ])
  terminal.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error("Nothing was done")
}
