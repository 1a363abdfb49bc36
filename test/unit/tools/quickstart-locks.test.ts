import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

const dead = spawnSync("true").pid
const here = hostname()

/** As Pulumi writes them: the second file says nothing about the holder. */
async function isLockedByTheDead(...holders: { pid: number; hostname: string }[]): Promise<boolean> {
  const folder = temporaryFolder()
  for (const [index, holder] of holders.entries()) {
    writeFileSync(join(folder, `${index}.json`), JSON.stringify(holder))
    writeFileSync(join(folder, `${index}.json.attrs`), "{}")
  }
  return inNode<boolean>("quickstart/locks.mjs", "tool.isLockedByTheDead(input)", { input: folder })
}

test("isLockedByTheDead finds a stack whose run was killed", async () => {
  expect(await isLockedByTheDead({ pid: dead, hostname: here })).toBe(true)
})

test.each([
  ["nobody holds", []],
  [
    "a living run holds too",
    [
      { pid: dead, hostname: here },
      { pid: process.pid, hostname: here },
    ],
  ],
  ["a run on another machine holds", [{ pid: dead, hostname: `${here}-2` }]],
])("isLockedByTheDead leaves alone a stack that %s", async (_, holders) => {
  expect(await isLockedByTheDead(...holders)).toBe(false)
})

test("isLockedByTheDead takes a missing folder for an open stack", async () => {
  const input = join(temporaryFolder(), "none")
  expect(await inNode("quickstart/locks.mjs", "tool.isLockedByTheDead(input)", { input })).toBe(false)
})
