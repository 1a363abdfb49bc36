import { parseArgs } from "node:util"

export const usage = `Usage: npm run quickstart [-- COMMAND]
  up [--timeout SECONDS]  make or update the sandbox and its ports (default)
  destroy                 delete them, and stop the emulator
  stop                    stop the emulator alone; its data is kept for the next start

Options:
  --real  with up and destroy: use the real service and the key of SCALEBOX_API_KEY; its sandboxes cost money
  --help  show this text`

/** @typedef {{ command: string, timeout: number | undefined, real: boolean }} Arguments `timeout` in seconds */

/** @param {string[]} args @returns {Arguments} */
export function readArguments(args) {
  const { values, positionals } = parse(args)
  const { timeout, real } = values
  if (values.help) return { command: "help", timeout: undefined, real: false }
  const [command = "up", ...rest] = positionals
  if (rest.length > 0 || !["up", "destroy", "stop"].includes(command))
    throw unusable(`Unknown command: ${positionals.join(" ")}`)
  if (timeout !== undefined && command !== "up") throw unusable("--timeout goes with up only")
  if (timeout !== undefined && !/^\d+$/.test(timeout)) throw unusable("--timeout must be whole seconds")
  if (real && command === "stop") throw unusable("--real does not go with stop, which stops the emulator")
  return { command, timeout: timeout === undefined ? undefined : Number(timeout), real }
}

/** @param {string[]} args */
function parse(args) {
  const flag = { type: /** @type {const} */ ("boolean"), default: false }
  const options = { timeout: { type: /** @type {const} */ ("string") }, real: flag, help: flag }
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    // Node explains at length how to pass values that begin with a hyphen: the first sentence is enough.
    throw unusable(String(error instanceof Error ? error.message : error).split(/[.\n]/, 1)[0] ?? "")
  }
}

/** @param {string} reason */
const unusable = (reason) => new Error(`${reason}\n\n${usage}`)
