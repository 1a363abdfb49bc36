import { chmod, writeFile } from "node:fs/promises"
import { join } from "node:path"

// One node process finds the dynamic provider and becomes it: a process of its own for the search costs 50 ms in every run.
const start = [
  "let script;",
  "try { script = require.resolve('@pulumi/pulumi/cmd/dynamic-provider') }",
  "catch { console.error('Install @pulumi/pulumi in ' + process.cwd() + ': it holds the dynamic provider'); process.exit(1) }",
  "process.argv.splice(1, 0, script);",
  "require(script)",
].join(" ")

/**
 * Writes `pulumi-resource-pulumi-nodejs`, which the engine starts for dynamic resources.
 * It takes the provider from the @pulumi/pulumi of the program in the working directory.
 * @param {string} folder
 */
export async function writeLauncher(folder) {
  const file = join(folder, "pulumi-resource-pulumi-nodejs")
  if (process.platform === "win32") {
    await writeFile(`${file}.cmd`, `@node -e "${start}" -- %*\r\n`)
  } else {
    await writeFile(file, `#!/bin/sh\nexec node -e "${start}" -- "$@"\n`)
    await chmod(file, 0o755)
  }
}
