import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

/** Two steps with a pause between them: without the lock those of two processes mix. */
const work = `tool.withLock(input.lock, "it tests", async () => {
  const { appendFileSync } = await import("node:fs")
  appendFileSync(input.log, process.pid + "\\n")
  await new Promise((resolve) => setTimeout(resolve, 300))
  appendFileSync(input.log, process.pid + "\\n")
})`

test("withLock lets one process work at a time", async () => {
  const folder = temporaryFolder()
  const input = { lock: join(folder, "lock"), log: join(folder, "log") }
  writeFileSync(input.log, "")
  await Promise.all([1, 2, 3].map(() => inNode("lock.mjs", work, { input })))
  const [a, b, c, d, e, f] = readFileSync(input.log, "utf8").trim().split("\n")
  expect([a, c, e]).toEqual([b, d, f])
  expect(new Set([a, c, e]).size).toBe(3)
})

test("withLock takes over the lock of a killed process", async () => {
  const folder = temporaryFolder()
  const lock = join(folder, "lock")
  mkdirSync(lock)
  const minuteAgo = new Date(Date.now() - 60_000)
  utimesSync(lock, minuteAgo, minuteAgo)
  expect(
    await inNode("lock.mjs", "tool.withLock(input, 'it tests', async () => 'done')", { input: lock }),
  ).toBe("done")
})

test("withLock lets go after a failure", async () => {
  const input = join(temporaryFolder(), "lock")
  const failing = "tool.withLock(input, 'it tests', async () => { throw new Error('broken') })"
  const twice = `(async () => [await ${failing}.catch(String), await ${failing}.catch(String)])()`
  expect(await inNode("lock.mjs", twice, { input })).toEqual(["Error: broken", "Error: broken"])
})
