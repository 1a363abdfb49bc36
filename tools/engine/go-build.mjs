import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { buildModule } from "../go-module.mjs"
import { longStep } from "../progress.mjs"
import { pinned } from "../version.mjs"
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
  if (!commandOnPath("go", env)) return "go is not on PATH"
  const bin = join(folder, "bin")
  await mkdir(bin, { recursive: true })
  for (const build of builds) {
    const { version } = pinned(build.module)
    const flags = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`
    const text = `Building ${build.command} ${version} from Go modules`
    const reason = await longStep(text, build.usually, () => buildModule({ ...build, flags }, bin, env))
    if (reason) return reason
  }
  await writeLauncher(bin)
  return undefined
}
