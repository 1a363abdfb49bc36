import { writeFileSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

/** Higher than any system counts, so that no process ever has it. */
const dead = 2 ** 30
const here = hostname()

/** As Pulumi writes them: the second file says nothing about the holder. */
async function isLockedByTheDead(...holders: { pid: number; hostname: string }[]): Promise<boolean> {
  const folder = temporaryFolder()
  for (const [index, holder] of holders.entries()) {
    writeFileSync(join(folder, `${index}.json`), JSON.stringify(holder))
    writeFileSync(join(folder, `${index}.json.attrs`), "{}")
  }
  return inNode<boolean>("quickstart/cut.mjs", "tool.isLockedByTheDead(input)", { input: folder })
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
  expect(await inNode("quickstart/cut.mjs", "tool.isLockedByTheDead(input)", { input })).toBe(false)
})

const pending = {
  resource: { urn: "urn:pulumi:local::quickstart::pulumi:pulumi:Stack::s" },
  type: "creating",
}

test.each([
  ["that a run was killed in", { checkpoint: { latest: { pending_operations: [pending] } } }, true],
  ["that ended well", { checkpoint: { latest: { resources: [] } } }, false],
  ["that nothing has run on", { checkpoint: {} }, false],
])("hasPendingOperations of a stack %s", async (_, state, expected) => {
  const input = join(temporaryFolder(), "local.json")
  writeFileSync(input, JSON.stringify(state))
  expect(await inNode("quickstart/cut.mjs", "tool.hasPendingOperations(input) === true", { input })).toBe(
    expected,
  )
})

test("hasPendingOperations of a stack that there is not", async () => {
  const input = join(temporaryFolder(), "none")
  expect(await inNode("quickstart/cut.mjs", "tool.hasPendingOperations(input)", { input })).toBe(false)
})
