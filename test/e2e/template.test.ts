import { sharedEmulator } from "../support/emulator"
import { type Run, Stack, type StateResource } from "../support/stack"

const declared = (description: string) => `
  const dev = new scalebox.Sandbox("dev", { timeout: 3600 })
  const golden = new scalebox.SandboxTemplate("golden", {
    sandbox: dev,
    name: "golden-image",
    description: "${description}",
    visibility: "private",
    cpuCount: 2,
    memoryMb: 1024,
    ports: [{ port: 9000, name: "api", protocol: "udp" }],
    readyCommand: { exec: { command: ["true"] }, periodSeconds: 5 },
    customCommand: "sleep infinity",
  })
  new scalebox.Sandbox("copy", {
    timeout: 3600,
    template: golden.id,
    objectStorageDirectMount: true,
    objectStorage: { uri: "s3://b/x", mountPoint: "/mnt", accessKey: "a", secretKey: "b", region: "r" },
  })
`

const other = `
  const other = new scalebox.Sandbox("other", { timeout: 3600 })
`
const late = `${other}
  new scalebox.SandboxTemplate("late", { sandbox: other.id, name: "late-image" })
`

describe("SandboxTemplate", () => {
  let stack: Stack
  let golden: StateResource
  let otherId: string
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "template", { program: declared("first") + other })
    await stack.mustUp()
    golden = stack.resource("golden")
    otherId = stack.resource("other").id ?? ""
  })
  afterAll(() => stack.dispose())

  test("is created from a running sandbox and used by another", () => {
    expect(golden.outputs).toMatchObject({ status: "available", assignedName: "golden-image" })
    const request = stack.account.requests().find(({ path }) => path.endsWith("/create-template"))
    expect(request?.body).toEqual({
      name: "golden-image",
      description: "first",
      visibility: "private",
      cpu_count: 2,
      memory_mb: 1024,
      custom_command: "sleep infinity",
      ports: JSON.stringify([{ name: "api", port: 9000, protocol: "udp" }]),
      ready_command: JSON.stringify({ exec: { command: ["true"] }, periodSeconds: 5 }),
    })
    expect(stack.account.sandbox(stack.resource("copy").id ?? "")).toMatchObject({ templateId: golden.id })
  })

  test("is refused on a paused sandbox, beside others that do not change", async () => {
    stack.account.change(otherId, { status: "paused" })
    stack.setProgram(declared("first") + late)
    const refused = await stack.up()
    expect(refused.code).not.toBe(0)
    expect(refused.plan).toEqual(["create late"])
    expect(refused.output).toContain(`Cannot create template "late" from sandbox ${otherId}`)
    expect(refused.output).toContain("paused")
  })

  test("is not touched by a change while its sandbox cannot give another one", async () => {
    const devId = stack.resource("dev").id ?? ""
    const template = `template "golden": its sandbox ${devId} is`
    stack.setProgram(declared("second") + other)
    stack.account.clearRequests()
    const refused = async (run: Promise<Run>, message: string) => {
      const { code, problems } = await run
      expect(code).not.toBe(0)
      expect(problems).toEqual([expect.stringContaining(message)])
    }
    stack.account.change(devId, { status: "paused" })
    const asleep = `Cannot replace ${template} paused, and a template is created from a running one. Nothing was changed. Resume`
    await refused(stack.preview(), asleep)
    stack.setProgram(declared("first") + other)
    await refused(stack.up("--replace", golden.urn), asleep)
    stack.account.change(devId, { status: "failed" })
    stack.setProgram(declared("second") + other)
    await refused(stack.up(), `Cannot replace ${template} failed`)
    stack.account.change(devId, { status: "running" })
    expect(stack.requests().filter((request) => !request.startsWith("GET "))).toEqual([])
    expect(stack.resource("golden").id).toBe(golden.id)
  })

  test("is the same however its inputs are spelt", async () => {
    stack.setProgram(
      declared("first")
        .replace('visibility: "private",', "")
        .replace('protocol: "udp"', 'protocol: "UDP", servicePort: 9000') + other,
    )
    expect((await stack.preview("--expect-no-changes")).plan).toEqual([])
    stack.setProgram(declared("first") + late)
  })

  test("is replaced by any change, and where its build failed, which keeps its id", async () => {
    stack.account.change(otherId, { status: "running" })
    stack.account.addFault({ kind: "failTemplate", reason: "registry is full" })
    const failed = await stack.up()
    expect(failed.code).not.toBe(0)
    expect(failed.output).toContain("failed: registry is full")
    const first = stack.resource("late").id
    expect(first).toMatch(/^tpl-/)

    stack.setProgram(declared("second") + late)
    const changed = await stack.mustUp()
    expect(stack.resource("late")).toMatchObject({ outputs: { status: "available" } })
    expect(stack.resource("late").id).not.toBe(first)
    expect(changed.steps.find(({ op, name }) => op === "replace" && name === "golden")?.keys).toEqual([
      "description",
    ])
    expect(stack.resource("golden").id).not.toBe(golden.id)
  })

  test("is deleted with its stack", async () => {
    const templates = async () => {
      const headers = { "X-API-Key": stack.apiKey }
      const answer = await fetch(`${stack.emulator.url}/v1/templates?search=-image`, { headers })
      const { data } = (await answer.json()) as { data: { templates: unknown[] } }
      return data.templates
    }
    expect(await templates()).toHaveLength(2)
    await stack.end()
    expect(await templates()).toEqual([])
  })
})
