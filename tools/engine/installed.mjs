import { realpathSync } from "node:fs"
import { dirname } from "node:path"
import { run } from "../run.mjs"
import { isAtLeast } from "../version.mjs"
import { helpers } from "./parts.mjs"
import { commandIn, commandOnPath } from "./path.mjs"

/** The oldest @pulumi/pulumi that the provider accepts; a CLI is released and tested together with its own. (The Automation API alone would take 3.2.) */
export const minimum = "3.216.0"

/**
 * Looks for a Pulumi that the user installed.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ version: string } | { reason: string }>} `reason` says why there is none to use
 */
export async function installedEngine(env = process.env) {
  const command = commandOnPath("pulumi", env)
  if (!command) return { reason: "pulumi is not on PATH" }
  const { code, output } = await run(command, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 15_000,
  })
  const version = /^v?(\d+\.\d+\.\d+\S*)$/m.exec(output)?.[1]
  if (code !== 0 || !version) return { reason: `${command} does not tell its version` }
  if (!isAtLeast(version, minimum)) return { reason: `${command} is ${version}, older than ${minimum}` }
  // A package manager links the command into PATH from a folder that holds its companions too.
  const beside = [dirname(command), dirname(realpathSync(command))]
  const missing = helpers.find((name) => {
    return !commandOnPath(name, env) && !beside.some((folder) => commandIn(folder, name))
  })
  return missing ? { reason: `${command} has no ${missing} beside it or on PATH` } : { version }
}
