import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { cacheFolder } from "../folders.mjs"
import { withLock } from "../lock.mjs"
import { pinned } from "../version.mjs"
import { withEngine } from "./ensure.mjs"
import { goBuildOne, yamlHost } from "./go-build.mjs"
import { commandIn, commandOnPath } from "./path.mjs"

const { command } = yamlHost

/**
 * Adds `pulumi-language-yaml` to an engine that has none, built from Go modules: the engine starts it for YAML programs.
 * An installed Pulumi usually brings it. Apart from the engine, as the quickstart does without it.
 * @param {import("./ensure.mjs").Engine} engine
 * @param {NodeJS.ProcessEnv} [env]
 * @param {typeof goBuildOne} [build]
 * @returns {Promise<import("./ensure.mjs").Engine>} the same engine, with a folder if it had none and needs one now
 */
export async function ensureYamlHost(engine, env = process.env, build = goBuildOne) {
  const { version } = pinned(yamlHost.module)
  // The engine warns of a host that is not in its own folder.
  const own = engine.folder
  if (!own && installedHost(withEngine(engine, env))) return engine
  const folder = own ?? join(cacheFolder(env), command, version, `${process.platform}-${process.arch}`)
  const stamp = join(folder, `${command}.version`)
  if (isThere(folder, stamp, version)) return { ...engine, folder }
  await withLock(join(folder, "..", `${command}.lock`), `it builds ${command} ${version}`, async () => {
    if (isThere(folder, stamp, version)) return
    const draft = join(folder, `${command}.draft`)
    await mkdir(draft, { recursive: true })
    const reason = await build(yamlHost, draft, env)
    if (reason) throw new Error(noHost(reason))
    // In this order: a host without a stamp counts as one that came with the engine.
    for (const name of readdirSync(draft)) renameSync(join(draft, name), join(folder, name))
    writeFileSync(stamp, version)
    rmSync(draft, { recursive: true })
  })
  return { ...engine, folder }
}

/** @param {NodeJS.ProcessEnv} env */
function installedHost(env) {
  const pulumi = commandOnPath("pulumi", env)
  return (pulumi && commandIn(dirname(pulumi), command)) ?? commandOnPath(command, env)
}

/** @param {string} folder @param {string} stamp @param {string} version */
function isThere(folder, stamp, version) {
  if (!commandIn(folder, command)) return false
  return !existsSync(stamp) || readFileSync(stamp, "utf8") === version
}

/** @param {string} reason */
function noHost(reason) {
  return `Cannot get ${command}, which runs YAML programs:
- ${reason}
Do one of these, then run the command again:
- install Pulumi with its language hosts (https://www.pulumi.com/docs/install) and put it on PATH
- install Go ${pinned(yamlHost.module).go} or newer (https://go.dev/dl) and allow it to fetch modules`
}
