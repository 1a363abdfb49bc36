import { spawn } from "node:child_process"
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { isAlive } from "../alive.mjs"
import { root } from "../folders.mjs"
import { lastLines } from "../run.mjs"

/** @typedef {{ pid: number, build: number }} Process `build` tells which build of the emulator it runs */

const folder = join(root, ".quickstart", "emulator")
const processFile = join(folder, "process.json")
/** The port of the last time: a page that is open in a browser finds the emulator again. */
const portFile = join(folder, "port")
const logFile = join(folder, "log")
const program = join(root, "emulator", "dist", "cli.js")
/** Milliseconds until the emulator must be ready, or gone. */
const limit = 15_000

/** Starts the emulator with the data of the last time, unless it runs already. @returns {Promise<string>} its address */
export async function startEmulator() {
  const build = statSync(program).mtimeMs
  const running = await runningEmulator()
  if (running?.build === build) return running.url
  // An older build, left from before an update of this clone, may not know what the provider asks for.
  if (running) await stopEmulator()
  const pid = launch(await usualPort(), build)
  const url = await readiness(pid)
  if (url === undefined) {
    if (isAlive(pid)) process.kill(pid)
    throw new Error(
      `Cannot start the emulator; its log ${logFile} ends with:\n${lastLines(readFileSync(logFile, "utf8"))}`,
    )
  }
  writeFileSync(portFile, new URL(url).port)
  return url
}

/** Ends the emulator and keeps its data. @returns {Promise<boolean>} whether it ran */
export async function stopEmulator() {
  const running = await runningEmulator()
  if (running) {
    process.kill(running.pid)
    for (const end = Date.now() + limit; isAlive(running.pid); await sleep(50)) {
      if (Date.now() > end) throw new Error(`Cannot end the emulator: process ${running.pid} does not react`)
    }
  }
  rmSync(processFile, { force: true })
  return running !== undefined
}

/** @returns {Promise<Process & { url: string } | undefined>} */
async function runningEmulator() {
  if (!existsSync(processFile)) return undefined
  /** @type {Process} */
  const found = JSON.parse(readFileSync(processFile, "utf8"))
  // Its start may have been cut, so that it is not ready yet.
  const url = await readiness(found.pid)
  // Both may belong to somebody else by now: the id of a process and its port are given out again.
  return url && (await isEmulator(url)) ? { ...found, url } : undefined
}

/** Whether a ScaleBox API answers there. The list of regions needs no key. @param {string} url */
async function isEmulator(url) {
  try {
    const response = await fetch(`${url}/v1/scalebox-regions`, { signal: AbortSignal.timeout(5_000) })
    return /"scalebox_regions"/.test(await response.text())
  } catch {
    return false
  }
}

/** The port of the last time if it is free, else 0 for any. */
async function usualPort() {
  const port = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0
  return (await isFree(port)) ? port : 0
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once("error", () => resolve(false))
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)))
  })
}

/** Starts the process, which outlives us from now on. @param {number} port @param {number} build @returns {number} its id */
function launch(port, build) {
  mkdirSync(folder, { recursive: true })
  const log = openSync(logFile, "w")
  const args = [program, "--port", String(port), "--data", join(folder, "data.json")]
  const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: ["ignore", log, log] })
  closeSync(log)
  child.unref()
  const pid = Number(child.pid)
  // Before anything is waited for: after Ctrl-C the next start must find it.
  writeFileSync(processFile, JSON.stringify({ pid, build }))
  return pid
}

/** Waits for the line of the log that tells the address; undefined if the process ends without. @param {number} pid */
async function readiness(pid) {
  for (const end = Date.now() + limit; Date.now() < end && isAlive(pid); await sleep(50)) {
    const url = /^ScaleBox emulator listening on (\S+)$/m.exec(readFileSync(logFile, "utf8"))?.[1]
    if (url) return url
  }
  return undefined
}
