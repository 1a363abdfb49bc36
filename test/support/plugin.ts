import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./packed"

/** The folder that a program names to use the plugin as it was built. */
export const pluginFolder = join(root, "provider", "dist", "plugin")

/** The one version of the npm package, the plugin and its schema. */
export const { version } = JSON.parse(readFileSync(join(root, "provider", "package.json"), "utf8")) as {
  version: string
}
