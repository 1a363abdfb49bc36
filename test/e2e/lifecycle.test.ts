import { sharedEmulator } from "../support/emulator"
import { type Run, Stack, type StateResource } from "../support/stack"

const declared = (timeout: number) => `
  const dev = new scalebox.Sandbox("dev", { template: "python-dev", timeout: ${timeout} })
  const web = new scalebox.SandboxPort("web", { sandbox: dev, port: 8080 })
  exports.id = dev.id
  exports.url = dev.url(8080)
  exports.portUrl = web.url
  exports.real = pulumi.interpolate\`\${dev.cpuCount} cores, \${dev.memoryMb} MiB, in \${dev.projectId}\`
`
const reached = (timeout: number) => `new scalebox.Sandbox("reached", { timeout: ${timeout} })\n`

/** Every input that replaces a sandbox when it changes, each tried on a sandbox of its name that lives for an hour. */
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
const inputs = Object.keys(changes)
const sandboxes = (side: 0 | 1) =>
  Object.entries(changes)
    .map(
      ([input, values]) => `new scalebox.Sandbox("${input}", { timeout: 3600, ${input}: ${values[side]} })\n`,
    )
    .join("")

describe("Sandbox", () => {
  let stack: Stack
  let created: Run
  let dev: StateResource
  let reachedId: string
  const onServer = (name: string) => stack.account.sandboxes().filter((sandbox) => sandbox.name === name)
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "lifecycle", {
      program: declared(600) + reached(600) + sandboxes(0),
    })
    created = await stack.mustUp()
    dev = stack.resource("dev")
    reachedId = stack.resource("reached").id ?? ""
  })
  afterAll(() => stack.dispose())

  test("is created with its port", () => {
    expect(created.plan).toEqual(["dev", "reached", "web", ...inputs].map((name) => `create ${name}`).sort())
    // A prelude of two lines comes before the program, whose own first line is empty.
    expect(dev.sourcePosition).toMatch(/^project:\/\/\/index\.js#4,/)
    expect(stack.resource("web").sourcePosition).toMatch(/^project:\/\/\/index\.js#5,/)
    expect(stack.account.sandboxes()).toHaveLength(inputs.length + 2)
    const [sandbox] = onServer("dev")
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
    // What the API decided is shown, and no declaration of it: another run would take that for a change.
    expect(created.stdout).toContain(`real   : "2 cores, 4096 MiB, in ${sandbox?.projectId}"`)
    expect(dev.outputs).not.toHaveProperty("cpuCount")
  })

  test("is left alone if nothing changes, without a call", async () => {
    stack.account.clearRequests()
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
    expect(stack.requests()).toEqual([])
  })

  describe("with a longer timeout", () => {
    let extended: Run
    beforeAll(async () => {
      stack.account.change(reachedId, { timeout: 7200 })
      stack.account.clearRequests()
      stack.setProgram(declared(1200) + reached(3600) + sandboxes(0))
      extended = await stack.mustUp()
    })

    test("is extended in place", () => {
      expect(extended.plan).toEqual(["update dev", "update reached"])
      expect(stack.requests("PUT")).toEqual([`PUT /v1/sandboxes/${dev.id}`])
      expect(stack.requests("POST")).toEqual([])
      expect(stack.resource("dev")).toMatchObject({ id: dev.id, outputs: { timeout: 1200 } })
      expect(stack.account.sandbox(dev.id ?? "")?.timeout).toBe(1200)
    })

    test("is not extended by a call where the server's timeout already reaches that far", () => {
      expect(stack.requests("PUT").filter((request) => request.includes(reachedId))).toEqual([])
      expect(stack.resource("reached")).toMatchObject({ id: reachedId, outputs: { timeout: 3600 } })
    })
  })

  describe("with an input that cannot change in place", () => {
    let replaced: Run
    let steps: Map<string, { op: string; keys: string[] }>
    let ids: Map<string, string | undefined>
    beforeAll(async () => {
      ids = new Map(inputs.map((input) => [input, stack.resource(input).id]))
      stack.setProgram(declared(900) + reached(3600) + sandboxes(1))
      replaced = await stack.mustUp()
      const replacements = replaced.steps.filter(({ op }) => op === "replace")
      steps = new Map(replacements.map(({ name, ...step }) => [name, step]))
    })

    test("is replaced when its timeout is shortened", () => {
      expect(replaced.plan).toContain("create-replacement dev")
      expect(stack.resource("dev").id).not.toBe(dev.id)
      expect(onServer("dev").map(({ timeout, status }) => ({ timeout, status }))).toEqual([
        { timeout: 900, status: "running" },
      ])
    })

    test("is left alone beside others that are replaced", () => {
      expect([...new Set(replaced.steps.map(({ name }) => name))].sort()).toEqual(
        ["dev", "web", ...inputs].sort(),
      )
    })

    test("is told why if Pulumi does not show it", () => {
      const reasons = replaced.messages.filter((message) => message.includes("is replaced"))
      expect(reasons.map((reason) => reason.trim()).sort()).toEqual([
        "envVars changed (A): Sandbox envVars is replaced",
        "timeout is shorter: Sandbox dev is replaced",
        "timeout is shorter: Sandbox timeout is replaced",
      ])
    })

    test.each(inputs)("is replaced when %s changes", (input) => {
      expect(steps.get(input)).toMatchObject({ op: "replace", keys: [input] })
      expect(stack.resource(input).id).not.toBe(ids.get(input))
      expect(stack.account.sandbox(ids.get(input) ?? "")).toBeUndefined()
    })
  })

  test("is destroyed, and its port with it", async () => {
    stack.account.clearRequests()
    await stack.end()
    expect(stack.requests().filter((request) => request.includes("/ports"))).toEqual([])
  })
})
