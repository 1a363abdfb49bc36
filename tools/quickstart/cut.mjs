import { existsSync, readdirSync, readFileSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { isAlive } from "../alive.mjs"

/**
 * Whether all runs that hold a stack of a file backend were killed before they could let go of it.
 * @param {string} folder where the backend keeps the locks of that stack, one JSON file each
 */
export function isLockedByTheDead(folder) {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : []
  const holders = files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")))
  return (
    holders.length > 0 && holders.every(({ hostname: host, pid }) => host === hostname() && !isAlive(pid))
  )
}

/**
 * Whether a run was killed while it made or changed something, so that the state does not say what there is.
 * @param {string} file where a file backend keeps the state
 */
export const hasPendingOperations = (file) =>
  existsSync(file) && JSON.parse(readFileSync(file, "utf8")).checkpoint.latest?.pending_operations?.length > 0
