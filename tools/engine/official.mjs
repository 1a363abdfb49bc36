import { mkdir, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { longStep } from "../progress.mjs"
import { lastLines, run } from "../run.mjs"
import { pinned } from "../version.mjs"
import { download } from "./download.mjs"
import { helpers } from "./parts.mjs"
import { commandIn } from "./path.mjs"

/** Two hosts, so that who changes an archive on one of them is found out by the other. */
const vendor = {
  archives: "https://get.pulumi.com/releases/sdk",
  checksums: "https://github.com/pulumi/pulumi/releases/download",
}

/** @param {string} version @param {NodeJS.Platform} platform @param {string} arch */
export function archiveName(version, platform = process.platform, arch = process.arch) {
  const system = platform === "win32" ? "windows" : platform
  return `pulumi-v${version}-${system}-${arch}.${platform === "win32" ? "zip" : "tar.gz"}`
}

/**
 * Takes the pinned version out of the vendor's archive into `<folder>/bin`, if its SHA-256 is the one of the release.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} [env]
 * @param {typeof vendor} [from]
 * @returns {Promise<string | undefined>} why it cannot be; undefined when it is there
 */
export async function officialArchive(folder, env = process.env, from = vendor) {
  const { version } = pinned("pulumi-cli")
  const name = archiveName(version)
  const temporary = join(folder, "tmp")
  await mkdir(temporary, { recursive: true })
  try {
    const list = join(temporary, "checksums.txt")
    await download(`${from.checksums}/v${version}/pulumi-${version}-checksums.txt`, list)
    const wanted = checksumOf(name, await readFile(list, "utf8"))
    if (!wanted) return `the vendor's release ${version} has no checksum of ${name}`
    const archive = join(temporary, name)
    const found = await longStep(`Downloading Pulumi ${version}`, "a minute", () =>
      download(`${from.archives}/${name}`, archive),
    )
    if (found !== wanted) return `${name} has the SHA-256 ${found}, but its release says ${wanted}`
    return await unpack(archive, folder, env)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** @param {string} name @param {string} list lines of a SHA-256 and a name, as `sha256sum` writes them */
function checksumOf(name, list) {
  const lines = list.split("\n").map((line) => line.trim().split(/\s+\*?/))
  return lines.find(([, file]) => file === name)?.[0]
}

/** @param {string} archive @param {string} folder @param {NodeJS.ProcessEnv} env */
async function unpack(archive, folder, env) {
  const into = join(folder, "tmp")
  // The tar of Windows reads zip files, too.
  const { code, output } = await run("tar", ["-xf", archive, "-C", into], { env })
  if (code !== 0) return `cannot unpack ${archive}: ${lastLines(output, 3)}`
  const commands = ["pulumi", "pulumi/bin"]
    .map((path) => join(into, path))
    .find((path) => commandIn(path, "pulumi"))
  const missing = ["pulumi", ...helpers].find((name) => !commands || !commandIn(commands, name))
  if (!commands || missing) return `the vendor's archive does not hold ${missing}`
  await rename(commands, join(folder, "bin"))
  return undefined
}
