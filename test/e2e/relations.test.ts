import { randomBytes } from "node:crypto"
import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

/** How the engine marks a secret in the state. */
const encrypted = expect.objectContaining({ ciphertext: expect.any(String) })

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

  test("dependsOn creates a sandbox wait until another runs", () => {
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

  test("deletedWith spares the call for a port, which it has of itself when given a Sandbox or its id", async () => {
    stack.account.clearRequests()
    await stack.end()
    expect(stack.requests("DELETE").filter((request) => request.includes("/ports/"))).toEqual([])
    expect([...names(keys.east), ...names(keys.west)]).toEqual([])
  })
})
