import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { completePulumi, fakeCommands, temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

interface Result {
  version?: string
  folder?: string
  tried: string[]
  error?: string
}

/** Ways that note their turn; one that works leaves a file in its folder. */
const ensure = `(async () => {
  const { mkdirSync, writeFileSync } = await import("node:fs")
  const tried = []
  const way = ({ name, reason }) => async (folder) => {
    tried.push(name)
    if (reason) return reason
    mkdirSync(folder + "/bin")
    writeFileSync(folder + "/bin/made-by", name)
  }
  try {
    return { ...(await tool.ensureEngine(input.env, input.ways.map(way))), tried }
  } catch (error) {
    return { error: error.message, tried }
  }
})()`

const ensureEngine = (env: NodeJS.ProcessEnv, ways: { name: string; reason?: string }[]) =>
  inNode<Result>("engine/ensure.mjs", ensure, { input: { env, ways } })

const works = { name: "second" }
const fails = { name: "first", reason: "the first is broken" }

test("ensureEngine uses an installed Pulumi and tries nothing else", async () => {
  const env = { PATH: fakeCommands(completePulumi("3.250.0")), XDG_CACHE_HOME: temporaryFolder() }
  expect(await ensureEngine(env, [works])).toEqual({ version: "3.250.0", tried: [] })
})

test("ensureEngine tries the ways in order, stops at the first that works, and keeps the result for all clones", async () => {
  const cache = temporaryFolder()
  const env = { PATH: temporaryFolder(), XDG_CACHE_HOME: cache }
  const made = await ensureEngine(env, [fails, works, { name: "third" }])
  expect(made.tried).toEqual(["first", "second"])
  expect(made.folder).toBe(
    join(
      cache,
      "pulumi-scalebox",
      "engine",
      String(made.version),
      `${process.platform}-${process.arch}`,
      "bin",
    ),
  )
  expect(readFileSync(join(String(made.folder), "made-by"), "utf8")).toBe("second")

  const again = await ensureEngine(env, [works])
  expect(again).toEqual({ version: made.version, folder: made.folder, tried: [] })
})

test("ensureEngine prefers an installed Pulumi to the one in the cache", async () => {
  const cache = temporaryFolder()
  await ensureEngine({ PATH: temporaryFolder(), XDG_CACHE_HOME: cache }, [works])
  const env = { PATH: fakeCommands(completePulumi("3.999.0")), XDG_CACHE_HOME: cache }
  expect(await ensureEngine(env, [works])).toEqual({ version: "3.999.0", tried: [] })
})

test("ensureEngine names every reason and all three ways out, and leaves nothing behind", async () => {
  const cache = temporaryFolder()
  const env = { PATH: fakeCommands(completePulumi("3.1.0")), XDG_CACHE_HOME: cache }
  const { error } = await ensureEngine(env, [fails, { name: "second", reason: "go is not on PATH" }])
  expect(error).toMatch(/3\.1\.0, older than 3\.216\.0\n- the first is broken\n- go is not on PATH\n/)
  expect(error).toMatch(/- install Pulumi .*\n- install Go .*\n- allow connections /)
  const folder = join(cache, "pulumi-scalebox", "engine")
  expect(existsSync(join(folder, `${process.platform}-${process.arch}`))).toBe(false)
})

test("ensureEngine makes the engine once when two runs ask at the same time", async () => {
  const env = { PATH: temporaryFolder(), XDG_CACHE_HOME: temporaryFolder() }
  const results = await Promise.all([ensureEngine(env, [works]), ensureEngine(env, [works])])
  expect(results.flatMap(({ tried }) => tried)).toEqual(["second"])
  expect(results[0].folder).toBe(results[1].folder)
})

test("withEngine puts the folder first on PATH", async () => {
  const input = { engine: { version: "3.250.0", folder: "/engine" }, env: { PATH: "/bin", HOME: "/home" } }
  const env = await inNode("engine/ensure.mjs", "tool.withEngine(input.engine, input.env)", { input })
  expect(env).toEqual({ PATH: "/engine:/bin", HOME: "/home" })
})
