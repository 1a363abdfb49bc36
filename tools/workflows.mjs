import { readdirSync } from "node:fs"
import { join } from "node:path"
import { commandIn, commandOnPath } from "./engine/path.mjs"
import { cacheFolder, root } from "./folders.mjs"
import { buildModule } from "./go-module.mjs"
import { keep } from "./kept.mjs"
import { run } from "./run.mjs"
import { pinned } from "./version.mjs"

/** Every workflow for GitHub, ours and those of the examples, as a path from the root. */
export function workflows() {
  const examples = readdirSync(join(root, "examples")).map((name) => join("examples", name))
  return [".", ...examples].flatMap((folder) => {
    const path = join(folder, ".github", "workflows")
    return namesIn(join(root, path)).map((name) => join(path, name))
  })
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * Runs actionlint on every workflow. It is built once for each user and version from its Go module; without Go, the check is skipped.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string[]} [files] default: every workflow
 * @returns {Promise<{ code: number, output: string, note?: string }>}
 */
export async function checkWorkflows(env = process.env, files = workflows()) {
  const platform = `${process.platform}-${process.arch}`
  const home = join(cacheFolder(env), "actionlint", pinned("actionlint").version, platform)
  const reasons = await keep(home, "it builds actionlint", [build], env)
  if (reasons.length > 0 && !commandOnPath("go", env)) return { code: 0, output: "", note: "skipped: no Go" }
  const command = commandIn(home, "actionlint")
  if (!command) return { code: 1, output: `Cannot build actionlint: ${reasons.join("\n")}` }
  // What else it would run is installed on some machines only.
  return run(command, ["-no-color", "-shellcheck=", "-pyflakes=", ...files], { env })
}

/** @type {import("./kept.mjs").Way} */
const build = (folder, env) =>
  buildModule(
    { module: "actionlint", command: "actionlint", path: "github.com/rhysd/actionlint/cmd/actionlint" },
    folder,
    env,
  )
