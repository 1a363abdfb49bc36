import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { buildModule } from "../go-module.mjs"
import { longStep } from "../progress.mjs"
import { pinned } from "../version.mjs"
import { writeLauncher } from "./launcher.mjs"
import { commandOnPath } from "./path.mjs"

/** @typedef {{ module: import("../version.mjs").Module, command: string, path: string, version: string, usually: string }} Build `version` is the Go variable that holds it */

const sdkVersion = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"

/** @type {Build[]} */
const engine = [
  {
    module: "pulumi-cli",
    command: "pulumi",
    path: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version: sdkVersion,
    usually: "3 to 5 minutes on 2 cores, once for this user",
  },
  {
    module: "pulumi-language-nodejs",
    command: "pulumi-language-nodejs",
    path: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    version: sdkVersion,
    usually: "20 s",
  },
]

/** @type {Build} */
export const yamlHost = {
  module: "pulumi-language-yaml",
  command: "pulumi-language-yaml",
  path: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  version: "github.com/pulumi/pulumi-yaml/pkg/version.Version",
  usually: "1 to 2 minutes on 2 cores, once for this user",
}

/** Writes the packages for other languages. @type {Build} */
export const sdkGenerator = {
  module: "pulumi-language-yaml",
  command: "pulumi-sdk-gen",
  path: "./sdk-gen",
  version: "main.version",
  usually: "10 s to a minute",
}

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
  for (const build of engine) {
    const reason = await goBuildOne(build, bin, env)
    if (reason) return reason
  }
  await writeLauncher(bin)
  return undefined
}

/**
 * Builds one command into a folder, and says that it does.
 * @param {Build} build
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why it cannot be; undefined when it is there
 */
export function goBuildOne(build, folder, env) {
  const { version } = pinned(build.module)
  const flags = `-X ${build.version}=v${version}`
  const text = `Building ${build.command} ${version} from Go modules`
  return longStep(text, build.usually, () => buildModule({ ...build, flags }, folder, env))
}
