import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { build } from "esbuild"
import { root } from "../folders.mjs"
import { main } from "../main.mjs"
import { longStep } from "../progress.mjs"
import { checksums } from "../release.mjs"
import { lastLines, run, runNode } from "../run.mjs"
import { ensureBuilt, ensureInstalled } from "../workspace.mjs"
import { signAdHoc } from "./mac-signature.mjs"
import { nodeBinary, nodeLicense, ownTarget, targets } from "./node-binaries.mjs"

/** @typedef {import("./node-binaries.mjs").Target} Target */

const name = "pulumi-resource-scalebox"
const provider = join(root, "provider")
const { version } = JSON.parse(readFileSync(join(provider, "package.json"), "utf8"))
/** Where Node.js looks for an application in its own executable. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2"
const licenses = ["LICENSE", "LICENSES.txt", "node-LICENSE.txt"]

/** The name that Pulumi looks for in a release. @param {Target} target */
export const archiveName = ({ os, arch }) => `${name}-v${version}-${os}-${arch}.tar.gz`

/**
 * Writes the application in the form in which it is put into an executable: the same for all platforms and versions of Node.js.
 * @param {string} folder @returns {Promise<string>} path of the blob
 */
async function writeBlob(folder) {
  const entry = join(folder, "single.js")
  await build({
    absWorkingDir: provider,
    entryPoints: ["src/faces/plugin/single.ts"],
    outfile: entry,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    logLevel: "warning",
  })
  const blob = join(folder, "blob")
  const config = join(folder, "config.json")
  const settings = {
    main: entry,
    output: blob,
    assets: { "main.js": join(provider, "dist", "plugin", "main.js") },
    disableExperimentalSEAWarning: true,
    // What NODE_OPTIONS holds is meant for programs: an option that this Node.js does not take would end the plugin.
    execArgvExtension: "none",
  }
  writeFileSync(config, JSON.stringify(settings))
  const own = ownTarget()
  if (!own) throw new Error(`Cannot make the archives on ${process.platform} ${process.arch}`)
  await must(
    await run(await nodeBinary(own), ["--experimental-sea-config", config], {}),
    "write the application",
  )
  return blob
}

/** @param {Target} target @param {string} blob @param {string} folder @param {string} into */
async function writeArchive(target, blob, folder, into) {
  const file = target.os === "windows" ? `${name}.exe` : name
  const executable = join(folder, file)
  copyFileSync(await nodeBinary(target), executable)
  const postject = join(root, "node_modules", "postject", "dist", "cli.js")
  const segment = target.os === "darwin" ? ["--macho-segment-name", "NODE_SEA"] : []
  const args = [postject, executable, "NODE_SEA_BLOB", blob, "--sentinel-fuse", fuse, ...segment]
  await must(await runNode(args), `make ${file} for ${target.os} ${target.arch}`)
  if (target.os === "darwin") writeFileSync(executable, signAdHoc(readFileSync(executable), name))
  const archive = join(into, archiveName(target))
  await must(await run("tar", ["-czf", archive, "-C", folder, file, ...licenses]), `write ${archive}`)
  rmSync(executable)
}

/** @param {{ code: number, output: string }} result @param {string} what */
async function must({ code, output }, what) {
  if (code !== 0) throw new Error(`Cannot ${what}:\n${lastLines(output, 5)}`)
}

/** Writes the archives with their checksums into a folder, by default `release`; `--own` only the one for this machine. */
async function writeArchives() {
  const { values, positionals } = parseArgs({ options: { own: { type: "boolean" } }, allowPositionals: true })
  await ensureInstalled()
  await ensureBuilt()
  const into = positionals[0] ?? join(root, "release")
  mkdirSync(into, { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), "pulumi-scalebox-"))
  try {
    const blob = await writeBlob(folder)
    copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"))
    copyFileSync(join(provider, "dist", "plugin", "LICENSES.txt"), join(folder, "LICENSES.txt"))
    copyFileSync(await nodeLicense(), join(folder, "node-LICENSE.txt"))
    for (const target of targets) {
      if (values.own && target !== ownTarget()) continue
      await longStep(`Writing ${archiveName(target)}`, "10 s", () => writeArchive(target, blob, folder, into))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const archives = (await checksums(into)).split("\n").filter((line) => line.includes(`  ${name}-`))
  writeFileSync(join(into, `${name}-v${version}-checksums.txt`), archives.map((line) => `${line}\n`).join(""))
}

await main(writeArchives)
