import { randomBytes } from "node:crypto"
import { makeByHand } from "../support/by-hand"
import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

/** How the engine marks a secret in the state. */
const encrypted = expect.objectContaining({ ciphertext: expect.any(String) })

describe("Options that concern changes", () => {
  const before = `
    const renamed = new scalebox.Sandbox("old-name", {})
    new scalebox.SandboxPort("old-port", { sandbox: renamed, port: 8080, name: "web" })
    new scalebox.Sandbox("lost", {})
    new scalebox.Sandbox("ignores-timeout", { timeout: 600 }, { ignoreChanges: ["timeout"] })
    new scalebox.Sandbox("ignores-less", { timeout: 600 }, { ignoreChanges: ["timeout"] })
    new scalebox.Sandbox("ignores-metadata", { metadata: { a: "1" } }, { ignoreChanges: ["metadata"] })
    new scalebox.Sandbox("ignores-in-vain", { timeout: 600, metadata: { a: "1" } })
    new scalebox.Sandbox("replaced-by-name", { timeout: 600 }, { replaceOnChanges: ["timeout"] })
    new scalebox.Sandbox("replaced-by-all", { timeout: 600 }, { replaceOnChanges: ["*"] })
    new scalebox.Sandbox("replaced-by-other", { timeout: 600 }, { replaceOnChanges: ["metadata"] })
    new scalebox.Sandbox("deleted-first", { template: "base" }, { deleteBeforeReplace: true })
    new scalebox.Sandbox("deleted-last", { template: "base" })
  `
  const after = `
    const renamed = new scalebox.Sandbox("new-name", {}, { aliases: [{ name: "old-name" }] })
    new scalebox.SandboxPort("new-port", { sandbox: renamed, port: 8080, name: "web" }, { aliases: [{ name: "old-port" }] })
    new scalebox.Sandbox("found", {})
    new scalebox.Sandbox("ignores-timeout", { timeout: 1200 }, { ignoreChanges: ["timeout"] })
    new scalebox.Sandbox("ignores-less", { timeout: 300 }, { ignoreChanges: ["timeout"] })
    new scalebox.Sandbox("ignores-metadata", { metadata: { b: "2" } }, { ignoreChanges: ["metadata"] })
    new scalebox.Sandbox("ignores-in-vain", { timeout: 1200, metadata: { b: "2" }, template: "python-dev" },
      { ignoreChanges: ["timeout", "metadata"] })
    new scalebox.Sandbox("replaced-by-name", { timeout: 1200 }, { replaceOnChanges: ["timeout"] })
    new scalebox.Sandbox("replaced-by-all", { timeout: 1200 }, { replaceOnChanges: ["*"] })
    new scalebox.Sandbox("replaced-by-other", { timeout: 1200 }, { replaceOnChanges: ["metadata"] })
    new scalebox.Sandbox("deleted-first", { template: "python-dev" }, { deleteBeforeReplace: true })
    new scalebox.Sandbox("deleted-last", { template: "python-dev" })
  `

  let stack: Stack
  let ids: Map<string, string>
  let steps: Map<string, string[]>
  const idBefore = (name: string) => ids.get(name) ?? ""
  const onServer = (name: string) => stack.account.sandbox(stack.resource(name).id ?? "")
  /** What the second run did to sandboxes of this name, in order; a delete may be one of a batch. */
  const order = (name: string) =>
    stack.account.requests().flatMap(({ endpoint, path, body }) => {
      const sent = body as { name?: string; sandbox_ids?: string[] } | null
      if (endpoint === "createSandbox" && sent?.name === name) return ["create"]
      const isDeleted =
        endpoint === "batchDelete"
          ? sent?.sandbox_ids?.includes(idBefore(name))
          : endpoint === "deleteSandbox" && path.endsWith(`/${idBefore(name)}`)
      return isDeleted ? ["delete"] : []
    })

  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "changes", { program: before })
    await stack.mustUp()
    ids = new Map(stack.resources().map(({ urn, id = "" }) => [urn.split("::").at(-1) ?? "", id]))
    stack.account.clearRequests()
    stack.setProgram(after)
    const run = await stack.mustUp()
    steps = new Map()
    for (const { op, name } of run.steps) steps.set(name, [...(steps.get(name) ?? []), op])
  })
  afterAll(() => stack.dispose())

  test("aliases: a rename changes nothing, though no name was declared", () => {
    expect(steps.has("new-name")).toBe(false)
    expect(stack.resource("new-name")).toMatchObject({
      id: idBefore("old-name"),
      outputs: { name: "old-name" },
    })
    expect(onServer("new-name")?.name).toBe("old-name")
    expect(steps.has("new-port")).toBe(false)
    expect(stack.resource("new-port").id).toBe(idBefore("old-port"))
  })

  test("without aliases a rename makes a new sandbox and deletes the old one", () => {
    expect(steps.get("found")).toEqual(["create"])
    expect(steps.get("lost")).toEqual(["delete"])
    expect(stack.account.sandbox(idBefore("lost"))).toBeUndefined()
  })

  test.each(["ignores-timeout", "ignores-less", "ignores-metadata"])("ignoreChanges: %s", (name) => {
    expect(steps.has(name)).toBe(false)
    expect(stack.resource(name).id).toBe(idBefore(name))
  })

  test("ignoreChanges keeps the old values, and a replacement gets those of the program", () => {
    expect(onServer("ignores-timeout")?.timeout).toBe(600)
    expect(onServer("ignores-metadata")?.metadata).toMatchObject({ a: "1" })
    expect(steps.get("ignores-in-vain")).toContain("replace")
    expect(onServer("ignores-in-vain")).toMatchObject({ timeout: 1200, metadata: { b: "2" } })
    expect(onServer("ignores-in-vain")?.metadata).not.toHaveProperty("a")
  })

  test.each(["replaced-by-name", "replaced-by-all"])(
    "replaceOnChanges: a longer timeout replaces %s",
    (name) => {
      expect(steps.get(name)).toContain("replace")
      expect(stack.resource(name).id).not.toBe(idBefore(name))
      expect(onServer(name)?.timeout).toBe(1200)
    },
  )

  test("replaceOnChanges of another property leaves a longer timeout an update", () => {
    expect(steps.get("replaced-by-other")).toEqual(["update"])
    expect(stack.resource("replaced-by-other").id).toBe(idBefore("replaced-by-other"))
  })

  test("deleteBeforeReplace deletes first, its absence last", () => {
    expect(order("deleted-first")).toEqual(["delete", "create"])
    expect(order("deleted-last")).toEqual(["create", "delete"])
  })

  test("nothing is left to do", async () => {
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
  })
})

describe("Options that concern relations", () => {
  const program = `
    pulumi.runtime.registerStackTransformation(({ type, props, opts }) => type.endsWith(":Sandbox")
      ? { props: { ...props, description: "transformed", metadata: { team: "blue" } }, opts }
      : undefined)

    class Group extends pulumi.ComponentResource {
      constructor(name, opts) { super("test:index:Group", name, {}, opts) }
    }
    const config = new pulumi.Config()
    const east = new scalebox.Provider("east", { apiKey: config.requireSecret("eastKey") })
    const west = new scalebox.Provider("west", { apiKey: config.requireSecret("westKey") })
    const inEast = new Group("in-east", { provider: east })
    const inWest = new Group("in-west", { providers: [west] })
    const anywhere = new Group("anywhere")

    const eastern = new scalebox.Sandbox("eastern", {}, { parent: inEast })
    new scalebox.Sandbox("western", {}, { parent: inWest })
    new scalebox.Sandbox("western-too", {}, { provider: west })
    new scalebox.SandboxPort("across", { sandbox: eastern, port: 8080, name: "web" }, { parent: anywhere })

    const first = new scalebox.Sandbox("first", { envVars: { TOKEN: "env-in-clear" } },
      { additionalSecretOutputs: ["sandboxDomain"] })
    new scalebox.Sandbox("second", {}, { dependsOn: [first] })
    new scalebox.SandboxPort("child", { sandbox: first, port: 1, name: "child" }, { parent: first })
    new scalebox.SandboxPort("by-id", { sandbox: first.id, port: 2, name: "by-id" })
    new scalebox.SandboxPort("by-id-with", { sandbox: first.id, port: 3, name: "by-id-with" }, { deletedWith: first })
    exports.domain = first.sandboxDomain
  `
  const keys = {
    east: `sk-east-${randomBytes(4).toString("hex")}`,
    west: `sk-west-${randomBytes(4).toString("hex")}`,
  }
  const names = (key: string) =>
    stack.emulator
      .account(key)
      .sandboxes()
      .map(({ name }) => name)
      .sort()

  let stack: Stack
  let output: string
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "relations", {
      program,
      config: { eastKey: `secret:${keys.east}`, westKey: `secret:${keys.west}` },
    })
    output = (await stack.mustUp()).output
  })

  test("provider and providers of a component, and a provider of its own, choose the account", () => {
    expect(names(keys.east)).toEqual(["eastern"])
    expect(names(keys.west)).toEqual(["western", "western-too"])
    expect(names(stack.apiKey)).toEqual(["first", "second"])
  })

  test("a port in another component than its sandbox uses the sandbox's provider", () => {
    const [eastern] = stack.emulator.account(keys.east).sandboxes()
    expect(eastern?.customPorts).toEqual([expect.objectContaining({ port: 8080, name: "web" })])
    expect(stack.resource("across").provider).toBe(stack.resource("eastern").provider)
  })

  test("parent puts a port under its sandbox", () => {
    const type = "pulumi-nodejs:dynamic/scalebox"
    expect(stack.resource("child").urn).toContain(`::${type}:Sandbox$${type}:SandboxPort::child`)
  })

  test("dependsOn makes a sandbox wait until another runs", () => {
    const at = (name: string) => stack.account.sandbox(stack.resource(name).id ?? "")
    expect(Date.parse(at("second")?.createdAt ?? "")).toBeGreaterThanOrEqual(
      Date.parse(at("first")?.startedAt ?? ""),
    )
  })

  test("additionalSecretOutputs come on top of our own", () => {
    const { outputs, id = "" } = stack.resource("first")
    expect(outputs).toMatchObject({ sandboxDomain: encrypted, envdAccessToken: encrypted })
    const first = stack.account.sandbox(id)
    expect(output).toContain("domain: [secret]")
    for (const text of [output, JSON.stringify(outputs)]) {
      expect(text).not.toContain(first?.sandboxDomain)
      expect(text).not.toContain(first?.envdAccessToken)
    }
  })

  test("transformations of the stack reach every sandbox, and secrets stay secret", () => {
    for (const key of [stack.apiKey, keys.east, keys.west]) {
      for (const sandbox of stack.emulator.account(key).sandboxes()) {
        expect(sandbox).toMatchObject({ description: "transformed", metadata: { team: "blue" } })
      }
    }
    expect(stack.account.sandbox(stack.resource("first").id ?? "")?.envVars).toEqual({
      TOKEN: "env-in-clear",
    })
    expect(output + stack.backendText()).not.toContain("env-in-clear")
  })

  test("customTimeouts that are no duration are refused", async () => {
    stack.setProgram(`new scalebox.Sandbox("bad", {}, { customTimeouts: { create: "10 minutes" } })`)
    const run = await stack.preview()
    expect(run.code).not.toBe(0)
    expect(run.output).toContain("customTimeouts.create must be a duration such as 90s, 10m or 1h30m")
  })

  test("deletedWith spares the call for a port, which it has of itself when given a Sandbox", async () => {
    const id = stack.resource("first").id
    stack.account.clearRequests()
    await stack.end()
    expect(stack.requests("DELETE").filter((request) => request.includes("/ports/"))).toEqual([
      `DELETE /v1/sandboxes/${id}/ports/2`,
    ])
    expect([...names(keys.east), ...names(keys.west)]).toEqual([])
  })
})

describe("Options that keep a sandbox", () => {
  const program = (template: string, options: string) => `
    const dev = new scalebox.Sandbox("dev", { template: "${template}" }, { ${options} })
    new scalebox.SandboxPort("web", { sandbox: dev, port: 8080, name: "web" })
  `

  test("protect refuses replacement and destroy, retainOnDelete leaves sandbox and port on the server", async () => {
    const stack = await Stack.create(await sharedEmulator(), "kept", {
      program: program("base", "protect: true"),
    })
    await stack.mustUp()
    const { id = "" } = stack.resource("dev")
    stack.account.clearRequests()

    stack.setProgram(program("python-dev", "protect: true"))
    const destroy = () => stack.run(["destroy", "--yes"])
    for (const refused of [await stack.preview(), await stack.up(), await destroy()]) {
      expect(refused.code).not.toBe(0)
      expect(refused.output).toMatch(/protect/)
    }
    expect([...stack.requests("POST"), ...stack.requests("DELETE")]).toEqual([])
    expect(stack.resource("dev").id).toBe(id)

    stack.setProgram(program("base", "retainOnDelete: true"))
    expect((await stack.mustUp()).plan).toEqual([])
    stack.succeeded(await stack.destroy(), "destroy")
    expect(stack.resources()).toEqual([])
    expect([...stack.requests("POST"), ...stack.requests("DELETE")]).toEqual([])
    expect(stack.account.sandbox(id)).toMatchObject({
      status: "running",
      customPorts: [expect.objectContaining({ port: 8080 })],
    })
    stack.account.remove(id)
    await stack.end()
  })
})

describe("deletedWith", () => {
  const program = (portOptions: string) => `
    const dev = new scalebox.Sandbox("dev", {})
    new scalebox.SandboxPort("web", { sandbox: dev, port: 8080, name: "web" }, { ${portOptions} })
  `

  test("lets the engine forget a port whose sandbox then stays, and import takes it over again", async () => {
    const stack = await Stack.create(await sharedEmulator(), "forgotten", { program: program("") })
    await stack.mustUp()
    const { id } = stack.resource("dev")
    stack.account.addFault({ kind: "status", endpoint: "deleteSandbox", status: 403 })
    expect((await stack.destroy()).code).not.toBe(0)
    expect(stack.resources().map(({ urn }) => urn.split("::").at(-1))).toEqual(["dev"])

    const refused = await stack.up()
    expect(refused.code).not.toBe(0)
    expect(refused.output).toContain(
      `take a port that is already open over with the option import: "${id}/8080"`,
    )
    stack.setProgram(program(`import: "${id}/8080"`))
    expect((await stack.mustUp()).plan).toEqual(["create web"])
    stack.setProgram(program(""))
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
    await stack.end()
  })
})

describe("Static get", () => {
  const program = (id: string) => `
    const seen = scalebox.Sandbox.get("seen", "${id}")
    const seenPort = scalebox.SandboxPort.get("seen-port", "${id}/8080")
    new scalebox.SandboxPort("opened", { sandbox: seen, port: 9000, name: "api" })
    exports.seen = { name: seen.name, template: seen.template, timeout: seen.timeout, status: seen.status,
      metadata: seen.metadata }
    exports.url = seen.url(8080)
    exports.port = { name: seenPort.name, port: seenPort.port, sandboxId: seenPort.sandboxId, url: seenPort.url }
    exports.envVars = seen.envVars
    exports.token = seen.envdAccessToken
  `

  test("shows what exists, keeps its secrets, and never changes or deletes it", async () => {
    const stack = await Stack.create(await sharedEmulator(), "get", { program: "" })
    const made = await makeByHand(stack, {
      name: "by-hand",
      template: "python-dev",
      timeout: 3600,
      env_vars: { TOKEN: "env-in-clear" },
      metadata: { team: "red" },
      custom_ports: [{ port: 8080, name: "web" }],
    })
    const id = made.sandboxId
    stack.setProgram(program(id))

    expect((await stack.preview()).plan).toEqual(["create opened", "read seen", "read seen-port"])
    const run = await stack.mustUp()
    expect(run.plan).toEqual(["create opened", "read seen", "read seen-port"])
    const outputs = JSON.parse((await stack.mustRun(["stack", "output", "--json"])).stdout)
    const url = `https://8080-${made.sandboxDomain}`
    expect(outputs).toEqual({
      seen: {
        name: "by-hand",
        template: "python-dev",
        timeout: 3600,
        status: "running",
        metadata: { team: "red" },
      },
      url,
      port: { name: "web", port: 8080, sandboxId: id, url },
      envVars: "[secret]",
      token: "[secret]",
    })
    for (const text of [run.output, stack.backendText()]) {
      expect(text).not.toContain("env-in-clear")
      expect(text).not.toContain(made.envdAccessToken)
    }

    stack.account.change(id, { timeout: 7200 })
    expect((await stack.mustUp()).output).toContain("7200")

    for (const kind of ["Sandbox", "SandboxPort"]) {
      stack.setProgram(
        `scalebox.${kind}.get("missing", "sbx-missing/1".slice(0, ${kind === "Sandbox" ? 11 : 13}))`,
      )
      const missing = await stack.preview()
      expect(missing.code).not.toBe(0)
      expect(missing.output).toMatch(
        /error: .*sbx-missing(\/1)? does not exist or has ended. Check the id, and whether the API key belongs to/,
      )
    }

    stack.succeeded(await stack.destroy(), "destroy")
    expect(stack.requests().filter((request) => !request.startsWith("GET "))).toEqual([
      `POST /v1/sandboxes/${id}/ports`,
      `DELETE /v1/sandboxes/${id}/ports/9000`,
    ])
    expect(stack.account.sandbox(id)).toMatchObject({ status: "running", customPorts: [{ port: 8080 }] })
    stack.account.remove(id)
    await stack.end()
  })
})
