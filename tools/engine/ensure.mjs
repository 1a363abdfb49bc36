import { existsSync } from "node:fs"
import { mkdir, rename, rm } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { cacheFolder } from "../folders.mjs"
import { withLock } from "../lock.mjs"
import { pinned } from "../version.mjs"
import { goBuild } from "./go-build.mjs"
import { installedEngine, minimum } from "./installed.mjs"
import { officialInstall } from "./official.mjs"
import { pathVariable } from "./path.mjs"

/** @typedef {{ version: string, folder?: string }} Engine `folder` goes first on PATH; absent when PATH finds a good Pulumi already */
/** @typedef {(folder: string, env: NodeJS.ProcessEnv) => Promise<string | undefined>} Way fills `<folder>/bin`, or answers why it cannot */

/**
 * Makes a working `pulumi` available: one on PATH, else ours from the cache, else the vendor's installer, else a build from Go modules.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {Way[]} [ways] how to get one that is not there yet, best first
 * @returns {Promise<Engine>}
 */
export async function ensureEngine(env = process.env, ways = [officialInstall, goBuild]) {
  const installed = await installedEngine(env)
  if ("version" in installed) return installed
  const { version } = pinned("pulumi-cli")
  const home = join(cacheFolder(env), "engine", version, `${process.platform}-${process.arch}`)
  const engine = { version, folder: join(home, "bin") }
  if (existsSync(home)) return engine
  await withLock(
    `${home}.lock`,
    `it gets Pulumi ${version}, a few minutes where it has to be built`,
    async () => {
      if (!existsSync(home)) await obtain(home, [installed.reason], ways, env)
    },
  )
  return engine
}

/** @param {string} home @param {string[]} reasons @param {Way[]} ways @param {NodeJS.ProcessEnv} env */
async function obtain(home, reasons, ways, env) {
  const draft = `${home}.draft`
  for (const way of ways) {
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { recursive: true })
    const reason = await way(draft, env)
    // The rename makes it whole or absent: a killed run leaves a draft that the next one deletes.
    if (!reason) return rename(draft, home)
    reasons.push(reason)
  }
  await rm(draft, { recursive: true, force: true })
  throw new Error(noEngine(reasons))
}

/** @param {string[]} reasons */
function noEngine(reasons) {
  return `Cannot get Pulumi:
${reasons.map((reason) => `- ${reason}`).join("\n")}
Do one of these, then run the command again:
- install Pulumi ${minimum} or newer (https://www.pulumi.com/docs/install) and put it on PATH
- allow connections to get.pulumi.com and github.com, where the official installer downloads it from
- install Go ${pinned("pulumi-cli").go} or newer (https://go.dev/dl) and allow it to fetch modules, to build Pulumi from source`
}

/** The environment in which `pulumi` is that engine. @param {Engine} engine @param {NodeJS.ProcessEnv} [env] */
export function withEngine(engine, env = process.env) {
  if (!engine.folder) return env
  const { name, value } = pathVariable(env)
  return { ...env, [name]: `${engine.folder}${delimiter}${value}` }
}
