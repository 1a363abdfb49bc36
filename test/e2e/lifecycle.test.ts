import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const declared = (timeout: number) => `
  const dev = new scalebox.Sandbox("dev", { template: "python-dev", timeout: ${timeout} })
  const web = new scalebox.SandboxPort("web", { sandbox: dev, port: 8080, name: "web" })
  exports.id = dev.id
  exports.url = dev.url(8080)
  exports.portUrl = web.url
`

describe("Sandbox", () => {
  test("is created, left alone, extended in place, replaced when shortened, and destroyed", async () => {
    const stack = await Stack.create(await sharedEmulator(), "lifecycle", { program: declared(600) })

    const created = await stack.mustUp()
    expect(created.plan).toEqual(["create dev", "create web"])
    const dev = stack.resource("dev")
    // A prelude of two lines stands before the program, whose own first line is empty.
    expect(dev.sourcePosition).toMatch(/^project:\/\/\/index\.js#4,/)
    expect(stack.resource("web").sourcePosition).toMatch(/^project:\/\/\/index\.js#5,/)
    const [sandbox] = stack.account.sandboxes()
    expect(stack.account.sandboxes()).toHaveLength(1)
    expect(dev.id).toBe(sandbox?.sandboxId)
    expect(dev.outputs).toMatchObject({
      name: "dev",
      assignedName: "dev",
      template: "python-dev",
      timeout: 600,
      status: "running",
      endpoint: stack.emulator.url,
      sandboxDomain: sandbox?.sandboxDomain,
    })
    expect(sandbox?.customPorts).toEqual([
      expect.objectContaining({ port: 8080, name: "web", protocol: "TCP" }),
    ])
    expect(created.stdout).toContain(`url    : "https://8080-${sandbox?.sandboxDomain}"`)
    expect(created.stdout).toContain(`portUrl: "https://8080-${sandbox?.sandboxDomain}"`)

    stack.account.clearRequests()
    const unchanged = await stack.preview("--expect-no-changes")
    expect(unchanged.code).toBe(0)
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
    expect(stack.requests()).toEqual([])

    stack.setProgram(declared(1200))
    expect((await stack.preview()).plan).toEqual(["update dev"])
    expect((await stack.mustUp()).plan).toEqual(["update dev"])
    expect(stack.requests("PUT")).toEqual([`PUT /v1/sandboxes/${dev.id}`])
    expect(stack.requests("POST")).toEqual([])
    expect(stack.resource("dev")).toMatchObject({ id: dev.id, outputs: { timeout: 1200 } })
    expect(stack.account.sandbox(dev.id ?? "")?.timeout).toBe(1200)

    stack.setProgram(declared(900))
    const replaced = await stack.mustUp()
    expect(replaced.plan).toContain("create-replacement dev")
    expect(stack.resource("dev").id).not.toBe(dev.id)
    expect(stack.account.sandboxes().map(({ timeout, status }) => ({ timeout, status }))).toEqual([
      { timeout: 900, status: "running" },
    ])

    stack.account.clearRequests()
    await stack.end()
    expect(stack.requests("DELETE")).toHaveLength(1)
  })

  test("is not extended by a call where the server's timeout already reaches that far", async () => {
    const stack = await Stack.create(await sharedEmulator(), "reached", { program: declared(600) })
    await stack.mustUp()
    const { id = "" } = stack.resource("dev")
    stack.account.change(id, { timeout: 7200 })
    stack.setProgram(declared(3600))
    expect((await stack.mustUp()).plan).toEqual(["update dev"])
    expect(stack.requests("PUT")).toEqual([])
    expect(stack.resource("dev")).toMatchObject({ id, outputs: { timeout: 3600 } })
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
    await stack.end()
  })
})

describe("Each input of Sandbox", () => {
  const changes: Record<string, [before: string, after: string]> = {
    name: [`"one"`, `"two"`],
    description: [`"one"`, `"two"`],
    template: [`"base"`, `"python-dev"`],
    projectId: [`"prj-one"`, `"prj-two"`],
    cpuCount: ["1", "2"],
    memoryMb: ["512", "1024"],
    storageGb: ["5", "6"],
    timeout: ["600", "300"],
    envVars: [`{ A: "1" }`, `{ A: "2" }`],
    metadata: [`{ a: "1" }`, `{ a: "1", b: "2" }`],
    secure: ["true", "false"],
    allowInternetAccess: ["true", "false"],
    objectStorage: [
      `{ uri: "s3://one/x", mountPoint: "/mnt", accessKey: "a", secretKey: "b", region: "r" }`,
      `{ uri: "s3://two/x", mountPoint: "/mnt", accessKey: "a", secretKey: "b", region: "r" }`,
    ],
    s3fsExecutablePath: [`"/bin/one"`, `"/bin/two"`],
    customPorts: [`[{ port: 1000, name: "one" }]`, `[{ port: 1001, name: "one" }]`],
    locality: [`{ region: "us-east" }`, `{ region: "eu-west" }`],
    autoPause: ["false", "true"],
    netProxyCountry: [`"canada"`, `"japan"`],
  }
  const program = (side: 0 | 1) =>
    Object.entries(changes)
      .map(([input, values]) => `new scalebox.Sandbox("${input}", { ${input}: ${values[side]} })`)
      .join("\n")

  let stack: Stack
  let steps: Map<string, { op: string; keys: string[] }>
  let ids: Map<string, string | undefined>
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "inputs", { program: program(0) })
    await stack.mustUp()
    ids = new Map(Object.keys(changes).map((input) => [input, stack.resource(input).id]))
    stack.setProgram(program(1))
    const run = await stack.mustUp()
    steps = new Map(run.steps.filter(({ op }) => op === "replace").map(({ name, ...step }) => [name, step]))
  }, 120_000)
  afterAll(() => stack.end(), 120_000)

  test.each(Object.keys(changes))("%s replaces the sandbox when it changes", (input) => {
    expect(steps.get(input)).toMatchObject({ op: "replace", keys: [input] })
    expect(stack.resource(input).id).not.toBe(ids.get(input))
    expect(stack.account.sandbox(ids.get(input) ?? "")).toBeUndefined()
  })
})
