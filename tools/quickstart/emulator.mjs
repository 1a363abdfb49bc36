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

/** @typedef {{ pid: number, url: string, build: number }} Process `build` tells which build of the emulator it runs */

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
  const { pid, url } = await launch(await usualPort())
  writeFileSync(processFile, JSON.stringify({ pid, url, build }))
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

/** @returns {Promise<Process | undefined>} */
async function runningEmulator() {
  if (!existsSync(processFile)) return undefined
  /** @type {Process} */
  const found = JSON.parse(readFileSync(processFile, "utf8"))
  // Both may belong to somebody else by now: the id of a process and its port are given out again.
  return isAlive(found.pid) && (await isEmulator(found.url)) ? found : undefined
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

/** @param {number} port */
async function launch(port) {
  mkdirSync(folder, { recursive: true })
  const log = openSync(logFile, "w")
  const child = spawn(
    process.execPath,
    [program, "--port", String(port), "--data", join(folder, "data.json")],
    {
      cwd: root,
      detached: true,
      stdio: ["ignore", log, log],
    },
  )
  closeSync(log)
  const end = () => child.kill()
  process.once("exit", end)
  const url = await readiness(child)
  process.off("exit", end)
  child.unref()
  return { pid: Number(child.pid), url }
}

/** Waits for the line that tells the address. @param {import("node:child_process").ChildProcess} child */
async function readiness(child) {
  for (const end = Date.now() + limit; Date.now() < end && child.exitCode === null; await sleep(50)) {
    const url = /^ScaleBox emulator listening on (\S+)$/m.exec(readFileSync(logFile, "utf8"))?.[1]
    if (url) return url
  }
  throw new Error(
    `Cannot start the emulator; its log ${logFile} ends with:\n${lastLines(readFileSync(logFile, "utf8"))}`,
  )
}
