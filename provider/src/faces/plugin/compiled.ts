import { createHash, randomBytes } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import Module, { createRequire } from "node:module"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { Script } from "node:vm"

/** Milliseconds after which the functions that a run needs have been compiled. */
const settledMs = 300
/** Milliseconds until what a past version left is deleted. */
const keptMs = 30 * 24 * 3_600_000

/**
 * Runs a bundle from what V8 compiled at an earlier start: compiling it again costs a third of the time until it answers.
 * @param file where the bundle counts as being; it need not exist
 */
export function runCompiled(source: Buffer, file: string): void {
  const folder = cacheFolder()
  // V8 compares the length of the source only.
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 16)
  const cache = join(folder, `${process.version}-${process.arch}-${hash}`)
  const cachedData = read(cache)
  const wrapped = Module.wrap(source.toString("utf8"))
  const script = new Script(wrapped, { filename: file, ...(cachedData ? { cachedData } : {}) })
  if (!cachedData || script.cachedDataRejected) keep(script, folder, cache)
  const main = { exports: {} }
  script.runInThisContext()(main.exports, createRequire(file), main, file, dirname(file))
}

/** Where this user's programs keep what they can make again; XDG_CACHE_HOME counts on every platform. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env
  const own = process.platform === "win32" ? local : undefined
  const usual = process.platform === "darwin" ? join("Library", "Caches") : ".cache"
  return join(xdg || own || join(homedir(), usual), "pulumi-scalebox", "plugin")
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Writes the cache once the plugin has started, or at its end if that comes first. */
function keep(script: Script, folder: string, cache: string): void {
  const write = () => {
    clearTimeout(timer)
    process.off("exit", write)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      dropOld(folder)
      // Another process may read or write it at the same time.
      const draft = `${cache}.${randomBytes(4).toString("hex")}`
      writeFileSync(draft, script.createCachedData())
      renameSync(draft, cache)
    } catch {
      // A home that cannot be written to only makes the next start slower.
    }
  }
  const timer = setTimeout(write, settledMs).unref()
  process.on("exit", write)
}

function dropOld(folder: string): void {
  for (const path of readdirSync(folder).map((name) => join(folder, name))) {
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { force: true })
  }
}
