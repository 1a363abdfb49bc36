import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { root } from "./folders.mjs"
import { main } from "./main.mjs"
import { npm } from "./npm.mjs"
import { lastLines, runNode } from "./run.mjs"
import { ensureBuilt, ensureInstalled } from "./workspace.mjs"

/** @typedef {Record<string, unknown> & { name: string, version: string }} Manifest */

/**
 * A manifest that names where the package comes from; npm accepts a provenance only if that is true.
 * @param {Manifest} manifest @param {string} repository such as https://github.com/owner/name @param {string} directory
 */
export const withOrigin = (manifest, repository, directory) => ({
  ...manifest,
  homepage: `${repository}#readme`,
  bugs: `${repository}/issues`,
  repository: { type: "git", url: `git+${repository}.git`, directory },
})

/** Where the workflow runs; nobody else should release. @param {NodeJS.ProcessEnv} env */
export function repositoryIn({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name }) {
  if (server && name) return `${server}/${name}`
  throw new Error(
    "Cannot release here: the release workflow does it, which can prove where the packages were built",
  )
}

/** What `sha256sum --check` reads. @param {string} folder @returns {Promise<string>} one line for each file */
export async function checksums(folder) {
  const lines = (await readdir(folder)).sort().map(async (name) => {
    const hash = createHash("sha256").update(await readFile(join(folder, name)))
    return `${hash.digest("hex")}  ${name}\n`
  })
  return (await Promise.all(lines)).join("")
}

/** Whether npm has this version already. @param {Manifest} manifest */
async function isPublished({ name, version }) {
  const { code, output } = await npm(["view", `${name}@${version}`, "version"])
  if (code === 0) return output.includes(version)
  if (/E404/.test(output)) return false
  throw new Error(`Cannot see whether npm has ${name} ${version}:\n${lastLines(output, 5)}`)
}

/** @param {string} workspace @param {string} repository @param {string} folder */
async function pack(workspace, repository, folder) {
  const file = join(root, workspace, "package.json")
  const text = await readFile(file, "utf8")
  const manifest = JSON.parse(text)
  if (await isPublished(manifest)) return []
  await writeFile(file, JSON.stringify(withOrigin(manifest, repository, workspace), null, 2))
  try {
    const { code, output } = await npm(["pack", `./${workspace}`, "--pack-destination", folder])
    if (code !== 0) throw new Error(`npm pack failed:\n${lastLines(output)}`)
  } finally {
    await writeFile(file, text)
  }
  return [`${manifest.name}@${manifest.version}`]
}

/** Archives of the plugin, which Pulumi downloads from the release. @param {string} folder */
async function archives(folder) {
  const { code, output } = await runNode([join("tools", "plugin", "archives.mjs"), folder])
  if (code !== 0) throw new Error(`The archives of the plugin cannot be created:\n${lastLines(output)}`)
}

/** Packs what npm does not have yet into the folder `release`, and prints the outputs of the job: tags and checksums. */
async function release() {
  const repository = repositoryIn(process.env)
  await ensureInstalled()
  await ensureBuilt()
  const folder = join(root, "release")
  await mkdir(folder, { recursive: true })
  const tags = []
  for (const workspace of ["provider", "emulator"]) tags.push(...(await pack(workspace, repository, folder)))
  if (tags.some((tag) => tag.startsWith("pulumi-scalebox@"))) await archives(folder)
  console.log(`tags=${tags.join(" ")}`)
  console.log(`checksums=${Buffer.from(await checksums(folder)).toString("base64")}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(release)
