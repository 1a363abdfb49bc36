import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../folders.mjs"
import { longStep } from "../progress.mjs"
import { lastLines, run } from "../run.mjs"
import { isAtLeast, pinned } from "../version.mjs"
import { writeLauncher } from "./launcher.mjs"
import { commandOnPath } from "./path.mjs"

/** @typedef {{ module: "pulumi-cli" | "pulumi-language-nodejs", command: string, path: string, usually: string }} Build */

/** @type {Build[]} */
const builds = [
  {
    module: "pulumi-cli",
    command: "pulumi",
    path: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    usually: "3 to 5 minutes on 2 cores, once for this user",
  },
  {
    module: "pulumi-language-nodejs",
    command: "pulumi-language-nodejs",
    path: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    usually: "20 s",
  },
]

/**
 * Builds the engine from the modules that tools/pulumi-cli and tools/pulumi-language-nodejs pin, into `<folder>/bin`.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | undefined>} why it cannot be; undefined when it is there
 */
export async function goBuild(folder, env = process.env) {
  const go = commandOnPath("go", env)
  if (!go) return "go is not on PATH"
  const bin = join(folder, "bin")
  await mkdir(bin, { recursive: true })
  for (const build of builds) {
    const text = `Building ${build.command} ${pinned(build.module).version} from Go modules`
    const reason = await longStep(text, build.usually, () => buildOne(go, build, bin, env))
    if (reason) return reason
  }
  await writeLauncher(bin)
  return undefined
}

/** @param {string} go @param {Build} build @param {string} bin @param {NodeJS.ProcessEnv} env */
async function buildOne(go, { module, command, path }, bin, env) {
  const { go: oldest, version } = pinned(module)
  const cwd = join(root, "tools", module)
  // The user's own flags or workspace could change what go.sum pins.
  const options = { cwd, env: { ...env, GOFLAGS: "-mod=readonly", GOWORK: "off" } }
  // Inside the module this also lets Go 1.21 and newer fetch the toolchain that go.mod asks for.
  const found = await run(go, ["env", "GOVERSION"], options)
  if (found.code !== 0) return `${go} cannot build it: ${lastLines(found.output, 1)}`
  if (!isAtLeast(found.output, oldest)) return `${go} is ${found.output.trim()}, older than ${oldest}`
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`
  const output = join(bin, process.platform === "win32" ? `${command}.exe` : command)
  const built = await run(go, ["build", "-ldflags", flags, "-o", output, path], options)
  return built.code === 0 ? undefined : `go build failed:\n${lastLines(built.output)}`
}
