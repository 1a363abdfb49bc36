import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { type Packed, pack, root } from "../../support/packed"

const run = promisify(execFile)

export const workspaces = ["provider", "emulator"] as const
export type Workspace = (typeof workspaces)[number]

/** Runs a tool that is installed here, and answers what it printed, however it ended. */
export async function tool(path: string, ...args: string[]): Promise<{ code: number; stdout: string }> {
  const file = join(root, "node_modules", path)
  return run(process.execPath, [file, ...args], { cwd: root, maxBuffer: 1e8 }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout, stderr }) => ({ code, stdout: `${stdout}${stderr}` }),
  )
}

/** Runs a program with source maps switched on. */
export const inNode = (program: string) =>
  run(process.execPath, ["--enable-source-maps", "-e", program], { cwd: root })

/** Packs all workspaces into a folder that is gone after the tests of the file. */
export function packAll(): { of: (workspace: Workspace) => Packed } {
  const folder = mkdtempSync(join(tmpdir(), "scalebox-packed-"))
  const packed = new Map<Workspace, Packed>()
  beforeAll(async () => {
    for (const workspace of workspaces) packed.set(workspace, await pack(workspace, folder))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return {
    of(workspace) {
      const found = packed.get(workspace)
      if (!found) throw new Error(`${workspace} was not packed`)
      return found
    },
  }
}
