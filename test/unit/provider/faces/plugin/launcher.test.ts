import { execFile } from "node:child_process"
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { pluginFolder } from "../../../../support/plugin"
import { temporaryFolder } from "../../../tools/fake-commands"

const command = "pulumi-resource-scalebox"

/** The launcher with a plugin of a few lines, and a cache folder of its own. */
function launched(source: string) {
  const folder = temporaryFolder()
  const cache = temporaryFolder()
  for (const name of [command, "start.js"]) copyFileSync(join(pluginFolder, name), join(folder, name))
  const write = (text: string) => writeFileSync(join(folder, "main.js"), text)
  write(source)
  const start = async (env: NodeJS.ProcessEnv = {}, ...args: string[]) =>
    (
      await promisify(execFile)(join(folder, command), args, {
        env: { PATH: process.env.PATH, XDG_CACHE_HOME: cache, ...env },
      })
    ).stdout
  const caches = join(cache, "pulumi-scalebox", "plugin")
  return { folder, caches, write, start, cached: () => readdirSync(caches).map((name) => join(caches, name)) }
}

const place = `const { basename } = require("node:path")
process.stdout.write([basename(__filename), __dirname, process.argv.slice(2), typeof module.exports].join("\\n"))`

test("The launcher runs the plugin beside it with the arguments of the engine", async () => {
  const { folder, start } = launched(place)
  expect(await start({}, "127.0.0.1:1")).toBe(`main.js\n${folder}\n127.0.0.1:1\nobject`)
})

test("The launcher does not obey NODE_OPTIONS, which may hold what ends Node.js", async () => {
  const { start } = launched("process.stdout.write(String(process.env.NODE_OPTIONS))")
  expect(await start({ NODE_OPTIONS: "--no-such-option" })).toBe("undefined")
})

test("A start keeps what was compiled, and the next one takes it", async () => {
  const { start, cached } = launched("process.stdout.write('same')")
  await start()
  const [first = ""] = cached()
  expect(cached()).toHaveLength(1)
  utimesSync(first, 1_000, 1_000)
  expect(await start()).toBe("same")
  expect(statSync(first).mtimeMs).toBe(1_000_000)
})

test("A plugin of the same length that differs is not run from the cache of the other", async () => {
  const { write, start, cached } = launched("process.stdout.write('one')")
  await start()
  write("process.stdout.write('two')")
  expect(await start()).toBe("two")
  expect(cached()).toHaveLength(2)
})

test("A cache that V8 refuses is written again", async () => {
  const { start, cached } = launched("process.stdout.write('same')")
  await start()
  const [file = ""] = cached()
  const good = readFileSync(file)
  writeFileSync(file, "nonsense")
  expect(await start()).toBe("same")
  expect(readFileSync(file).length).toBe(good.length)
})

test("What past versions left is deleted after a month", async () => {
  const { caches, start, cached } = launched("process.stdout.write('same')")
  mkdirSync(caches, { recursive: true })
  for (const name of ["old", "new"]) writeFileSync(join(caches, name), "")
  const days = (count: number) => (Date.now() - count * 24 * 3_600_000) / 1000
  utimesSync(join(caches, "old"), days(31), days(31))
  utimesSync(join(caches, "new"), days(29), days(29))
  await start()
  expect(cached().map((file) => file.slice(caches.length + 1))).toEqual([
    "new",
    expect.stringContaining(process.version),
  ])
})

test("A home without a place for the cache only costs time", async () => {
  const { folder, start } = launched("process.stdout.write('same')")
  expect(await start({ XDG_CACHE_HOME: join(folder, "main.js") })).toBe("same")
})
