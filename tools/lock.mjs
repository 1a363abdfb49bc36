import { mkdirSync, rmSync, statSync, utimesSync } from "node:fs"
import { rename } from "node:fs/promises"
import { dirname } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

/** Milliseconds between two signs of life of the holder. */
const heartbeat = 5_000
/** A lock without a sign of life for this many milliseconds was left by a killed run. */
const stale = 20_000

/**
 * Does the work while no other process that names the same folder does its own.
 * The folder's time tells whether the holder lives: unlike a process id, that also holds between containers.
 * @template T
 * @param {string} folder
 * @param {string} subject what the other run is doing, for the line that tells why we wait
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, subject, work) {
  await take(folder, subject)
  const beat = setInterval(() => touch(folder), heartbeat)
  const release = () => rmSync(folder, { recursive: true, force: true })
  const interrupted = () => process.exit(130)
  process.on("exit", release)
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    process.off("exit", release)
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted)
    release()
  }
}

/** @param {string} folder @param {string} subject */
async function take(folder, subject) {
  mkdirSync(dirname(folder), { recursive: true })
  for (let told = false; !tryTake(folder); await sleep(200)) {
    if (age(folder) > stale) await breakLock(folder)
    else if (!told) {
      console.error(`Waiting for another run: ${subject}`)
      told = true
    }
  }
}

/** @param {string} folder */
function tryTake(folder) {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false
    throw error
  }
}

/** @param {string} folder */
async function breakLock(folder) {
  const aside = `${folder}.${process.pid}`
  // Of two runs that see the same stale lock only one can rename it.
  await rename(folder, aside).catch(() => undefined)
  rmSync(aside, { recursive: true, force: true })
}

/** Milliseconds since the last sign of life; 0 when the lock is gone. @param {string} folder */
function age(folder) {
  const status = statSync(folder, { throwIfNoEntry: false })
  return status ? Date.now() - status.mtimeMs : 0
}

/** @param {string} folder */
function touch(folder) {
  try {
    utimesSync(folder, new Date(), new Date())
  } catch {
    // The lock was broken by a run that thought us dead, after a machine slept: the work itself stays safe to repeat.
  }
}
