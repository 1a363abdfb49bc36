import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { root } from "./folders.mjs"
import { main } from "./main.mjs"
import { runNode } from "./run.mjs"
import { ensureBuilt, ensureInstalled } from "./workspace.mjs"

/** @typedef {Record<string, unknown>} Manifest */

/**
 * A manifest that names where the package comes from; npm accepts a provenance only where that is true.
 * @param {Manifest} manifest @param {string} repository such as https://github.com/owner/name @param {string} directory
 */
export const withOrigin = (manifest, repository, directory) => ({
  ...manifest,
  homepage: `${repository}#readme`,
  bugs: `${repository}/issues`,
  repository: { type: "git", url: `git+${repository}.git`, directory },
})

/** Where the workflow runs; nobody else should publish. @param {NodeJS.ProcessEnv} env */
export function repositoryIn({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name }) {
  if (server && name) return `${server}/${name}`
  throw new Error(
    "Cannot release here: the release workflow does it, which can prove where the packages were built",
  )
}

/** Publishes the packages whose version npm does not have yet, and tags them. */
async function release() {
  const repository = repositoryIn(process.env)
  await ensureInstalled()
  await ensureBuilt()
  for (const directory of ["provider", "emulator"]) {
    const file = join(root, directory, "package.json")
    const manifest = withOrigin(JSON.parse(readFileSync(file, "utf8")), repository, directory)
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
  }
  const changeset = join("node_modules", "@changesets", "cli", "bin.js")
  const { code } = await runNode([changeset, "publish"], { show: true })
  return code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(release)
