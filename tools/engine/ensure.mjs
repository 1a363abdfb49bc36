import { delimiter, join } from "node:path"
import { cacheFolder } from "../folders.mjs"
import { keep } from "../kept.mjs"
import { pinned } from "../version.mjs"
import { goBuild } from "./go-build.mjs"
import { installedEngine, minimum } from "./installed.mjs"
import { officialArchive } from "./official.mjs"
import { pathVariable } from "./path.mjs"

/** @typedef {import("../kept.mjs").Way} Way fills `<folder>/bin` */
/** @typedef {{ version: string, folder?: string }} Engine `folder` goes first on PATH; absent when PATH finds a good Pulumi already */

/**
 * Makes a working `pulumi` available: one on PATH, else ours from the cache, else a build from Go modules, else the vendor's archive.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {Way[]} [ways] how to get one that is not there yet, best first
 * @returns {Promise<Engine>}
 */
export async function ensureEngine(env = process.env, ways = [goBuild, officialArchive]) {
  const installed = await installedEngine(env)
  if ("version" in installed) return installed
  const { version } = pinned("pulumi-cli")
  const home = join(cacheFolder(env), "engine", version, `${process.platform}-${process.arch}`)
  const subject = `it gets Pulumi ${version}, a few minutes if it has to be built`
  const reasons = await keep(home, subject, ways, env)
  if (reasons.length > 0) throw new Error(noEngine([installed.reason, ...reasons]))
  return { version, folder: join(home, "bin") }
}

/** @param {string[]} reasons */
function noEngine(reasons) {
  return `Cannot get Pulumi:
${reasons.map((reason) => `- ${reason}`).join("\n")}
Do one of these, then run the command again:
- install Pulumi ${minimum} or newer (https://www.pulumi.com/docs/install) and put it on PATH
- install Go ${pinned("pulumi-cli").go} or newer (https://go.dev/dl) and allow it to fetch modules, to build Pulumi from source
- allow connections to get.pulumi.com and github.com, where the vendor's archive and its checksum come from`
}

/** The environment in which `pulumi` is that engine. @param {Engine} engine @param {NodeJS.ProcessEnv} [env] */
export function withEngine(engine, env = process.env) {
  if (!engine.folder) return env
  const { name, value } = pathVariable(env)
  return { ...env, [name]: `${engine.folder}${delimiter}${value}` }
}
