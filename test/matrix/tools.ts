import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "../support/command"
import { newerNodes } from "../support/nodes"
import { npmInstall, root } from "../support/packed"

const folder = join(root, "node_modules", ".cache", "pulumi-scalebox", "matrix")
const bun = `@oven/bun-${process.platform === "win32" ? "windows" : process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`

export const nodeVersions = [20, ...newerNodes] as const

/** Programs for this platform that come as packages, so that a registry is all that is needed. */
const packages: Record<string, string> = {
  bun: `npm:${bun}@1`,
  "yarn-classic": "npm:yarn@1",
  "yarn-berry": "npm:@yarnpkg/cli-dist@4",
}

/** Installs them once; later runs find them. */
export async function installTools(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const manifest = JSON.stringify({ private: true, dependencies: packages })
  const [wanted, present] = ["package.json", "installed.json"].map((name) => join(folder, name)) as [
    string,
    string,
  ]
  if (existsSync(present) && readFileSync(present, "utf8") === manifest) return
  // Without a manifest of its own in the folder, npm would install into the whole repository.
  writeFileSync(wanted, manifest)
  await npmInstall(folder)
  writeFileSync(present, manifest)
}

const installed = (...path: string[]) => join(folder, "node_modules", ...path)

let registry: string | undefined

/** The registry that npm uses, by the names that the other package managers know. */
async function environment(cache: string): Promise<NodeJS.ProcessEnv> {
  registry ??= (await run("npm", ["config", "get", "registry"], { cwd: root })).trim()
  return {
    ...process.env,
    npm_config_registry: registry,
    YARN_REGISTRY: registry,
    YARN_NPM_REGISTRY_SERVER: registry,
    YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
    YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
    YARN_ENABLE_TELEMETRY: "0",
    YARN_CACHE_FOLDER: join(cache, "yarn"),
    BUN_INSTALL_CACHE_DIR: join(cache, "bun"),
  }
}

type Add = (cwd: string, cache: string, ...packages: string[]) => Promise<string>

/** How packages are added to the program in a folder. */
export const managers: Record<string, Add> = {
  async "yarn classic"(cwd, cache, ...wanted) {
    const yarn = installed("yarn-classic", "bin", "yarn.js")
    const args = [yarn, "add", "--non-interactive", ...wanted]
    return run(process.execPath, args, { cwd, env: await environment(cache) })
  },
  async "yarn berry"(cwd, cache, ...wanted) {
    // An empty lock file says that this folder is a project of its own.
    writeFileSync(join(cwd, "yarn.lock"), "")
    writeFileSync(join(cwd, ".yarnrc.yml"), "nodeLinker: node-modules\n")
    const yarn = installed("yarn-berry", "bin", "yarn.js")
    const named = wanted.map((name) => (name.startsWith("/") ? `pulumi-scalebox@file:${name}` : name))
    return run(process.execPath, [yarn, "add", ...named], { cwd, env: await environment(cache) })
  },
  async bun(cwd, cache, ...wanted) {
    return run(installed("bun", "bin", "bun"), ["add", ...wanted], { cwd, env: await environment(cache) })
  },
}
