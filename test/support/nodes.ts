import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { npmInstall } from "./packed"

/** Versions of Node.js beside the oldest one that the packages run on. */
export const newerNodes = [22, 24] as const

/** The folder with `node` of a version: a package of npm, installed once for the user. */
export async function nodeFolder(version: number): Promise<string> {
  const system = process.platform === "win32" ? "win" : process.platform
  const name = `node-${system}-${process.arch}`
  const home = join(
    homedir(),
    ".cache",
    "pulumi-scalebox",
    "node",
    `${version}-${process.platform}-${process.arch}`,
  )
  if (!existsSync(home)) {
    mkdirSync(dirname(home), { recursive: true })
    // Under another name until it is whole, as another run may look for it.
    const draft = mkdtempSync(`${home}-`)
    // Without a manifest of its own in the folder, npm would install into a folder above.
    writeFileSync(join(draft, "package.json"), JSON.stringify({ private: true }))
    await npmInstall(draft, "--ignore-scripts", `${name}@${version}`)
    if (existsSync(home)) rmSync(draft, { recursive: true })
    else renameSync(draft, home)
  }
  return join(home, "node_modules", name, "bin")
}
