import { existsSync } from "node:fs"
import { mkdir, rename, rm } from "node:fs/promises"
import { withLock } from "./lock.mjs"

/** @typedef {(folder: string, env: NodeJS.ProcessEnv) => Promise<string | undefined>} Way fills the folder, or answers why it cannot */

/**
 * Makes a folder of the user's cache once, whole or not at all, by the first way that works.
 * @param {string} home the folder
 * @param {string} subject what a run that makes it does, for those that wait
 * @param {Way[]} ways best first
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string[]>} why each way has failed; empty when the folder is there
 */
export async function keep(home, subject, ways, env) {
  if (existsSync(home)) return []
  return withLock(`${home}.lock`, subject, async () => (existsSync(home) ? [] : make(home, ways, env)))
}

/** @param {string} home @param {Way[]} ways @param {NodeJS.ProcessEnv} env */
async function make(home, ways, env) {
  const draft = `${home}.draft`
  /** @type {string[]} */
  const reasons = []
  for (const way of ways) {
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { recursive: true })
    const reason = await way(draft, env)
    // The rename makes it whole or absent: a killed run leaves a draft that the next one deletes.
    if (!reason) {
      await rename(draft, home)
      return []
    }
    reasons.push(reason)
  }
  await rm(draft, { recursive: true, force: true })
  return reasons
}
