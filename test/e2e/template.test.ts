import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const declared = (description: string) => `
  const dev = new scalebox.Sandbox("dev")
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
    template: golden.id,
    objectStorageDirectMount: true,
    objectStorage: { uri: "s3://b/x", mountPoint: "/mnt", accessKey: "a", secretKey: "b", region: "r" },
  })
`

describe("SandboxTemplate", () => {
  test("is made from a running sandbox, used by another, replaced by any change, and deleted", async () => {
    const emulator = await sharedEmulator()
    const stack = await Stack.create(emulator, "template", { program: declared("first") })
    await stack.mustUp()
    const golden = stack.resource("golden")
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
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])

    stack.setProgram(declared("second"))
    const changed = await stack.mustUp()
    expect(changed.steps.find(({ op, name }) => op === "replace" && name === "golden")?.keys).toEqual([
      "description",
    ])
    expect(stack.resource("golden").id).not.toBe(golden.id)
    await stack.end()
    const left = await fetch(`${emulator.url}/v1/templates?search=golden`, {
      headers: { "X-API-Key": stack.apiKey },
    })
    expect(await left.json()).toMatchObject({ data: { templates: [] } })
  })

  test("is refused on a paused sandbox, and a failed build keeps its id and is replaced", async () => {
    const program = `
      const dev = new scalebox.Sandbox("dev")
      new scalebox.SandboxTemplate("golden", { sandbox: dev.id, name: "golden-image" })
    `
    const stack = await Stack.create(await sharedEmulator(), "refused", {
      program: `new scalebox.Sandbox("dev")`,
    })
    await stack.mustUp()
    const { id = "" } = stack.resource("dev")
    stack.account.change(id, { status: "paused" })
    stack.setProgram(program)
    const refused = await stack.up()
    expect(refused.code).not.toBe(0)
    expect(refused.output).toContain(`Cannot make template "golden-image" from sandbox ${id}`)
    expect(refused.output).toContain("paused")

    stack.account.change(id, { status: "running" })
    stack.account.addFault({ kind: "failTemplate", reason: "registry is full" })
    const failed = await stack.up()
    expect(failed.code).not.toBe(0)
    expect(failed.output).toContain("failed: registry is full")
    const first = stack.resource("golden").id
    expect(first).toMatch(/^tpl-/)
    await stack.mustUp()
    expect(stack.resource("golden")).toMatchObject({ outputs: { status: "available" } })
    expect(stack.resource("golden").id).not.toBe(first)
    await stack.end()
  })
})
