import { emulator, invalid } from "../support/api"
import { failureOf } from "../support/failures"

const server = emulator()

describe("POST /v1/sandboxes/{sandbox_id}/create-template: wrong types and values", () => {
  const name = "golden"

  test.each<[unknown, string]>([
    [undefined, "name is required"],
    [{ name: 7 }, "name must be a text"],
    [{ name: "abc" }, "name must be at least 4 characters"],
    [{ name: "x".repeat(33) }, "name must be at most 32 characters"],
    [{ name, visibility: "secret" }, "visibility must be one of private, account_shared, public"],
    [{ name, cpu_count: "2" }, "cpu_count must be a number"],
    [{ name, cpu_count: -1 }, "cpu_count must be at least 1"],
    [{ name, memory_mb: 127 }, "memory_mb must be at least 128"],
    [{ name, ports: [{ port: 80, name: "web" }] }, "ports must be a text"],
    [{ name, ready_command: { exec: [] } }, "ready_command must be a text"],
    [{ name, ports: "80" }, "ports must be a list"],
    [{ name, ports: '[{"port": 0, "name": "web"}]' }, "ports[0].port must be at least 1"],
    [{ name, ports: "[80" }, "ports is no valid JSON, must be a JSON text"],
    [{ name, ready_command: "{" }, "ready_command is no valid JSON, must be a JSON text"],
  ])("%j", async (body, message) => {
    const { raw, running, client } = server.account()
    const id = await running()
    expect(await raw("POST", `/v1/sandboxes/${id}/create-template`, { body })).toMatchObject({
      status: 400,
      body: invalid(message),
    })
    expect((await client.listTemplates({ name })).templates).toEqual([])
  })

  test("a name that is taken", async () => {
    const { client, running } = server.account()
    const id = await running()
    await client.createTemplate(id, { name })
    expect((await failureOf(client.createTemplate(id, { name }))).code).toBe("invalid")
  })

  test("a sandbox that does not run", async () => {
    const { client, running } = server.account()
    const id = await running()
    await client.pauseSandbox(id)
    expect((await failureOf(client.createTemplate(id, { name }))).code).toBe("conflict")
  })
})

describe("POST /v1/sandboxes/{sandbox_id}/create-template", () => {
  test("creates a template in a while, from which sandboxes can be created", async () => {
    const { client, account, running } = server.account()
    const id = await running({ template: "code-interpreter", cpuCount: 1 })
    account.configure({ bootMs: 100_000 })
    const { templateId, status } = await client.createTemplate(id, {
      name: "golden",
      description: "All set",
      visibility: "account_shared",
      cpuCount: 4,
      memoryMb: 1024,
      ports: '[{"port": 8080, "name": "web"}]',
      customCommand: "serve",
      readyCommand: '{"exec": ["true"]}',
    })
    expect(status).toBe("pending")
    account.setClockOffset(110_000)
    expect(await client.getTemplate(templateId)).toMatchObject({
      name: "golden",
      description: "All set",
      visibility: "account_shared",
      isPublic: false,
      status: "available",
      defaultCpuCount: 4,
      defaultMemoryMb: 1024,
      customCommand: "serve",
      readyCommand: '{"exec": ["true"]}',
    })
    account.configure({ bootMs: 0 })
    for (const template of ["golden", templateId]) {
      const made = await client.createSandbox({ template })
      expect(made).toMatchObject({ templateId, cpuCount: 4, memoryMb: 1024 })
      expect(made.templatePorts?.map(({ port }) => port)).toContain(8080)
    }
  })

  test("inherits what is left out", async () => {
    const { client, running } = server.account()
    const { templates } = await client.listTemplates({ name: "base" })
    const made = await client.createTemplate(await running(), { name: "heir" })
    expect(made).toMatchObject({
      baseTemplateId: templates[0]?.templateId,
      defaultCpuCount: templates[0]?.defaultCpuCount,
      defaultMemoryMb: templates[0]?.defaultMemoryMb,
      visibility: "private",
    })
  })

  test("may fail, with a reason", async () => {
    const { client, account, running } = server.account()
    account.addFault({ kind: "failTemplate", reason: "Registry is down" })
    const { templateId } = await client.createTemplate(await running(), { name: "doomed" })
    expect(await client.getTemplate(templateId)).toMatchObject({
      status: "failed",
      message: "Registry is down",
    })
  })
})

describe("GET /v1/templates: wrong types and values", () => {
  test.each([
    ["page=0", /page must be at least 1/],
    ["usable=maybe", /usable/],
    ["status=done", /status must be one of pending, building/],
    ["visibility=secret", /visibility must be one of private/],
  ])("%s", async (query, message) => {
    const { raw } = server.account()
    expect(await raw("GET", `/v1/templates?${query}`)).toMatchObject({
      status: 400,
      body: { success: false, message: expect.stringMatching(message) },
    })
  })
})

describe("GET /v1/templates", () => {
  test("lists those of the service and one's own, and finds by name, text and status", async () => {
    const { client, account, running } = server.account()
    account.configure({ bootMs: 0 })
    await client.createTemplate(await running(), { name: "mine", description: "With Postgres" })
    const names = async (query: Parameters<typeof client.listTemplates>[0]) =>
      (await client.listTemplates(query)).templates.map(({ name }) => name).sort()
    expect(await names({})).toEqual(["base", "code-interpreter", "mine", "python-dev"])
    expect(await names({ usable: true, visibility: "private" })).toEqual(["mine"])
    expect(await names({ search: "postgres" })).toEqual(["mine"])
    expect(await names({ name: "base" })).toEqual(["base"])
    expect(await names({ status: "failed" })).toEqual([])
    const { templates, pagination } = await client.listTemplates({ limit: 3, page: 2 })
    expect(templates).toHaveLength(1)
    expect(pagination).toMatchObject({ page: 2, limit: 3, total: 4, totalPages: 2 })
  })

  test("shows other accounts nothing of it", async () => {
    const [owner, other] = [server.account(), server.account()]
    const { templateId } = await owner.client.createTemplate(await owner.running(), { name: "hers" })
    expect((await failureOf(other.client.getTemplate(templateId))).code).toBe("not_found")
    expect((await other.client.listTemplates({ name: "hers" })).templates).toEqual([])
  })
})

describe("DELETE /v1/templates/{template_id}", () => {
  test("removes one's own template, once", async () => {
    const { client, running } = server.account()
    const { templateId } = await client.createTemplate(await running(), { name: "brief" })
    await client.deleteTemplate(templateId)
    expect((await failureOf(client.getTemplate(templateId))).code).toBe("not_found")
    expect((await failureOf(client.deleteTemplate(templateId))).code).toBe("not_found")
  })

  test("is refused for a template of the service", async () => {
    const { client } = server.account()
    const [base] = (await client.listTemplates({ name: "base" })).templates
    expect((await failureOf(client.deleteTemplate(base?.templateId ?? ""))).code).toBe("forbidden")
  })
})
