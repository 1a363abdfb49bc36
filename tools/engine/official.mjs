import { spawn } from "node:child_process"
import { mkdir, readdir, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { longStep } from "../progress.mjs"
import { lastLines } from "../run.mjs"
import { pinned } from "../version.mjs"
import { helpers } from "./parts.mjs"
import { commandIn } from "./path.mjs"

const installer = "https://get.pulumi.com/install.sh"
/** Milliseconds until the vendor's host must have answered. */
const probeLimit = 5_000
/** Milliseconds without one more byte on the disk after which a download is given up. */
const stallLimit = 15_000

/**
 * Installs the pinned version with the vendor's installer into `<folder>/bin`.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | undefined>} why it cannot be; undefined when it is there
 */
export async function officialInstall(folder, env = process.env) {
  const silent = await unreachable(installer, probeLimit)
  if (silent) return silent
  const { version } = pinned("pulumi-cli")
  const script = fileURLToPath(new URL("install-official.mjs", import.meta.url))
  const reason = await longStep(`Downloading Pulumi ${version}`, "a minute", () =>
    runWatched([script, version, folder], folder, stallLimit, env),
  )
  if (reason) return reason
  const missing = ["pulumi", ...helpers].find((name) => !commandIn(join(folder, "bin"), name))
  return missing && `the official installer did not bring ${missing}`
}

/**
 * Why an address cannot be reached; undefined when it answers.
 * @param {string} url
 * @param {number} limit milliseconds
 */
export async function unreachable(url, limit) {
  const { host } = new URL(url)
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(limit) })
    return response.ok ? undefined : `${host} answered ${response.status}`
  } catch (error) {
    return `${host} cannot be reached (${causeOf(error)})`
  }
}

/** @param {unknown} error */
function causeOf(error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

/**
 * Runs a node script whose temporary files lie in `folder`, and kills it with all that it started when the folder stops growing.
 * @param {string[]} args
 * @param {string} folder
 * @param {number} limit milliseconds without growth
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why it failed
 */
export async function runWatched(args, folder, limit, env) {
  const temporary = join(folder, "tmp")
  await mkdir(temporary, { recursive: true })
  const child = spawn(process.execPath, args, {
    // A group of its own, so that the shell and curl that the installer starts end with it.
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, TMPDIR: temporary, TEMP: temporary, PULUMI_HOME: join(temporary, "home") },
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text
    })
  }
  const end = () => endGroup(child)
  process.on("exit", end)
  const stalled = watchGrowth(folder, limit, end)
  const code = await new Promise((resolve) => child.on("close", resolve))
  process.off("exit", end)
  const gaveUp = stalled()
  await rm(temporary, { recursive: true, force: true })
  if (gaveUp) return `the official installer made no progress for ${limit / 1000} s`
  return code === 0 ? undefined : `the official installer failed: ${lastLines(output, 3)}`
}

/** @param {import("node:child_process").ChildProcess} child */
function endGroup(child) {
  if (child.pid === undefined || child.exitCode !== null) return
  if (process.platform === "win32") child.kill()
  else process.kill(-child.pid, "SIGKILL")
}

/**
 * Calls `onStall` when a folder stops growing. The answer is a function that ends the watch and tells whether that happened.
 * @param {string} folder @param {number} limit @param {() => void} onStall
 */
function watchGrowth(folder, limit, onStall) {
  let size = -1
  let grown = Date.now()
  let stalled = false
  const timer = setInterval(async () => {
    const now = await sizeOf(folder)
    if (now !== size) {
      size = now
      grown = Date.now()
    } else if (Date.now() - grown > limit) {
      stalled = true
      onStall()
    }
  }, limit / 10)
  return () => {
    clearInterval(timer)
    return stalled
  }
}

/** Bytes in all files of a folder, those that vanish meanwhile left out. @param {string} folder */
async function sizeOf(folder) {
  const paths = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = paths.map((path) =>
    stat(join(folder, path)).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
