import { join } from "node:path"
import { commandOnPath } from "./engine/path.mjs"
import { root } from "./folders.mjs"
import { lastLines, run } from "./run.mjs"
import { isAtLeast, pinned } from "./version.mjs"

/** @typedef {import("./version.mjs").Module} Module */

/**
 * Builds a command from the Go modules that `tools/<module>` pins, each checked against its go.sum.
 * @param {{ module: Module, command: string, path: string, flags?: string }} build `flags` are for the linker
 * @param {string} folder where the command is put
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why it cannot be built; undefined when it is there
 */
export async function buildModule({ module, command, path, flags = "" }, folder, env) {
  const go = commandOnPath("go", env)
  if (!go) return "go is not on PATH"
  const cwd = join(root, "tools", module)
  // The user's own flags or workspace could change what go.sum pins.
  const options = { cwd, env: { ...env, GOFLAGS: "-mod=readonly", GOWORK: "off" } }
  // Inside the module this also lets Go 1.21 and newer fetch the toolchain that go.mod asks for.
  const found = await run(go, ["env", "GOVERSION"], options)
  if (found.code !== 0) return `${go} cannot build it: ${lastLines(found.output, 1)}`
  const { go: oldest } = pinned(module)
  if (!isAtLeast(found.output, oldest)) return `${go} is ${found.output.trim()}, older than ${oldest}`
  const output = join(folder, process.platform === "win32" ? `${command}.exe` : command)
  // The YAML host writes the paths of its own source into the state of every resource.
  const args = ["build", "-trimpath", "-ldflags", `-s -w ${flags}`, "-o", output, path]
  const built = await run(go, args, options)
  return built.code === 0 ? undefined : `go build failed:\n${lastLines(built.output)}`
}
