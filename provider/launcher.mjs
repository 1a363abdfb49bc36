import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"

// What NODE_OPTIONS holds is meant for programs: an option that Node.js does not take would end the plugin.
const shell = `#!/bin/sh
unset NODE_OPTIONS
exec node "\${0%/*}/start.js" "$@"
`
const batch = ["@setlocal", "@set NODE_OPTIONS=", '@node "%~dp0start.js" %*', ""].join("\r\n")

/**
 * Writes what the engine starts when it is shown the folder of the plugin, beside the plugin's main.js.
 * @param {string} provider folder of the package
 */
export async function writeLauncher(provider) {
  const folder = join(provider, "dist", "plugin")
  await build({
    absWorkingDir: provider,
    entryPoints: ["src/faces/plugin/start.ts"],
    outfile: join(folder, "start.js"),
    allowOverwrite: true,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "warning",
  })
  const command = join(folder, "pulumi-resource-scalebox")
  writeFileSync(command, shell)
  chmodSync(command, 0o755)
  writeFileSync(`${command}.cmd`, batch)
}
