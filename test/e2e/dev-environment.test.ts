import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const program = (args: string, { name = "dev", opts = "{}" } = {}) => `
  const dev = new scalebox.DevEnvironment("${name}", { template: "python-dev", ${args} }, ${opts})
  exports.urls = dev.urls
  exports.id = dev.sandboxId
`

describe("DevEnvironment", () => {
  test("is one component with a sandbox and named ports, which change in place and go with it", async () => {
    const stack = await Stack.create(await sharedEmulator(), "dev-env", {
      program: program(
        `ports: { web: 8080, api: { port: 8000, protocol: "udp" } }, envVars: { TOKEN: "env-in-clear" }`,
      ),
    })
    const made = await stack.mustUp()
    expect(made.plan).toEqual(["create dev", "create dev", "create dev-api", "create dev-web"])
    const [sandbox] = stack.account.sandboxes()
    expect(sandbox).toMatchObject({
      name: "dev",
      autoPause: true,
      timeout: 28_800,
      templateName: "python-dev",
    })
    expect(sandbox?.customPorts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ port: 8080, name: "web", protocol: "TCP" }),
        expect.objectContaining({ port: 8000, name: "api", protocol: "UDP" }),
      ]),
    )
    expect(made.stdout).toContain(`web: "https://8080-${sandbox?.sandboxDomain}"`)
    expect(made.output + stack.backendText()).not.toContain("env-in-clear")

    // A rename with an alias on the component changes nothing inside; ports come and go beside it.
    stack.setProgram(
      program(`ports: { web: 8080, docs: 9000 }, envVars: { TOKEN: "env-in-clear" }`, {
        name: "desk",
        opts: `{ aliases: [{ name: "dev" }] }`,
      }),
    )
    const changed = await stack.mustUp()
    expect(changed.plan).toEqual(["create desk-docs", "delete dev-api"])
    expect(stack.account.sandboxes().map(({ sandboxId }) => sandboxId)).toEqual([sandbox?.sandboxId])

    // The sandbox is resumed before a port is added to it, and paused only after one was.
    stack.account.change(sandbox?.sandboxId ?? "", { status: "paused" })
    const power = (state: string, ports: string) => {
      const args = `powerState: "${state}", ports: { ${ports} }, envVars: { TOKEN: "env-in-clear" }`
      return program(args, { name: "desk", opts: `{ aliases: [{ name: "dev" }] }` })
    }
    stack.setProgram(power("running", "web: 8080, late: 7000"))
    expect((await stack.mustUp()).plan).toEqual(["create desk-late", "create desk-power", "delete desk-docs"])
    stack.setProgram(power("paused", "web: 8080, last: 7001"))
    expect((await stack.mustUp()).plan).toEqual(["create desk-last", "delete desk-late", "update desk-power"])
    const asleep = stack.account.sandbox(sandbox?.sandboxId ?? "")
    expect(asleep).toMatchObject({ status: "paused" })
    // The engine deletes last, so the sandbox is resumed for the port that goes.
    expect(asleep?.customPorts.map(({ port }) => port).sort()).toEqual([7001, 8080])

    stack.account.clearRequests()
    await stack.end()
    expect(stack.requests("DELETE").filter((request) => request.includes("/ports/"))).toEqual([])
  })

  test("uses its provider for all that is in it, and is protected as a whole", async () => {
    const emulator = await sharedEmulator()
    const stack = await Stack.create(emulator, "dev-env-opts", {
      program: `
        const other = new scalebox.Provider("other", { apiKey: process.env.OTHER_KEY })
        ${program("ports: { web: 8080 }", { opts: "{ provider: other, protect: true }" })}
      `,
    })
    const otherKey = `${stack.apiKey}-other`
    stack.env.OTHER_KEY = otherKey
    const other = emulator.account(otherKey)
    await stack.mustUp()
    expect(stack.account.sandboxes()).toEqual([])
    expect(other.sandboxes().map(({ name }) => name)).toEqual(["dev"])
    const refused = await stack.destroy()
    expect(refused.code).not.toBe(0)
    expect(refused.output).toMatch(/resource ".*DevEnvironment.*" cannot be deleted/)
    expect(other.sandboxes()).toHaveLength(1)
    stack.dispose()
  })
})
