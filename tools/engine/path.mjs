import { accessSync, constants, statSync } from "node:fs"
import { delimiter, join } from "node:path"

const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""]

/** The full path of a command in a folder, undefined if there is none. @param {string} folder @param {string} name */
export function commandIn(folder, name) {
  return endings.map((ending) => join(folder, name + ending)).find(isCommand)
}

/** The full path of a command that PATH finds. @param {string} name */
export function commandOnPath(name, env = process.env) {
  for (const folder of pathVariable(env).value.split(delimiter)) {
    const found = folder && commandIn(folder, name)
    if (found) return found
  }
  return undefined
}

/** Windows spells the name of PATH in several ways. @param {NodeJS.ProcessEnv} env */
export function pathVariable(env) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH"
  return { name, value: env[name] ?? "" }
}

/** @param {string} file */
function isCommand(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
