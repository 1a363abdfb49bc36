import { execFile } from "node:child_process"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"

export const root = join(__dirname, "..", "..", "..")

/**
 * Evaluates an expression in a node of its own, because jest cannot load the scripts in `tools`, which are ES modules.
 * The exports of the module are `tool` in it, and `input` is at hand as it is.
 */
export async function inNode<T>(
  module: string,
  expression: string,
  { env = process.env, input = null }: { env?: NodeJS.ProcessEnv; input?: unknown } = {},
): Promise<T> {
  const url = pathToFileURL(resolve(root, "tools", module))
  const code = `const tool = await import(${JSON.stringify(url.href)})
const input = ${JSON.stringify(input)}
const answer = await (${expression})
process.stdout.write("\\n" + JSON.stringify(answer ?? null))`
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], { env })
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1))
}
