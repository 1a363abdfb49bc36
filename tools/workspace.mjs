import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { mkdir, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { cacheFolder, root } from "./folders.mjs"
import { withLock } from "./lock.mjs"
import { npm } from "./npm.mjs"
import { longStep } from "./progress.mjs"
import { lastLines, runNode } from "./run.mjs"

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, resolved?: string }} Entry */
/** @typedef {{ packages: Record<string, Entry> }} Lock */

const sources = [
  ...["provider/package.json", "provider/tsconfig.json", "provider/src"],
  ...["build", "launcher", "licenses", "schema"].map((name) => `provider/${name}.mjs`),
  ...[
    "emulator/package.json",
    "emulator/tsconfig.json",
    "emulator/build.mjs",
    "emulator/types.mjs",
    "emulator/src",
  ],
  ...["tsconfig.base.json", "package-lock.json"],
]
const outputs = [
  ...["provider/dist/index.js", "provider/dist/plugin/main.js", "provider/dist/plugin/schema.json"],
  "provider/dist/plugin/start.js",
  ...["emulator/dist/index.js", "emulator/dist/cli.js", "emulator/dist/page/index.html"],
]

/** Installs the dependencies when node_modules is missing or does not fit package-lock.json. */
export async function ensureInstalled() {
  if (installed()) return
  await withLock(workspaceLock(), "it installs the dependencies of this clone", async () => {
    if (installed()) return
    await longStep("Installing the dependencies with npm ci", "10 to 60 s", install)
  })
}

/** Builds provider and emulator when a source changed since the last build. */
export async function ensureBuilt() {
  if (built()) return
  await withLock(workspaceLock(), "it builds this clone", async () => {
    if (!built()) await longStep("Building the provider and the emulator", "10 to 30 s", build)
  })
}

function installed() {
  const lock = readLock("package-lock.json")
  const found = readLock("node_modules/.package-lock.json")
  return lock !== undefined && found !== undefined && fits(lock, found)
}

/**
 * Whether an install, by whatever npm command, holds every package that the lock file names.
 * Optional packages may be absent: most of them are binaries for other platforms.
 * @param {Lock} lock @param {Lock} found npm's own record in node_modules
 */
export function fits(lock, found) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === "") return true
    const present = found.packages[path]
    if (present === undefined) return wanted.optional === true || wanted.devOptional === true
    return present.version === wanted.version && present.integrity === wanted.integrity
  })
}

/** @param {string} path @returns {Lock | undefined} */
function readLock(path) {
  const file = join(root, path)
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined
}

async function install() {
  // NODE_ENV=production in the environment would leave out the compiler.
  const { code, output } = await npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"])
  if (code !== 0) throw new Error(`npm ci failed:\n${errorLines(output)}`)
}

/** npm ends a failure with pages of advice on its own usage. @param {string} output */
function errorLines(output) {
  const errors = output.split("\n").filter((line) => /^npm (error|ERR!) \S/.test(line))
  return errors.length > 0 ? errors.slice(0, 12).join("\n") : lastLines(output)
}

function built() {
  return outputsExist() && lastBuild()?.fingerprint === fingerprint(sourceFiles())
}

async function build() {
  const files = sourceFiles()
  const before = fingerprint(files)
  // Nothing else deletes what was compiled from a source that is gone.
  const isClean = outputsExist() && lastBuild()?.files.every((path) => existsSync(join(root, path)))
  if (!isClean) {
    for (const name of ["provider", "emulator"])
      await rm(join(root, name, "dist"), { recursive: true, force: true })
  }
  // tsc trusts its own record and would not write a deleted dist folder again.
  const force = isClean ? [] : ["--force"]
  const tsc = join("node_modules", "typescript", "bin", "tsc")
  const bundles = ["provider", "emulator"].map((name) => [join(name, "build.mjs")])
  for (const args of [[tsc, "-b", "provider", "emulator", ...force], ...bundles]) {
    const { code, output } = await runNode(args)
    if (code !== 0) throw new Error(`The build failed:\n${lastLines(output, 60)}`)
  }
  await mkdir(dirname(stampFile()), { recursive: true })
  await writeFile(stampFile(), JSON.stringify({ fingerprint: before, files }))
}

/** @returns {{ fingerprint: string, files: string[] } | undefined} undefined if there was none that ended well */
function lastBuild() {
  return existsSync(stampFile()) ? JSON.parse(readFileSync(stampFile(), "utf8")) : undefined
}

function outputsExist() {
  return outputs.every((path) => existsSync(join(root, path)))
}

function stampFile() {
  return join(root, "node_modules", ".cache", "pulumi-scalebox", "built.json")
}

/** Changes whenever the text or the name of a source changes. @param {string[]} files */
function fingerprint(files) {
  const hash = createHash("sha256")
  for (const path of files) hash.update(`${path}\0`).update(readFileSync(join(root, path)))
  return hash.digest("hex")
}

const sourceFiles = () => sources.flatMap(filesIn)

/** @param {string} path @returns {string[]} */
function filesIn(path) {
  const status = statSync(join(root, path), { throwIfNoEntry: false })
  if (!status?.isDirectory()) return status ? [path] : []
  const names = readdirSync(join(root, path)).sort()
  return names.flatMap((name) => filesIn(`${path}/${name}`))
}

/** Outside the clone: `npm ci` deletes node_modules, and git must see nothing. */
function workspaceLock() {
  const name = createHash("sha256").update(root).digest("hex").slice(0, 16)
  return join(cacheFolder(), "locks", name)
}
