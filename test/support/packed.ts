import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { run } from "./command"
import type { Stack } from "./stack"

export const root = join(__dirname, "..", "..")

/** A package as it would be published. */
export interface Packed {
  tarball: string
  /** Paths from the root of the package, sorted. */
  files: string[]
}

/** Packs a workspace into a folder, unless PACKED_FOLDER has it: a release publishes the very files that were tested. */
export async function pack(workspace: string, into: string): Promise<Packed> {
  const released =
    process.env.PACKED_FOLDER && (await packedIn(join(root, process.env.PACKED_FOLDER), workspace))
  if (released) return released
  const args = ["pack", "--json", "--pack-destination", into]
  const stdout = await run("npm", args, { cwd: join(root, workspace) })
  const [made] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
  return { tarball: join(into, made.filename), files: made.files.map(({ path }) => path).sort() }
}

/** The package of a workspace in a folder of tarballs, undefined if it is not among them. */
async function packedIn(folder: string, workspace: string): Promise<Packed | undefined> {
  const manifest = readFileSync(join(root, workspace, "package.json"), "utf8")
  const { name, version } = JSON.parse(manifest) as { name: string; version: string }
  const tarball = join(folder, `${name}-${version}.tgz`)
  if (!existsSync(tarball)) return undefined
  const files = await run("tar", ["-tzf", tarball], { cwd: folder })
  return {
    tarball,
    files: files
      .trim()
      .replaceAll(/^package\//gm, "")
      .split("\n")
      .sort(),
  }
}

/** The archive of the plugin for this machine among the files of a release, if there is one. */
export function releasedPlugin(): string | undefined {
  const folder = process.env.PACKED_FOLDER && join(root, process.env.PACKED_FOLDER)
  if (!folder) return undefined
  const ending = `-${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}.tar.gz`
  const name = readdirSync(folder).find((one) => one.startsWith("pulumi-resource-") && one.endsWith(ending))
  return name && join(folder, name)
}

export const npmInstall = (cwd: string, ...packages: string[]) =>
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...packages], { cwd })

/** Puts our commands where npm puts them when it installs the packages. */
export function linkCommands(project: string): void {
  const bin = join(project, "node_modules", ".bin")
  mkdirSync(bin, { recursive: true })
  symlinkSync(join(root, "emulator", "dist", "cli.js"), join(bin, "scalebox-emulator"))
  symlinkSync(join(root, "provider", "dist", "cli", "main.js"), join(bin, "pulumi-scalebox"))
}

/** A program for which the packed provider must be found, loaded and understood by the engine. */
export const smokeProgram = `
  const dev = new scalebox.Sandbox("dev", {})
  const web = new scalebox.SandboxPort("web", { sandbox: dev, port: 8080, name: "web" })
  exports.url = web.url
`

/** Makes what the program declares, changes nothing then, and removes all of it again. */
export async function expectUpAndDestroy(stack: Stack): Promise<void> {
  const made = await stack.mustUp()
  expect(made.plan).toEqual(["create dev", "create web"])
  expect(made.stdout).toContain(`https://8080-${stack.account.sandboxes()[0]?.sandboxDomain}`)
  expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
  await stack.end()
}
