import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { goBuildOne, sdkGenerator } from "../engine/go-build.mjs"
import { commandIn } from "../engine/path.mjs"
import { root } from "../folders.mjs"
import { main } from "../main.mjs"
import { lastLines, run } from "../run.mjs"
import { ensureBuilt, ensureInstalled } from "../workspace.mjs"

const languages = ["python", "nodejs", "go", "dotnet"]

/** Writes the packages for other languages from the schema of the plugin: FOLDER [LANGUAGE...], by default all into `sdk`. */
async function writeSdks() {
  const [folder = join(root, "sdk"), ...wanted] = parseArgs({ allowPositionals: true }).positionals
  await ensureInstalled()
  await ensureBuilt()
  const bin = join(root, "node_modules", ".cache", "pulumi-scalebox", "bin")
  mkdirSync(bin, { recursive: true })
  const reason = await goBuildOne(sdkGenerator, bin, process.env)
  if (reason) throw new Error(`Cannot build ${sdkGenerator.command}: ${reason}`)
  const schema = join(root, "provider", "dist", "plugin", "schema.json")
  const generator = commandIn(bin, sdkGenerator.command) ?? sdkGenerator.command
  const { code, output } = await run(generator, [schema, folder, ...(wanted.length > 0 ? wanted : languages)])
  if (code !== 0) throw new Error(lastLines(output))
}

await main(writeSdks)
