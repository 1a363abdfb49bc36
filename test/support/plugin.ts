import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { root } from "./packed"

/** The folder that a program names to use the plugin as it was built. */
export const pluginFolder = join(root, "provider", "dist", "plugin")

/** The one version of the npm package, the plugin and its schema. */
export const { version } = JSON.parse(readFileSync(join(root, "provider", "package.json"), "utf8")) as {
  version: string
}

/** What a plugin says when it has started: the port that it listens on. It is ended as the engine's end ends it. */
export async function firstLineOf(
  command: string,
  env: NodeJS.ProcessEnv = process.env,
  args: string[] = [],
): Promise<string> {
  const child = spawn(command, [...args, "127.0.0.1:1"], { env })
  const closed = once(child, "close")
  const [line] = (await Promise.race([once(createInterface(child.stdout), "line"), closed])) as [string]
  child.stdin.end()
  await closed
  return String(line)
}
