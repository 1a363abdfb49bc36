import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { completePulumi, fakeCommands, temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

interface Result {
  folder?: string
  builds: number
  error?: string
}

/** A build that counts, and takes long enough for another run to come. */
const ensure = `(async () => {
  const { chmodSync, writeFileSync } = await import("node:fs")
  let builds = 0
  const build = async ({ command }, folder) => {
    builds += 1
    if (input.reason) return input.reason
    await new Promise((resolve) => setTimeout(resolve, 200))
    writeFileSync(folder + "/" + command, "new")
    chmodSync(folder + "/" + command, 0o755)
  }
  try {
    return { ...(await tool.ensureYamlHost(input.engine, input.env, build)), builds }
  } catch (error) {
    return { error: error.message, builds }
  }
})()`

const ensureYamlHost = (engine: object, env: NodeJS.ProcessEnv, reason?: string) =>
  inNode<Result>("engine/yaml-host.mjs", ensure, { input: { engine, env, reason } })

const name = "pulumi-language-yaml"
const emptyEnv = () => ({ PATH: temporaryFolder(), XDG_CACHE_HOME: temporaryFolder() })
const host = { [name]: "exit 0" }

test("ensureYamlHost adds the host to our engine once, also when two runs ask at the same time", async () => {
  const folder = fakeCommands(completePulumi("3.250.0"))
  const [env, engine] = [emptyEnv(), { version: "3.250.0", folder }]
  const results = await Promise.all([ensureYamlHost(engine, env), ensureYamlHost(engine, env)])
  expect(results.map(({ builds }) => builds).sort()).toEqual([0, 1])
  expect(await ensureYamlHost(engine, env)).toEqual({ ...engine, builds: 0 })
  expect(readdirSync(folder).sort()).toEqual(
    [...Object.keys(completePulumi("")), name, `${name}.version`].sort(),
  )
})

test("ensureYamlHost leaves the host alone that came with the engine, and replaces one of another version that it built", async () => {
  const folder = fakeCommands({ ...completePulumi("3.250.0"), ...host })
  const [env, engine] = [emptyEnv(), { version: "3.250.0", folder }]
  expect((await ensureYamlHost(engine, env)).builds).toBe(0)
  writeFileSync(join(folder, `${name}.version`), "0.1.0")
  expect((await ensureYamlHost(engine, env)).builds).toBe(1)
  expect(readFileSync(join(folder, name), "utf8")).toBe("new")
})

test("ensureYamlHost takes the host of an installed Pulumi, beside it or on PATH", async () => {
  const engine = { version: "3.250.0" }
  const beside = { PATH: fakeCommands({ ...completePulumi("3.250.0"), ...host }) }
  const apart = { PATH: [fakeCommands(completePulumi("3.250.0")), fakeCommands(host)].join(delimiter) }
  for (const env of [beside, apart])
    expect(await ensureYamlHost(engine, env)).toEqual({ ...engine, builds: 0 })
})

test("ensureYamlHost builds a host into the cache for an installed Pulumi that has none", async () => {
  const env = { PATH: fakeCommands(completePulumi("3.250.0")), XDG_CACHE_HOME: temporaryFolder() }
  const { folder = "" } = await ensureYamlHost({ version: "3.250.0" }, env)
  expect(folder.startsWith(env.XDG_CACHE_HOME)).toBe(true)
  expect(existsSync(join(folder, name))).toBe(true)
})

test("ensureYamlHost says why there is none and what to do", async () => {
  const engine = { version: "3.250.0", folder: temporaryFolder() }
  const { error } = await ensureYamlHost(engine, emptyEnv(), "go is not on PATH")
  expect(error).toMatch(/^Cannot get pulumi-language-yaml.*\n- go is not on PATH\n/)
  expect(error).toMatch(/- install Pulumi .*\n- install Go 1\.\d+ or newer/)
})
