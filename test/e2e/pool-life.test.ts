import { callsOf, creation, together } from "../support/counted"
import { sharedEmulator } from "../support/emulator"
import { expectMembers, onServer, poolOf, stored, storedIds } from "../support/pool"
import { recover } from "../support/recover"
import { type Run, Stack, type StateResource } from "../support/stack"
import { upShowing } from "../support/status-lines"

const hourMs = 3_600_000

/** What the user hands over; each occurs nowhere else. */
const given = {
  prefix: "hush-prefix",
  variable: "hush-variable",
  accessKey: "hush-access",
  secretKey: "hush-secret",
}

const settings = (more: string) => `
  envVars: { TOKEN: "${given.variable}" },
  objectStorage: { uri: "s3://b", mountPoint: "/m", accessKey: "${given.accessKey}", secretKey: "${given.secretKey}", region: "r" },
  ${more}`
const program = (more: string, opts = "") =>
  poolOf("web", settings(more), `{ customTimeouts: { delete: "10s" }, ${opts} }`)

const failed = (run: Run, message: string) => {
  expect(run.code).not.toBe(0)
  expect(run.output).toContain(message)
}

describe("The life of a pool", () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "pool-life", { program: "" })
  })
  afterAll(() => stack.dispose())

  const later = (more: string) => `
    const other = new scalebox.Sandbox("other")
    ${poolOf("web", `count: other.sandboxDomain.apply((domain) => domain.length), timeout: other.createdAt.apply(() => 900), ${more}`)}
  `
  const proxied = `netProxyCountry: "japan", namePrefix: pulumi.secret("${given.prefix}")`

  test("can begin with inputs that are not known yet", async () => {
    stack.setProgram(later("namePrefix: other.assignedName, description: other.templateId"))
    expect(stack.succeeded(await stack.preview(), "preview").plan).toEqual(["create other", "create web"])
  })

  test("keeps its secrets encrypted in the state, and out of all output", async () => {
    stack.setProgram(program(`count: 3, ${proxied}`))
    const isLine = /web-\d \w+ \(\d\/3 ready\)/
    const run = await upShowing(stack, (lines) => isLine.test(lines.join()), "--diff")
    stack.account.configure({ bootMs: 0 })
    const secrets = stack.account
      .sandboxes()
      .flatMap(({ envdAccessToken, networkProxy }) => [
        envdAccessToken,
        networkProxy?.proxyConfigs.password ?? "",
      ])
    expect(secrets).toHaveLength(6)
    const leaks = [...secrets, ...Object.values(given)].filter((secret) =>
      (run.output + stack.backendText()).includes(secret),
    )
    expect(leaks).toEqual([])
    const { outputs } = stack.resource("web")
    const encrypted = { ciphertext: expect.any(String) }
    expect(outputs).toMatchObject({
      envdAccessTokens: encrypted,
      networkProxies: encrypted,
      sandboxes: encrypted,
    })
    expect(outputs.sandboxIds).toEqual(onServer(stack, given.prefix).map(({ sandboxId }) => sandboxId))
    expect(onServer(stack, given.prefix).map(({ envVars }) => envVars)).toEqual(
      Array(3).fill({ TOKEN: given.variable }),
    )
  })

  test("can go on with inputs that are not known yet", async () => {
    stack.setProgram(later(settings(proxied)))
    expect(stack.succeeded(await stack.preview(), "preview").plan).toEqual(["create other", "update web"])
  })

  test("is another one after any change but of count and timeout", async () => {
    const before = storedIds(stack)
    stack.account.setClockOffset(-hourMs)
    stack.setProgram(program("count: 3"))
    const calls = await callsOf(stack, async () => {
      const run = await stack.mustUp()
      expect(run.plan).toEqual(["create-replacement web", "delete-replaced web", "replace web"])
      expect(run.steps.find(({ op }) => op === "replace")?.keys).toEqual(["netProxyCountry"])
    })
    expect(calls).toMatchObject({ [creation]: 3, [together]: 1 })
    expectMembers(stack, 3)
    expect(storedIds(stack).filter((id) => before.includes(id))).toEqual([])
  })

  test("goes on when sandboxes have expired: a plain up creates them again", async () => {
    const [first = "", saved = "", last = ""] = storedIds(stack)
    stack.account.change(saved, { timeout: 7200 })
    stack.account.setClockOffset(0)
    const calls = await callsOf(stack, async () => {
      const run = await stack.mustUp()
      expect(run.plan).toEqual(["update web"])
      expect(run.output).toContain('Of pool "web", 1 of 3 sandboxes are left: the others are created again')
      expect(run.output).toContain(`Of pool "web", web-0 (${first}), web-2 (${last}) ended or disappeared`)
    })
    expect(calls[creation]).toBe(2)
    expectMembers(stack, 3)
    expect(storedIds(stack)[1]).toBe(saved)
  })

  test("is never gone on with elsewhere: on another endpoint or in another account", async () => {
    const before = stack.resource("web").outputs.sandboxes
    stack.setProgram(program("count: 4"))
    stack.env.SCALEBOX_API_URL = "https://198.51.100.1"
    failed(
      await stack.up(),
      `This resource was created on ${stack.emulator.url}, but the configured API is https://198.51.100.1`,
    )
    Object.assign(stack.env, { SCALEBOX_API_URL: stack.emulator.url, SCALEBOX_API_KEY: "sk-another" })
    failed(
      await stack.up(),
      'Pool "web" is not known to the account of the API key, and another key created it: it may still run in another account',
    )
    expect(stack.emulator.account("sk-another").sandboxes()).toEqual([])
    stack.env.SCALEBOX_API_KEY = stack.apiKey
    expect(stack.resource("web").outputs.sandboxes).toEqual(before)
  })

  test("takes over what an update that was cut has created", async () => {
    const before = stack.stateText
    stack.setProgram(program("count: 6"))
    await stack.mustUp()
    const ids = storedIds(stack)
    stack.stateText = before
    expect(storedIds(stack)).toEqual(ids.slice(0, 3))
    stack.setProgram(program("count: 5"))
    expect(await callsOf(stack, () => stack.mustUp())).not.toHaveProperty([creation])
    expect(storedIds(stack)).toEqual(ids.slice(0, 5))
    expectMembers(stack, 5)
  })

  test("goes on after a create that was cut, once recover has found what it made", async () => {
    const ids = storedIds(stack)
    const { id } = stack.resource("web")
    stack.editDeployment((deployment) => {
      const isPool = ({ type }: StateResource) => type.endsWith("SandboxPool")
      const [pool] = deployment.resources.filter(isPool)
      const { id: _, outputs: __, ...resource } = pool ?? ({} as StateResource)
      deployment.resources = deployment.resources.filter((other) => !isPool(other))
      deployment.pending_operations = [{ type: "creating", resource }]
    })
    const { code, output } = await recover(stack, "--yes")
    expect(code).toBe(0)
    expect(output).toContain(id)
    expect(output).not.toContain(ids[0])
    expect(stack.deployment().pending_operations).toEqual([])
    expect(storedIds(stack)).toEqual(ids)
    expect(stack.backendText()).not.toContain(given.variable)
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
  })

  test("goes on in another state by import", async () => {
    const { id = "" } = stack.resource("web")
    const ids = storedIds(stack)
    stack.editDeployment((deployment) => {
      deployment.resources = deployment.resources.filter((resource) => resource.id !== id)
    })
    stack.setProgram(program('count: 4, template: "python-dev"', `import: "${id}"`))
    const refused = await stack.preview()
    expect(refused.problems.sort()).toEqual([
      "count: must be the 5 of the pool to import; change it after the import",
      "template: differs from the sandbox to import; declare what it has, and change it after the import",
    ])
    stack.setProgram(program("count: 5", `import: "${id}"`))
    expect(await callsOf(stack, () => stack.mustUp())).not.toHaveProperty([creation])
    expect(stack.resource("web").id).toBe(id)
    expect(storedIds(stack)).toEqual(ids)
    stack.setProgram(program('count: 5, description: "other"', `import: "${id}"`))
    failed(await stack.preview(), "a change of description would replace it. Remove the import option first")
    stack.setProgram(program("count: 5"))
    expect((await stack.mustUp()).plan).toEqual([])
  })

  test("ends with all its sandboxes, those of a cut run too, or says which are left", async () => {
    const before = stack.stateText
    stack.setProgram(program("count: 7"))
    await stack.mustUp()
    const ids = stored(stack)
      .slice(0, 5)
      .map((sandbox) => sandbox.id)
    stack.stateText = before
    stack.account.configure({ stopMs: hourMs })
    const run = await stack.destroy()
    failed(
      run,
      'of pool "web" each could not be deleted: it is still terminating (cleaning_resources) after 10 s',
    )
    for (const id of ids) expect(run.output).toContain(id)
    expect(storedIds(stack)).toEqual(ids)
    stack.account.configure({ stopMs: 30 })
    await stack.end()
  })
})
