import { harness } from "./support"

const emulator = harness()
const make = (id: string, body: unknown) =>
  emulator.h.call("POST", `/v1/sandboxes/${id}/create-template`, body)
const at = "2026-01-01T00:00:04.000Z"

describe("create-template", () => {
  test("builds a template from a running sandbox, with what its own template says", async () => {
    const { h } = emulator
    const id = await h.run({ template: "code-interpreter", cpu_count: 8 })
    const added = [{ port: 8080, name: "web", protocol: "tcp" }]
    const made = await make(id, {
      name: "mine",
      memory_mb: 512,
      cpu_count: 0,
      ports: JSON.stringify(added),
      ready_command: '{"a":1}',
    })
    expect(made.status).toBe(200)
    const template = made.body.data
    expect(template).toMatchObject({
      template_id: expect.stringMatching(/^tpl-[0-9a-f]{16}$/),
      name: "mine",
      visibility: "private",
      is_public: false,
      status: "pending",
      default_cpu_count: 2,
      default_memory_mb: 512,
      base_template_id: "tpl-code-interpreter",
      ready_command: '{"a":1}',
      created_at: at,
    })
    expect(template).not.toHaveProperty("custom_command")
    expect(JSON.parse(String(Reflect.get(template, "ports")))).toEqual([
      { port: 49999, name: "interpreter", protocol: "TCP", service_port: 49999, is_protected: true },
      { port: 8080, name: "web", protocol: "TCP", service_port: 8080, is_protected: true },
    ])
    const status = async () => (await h.call("GET", `/v1/templates/${template.template_id}`)).body.data.status
    h.clock.pass(2000)
    expect(await status()).toBe("building")
    expect(await h.call("POST", "/v1/sandboxes", { template: "mine" })).toMatchObject({
      status: 400,
      body: { message: 'Cannot use template "mine": it is building, must be available' },
    })
    h.clock.pass(2000)
    expect(await status()).toBe("available")
    const mount = {
      uri: "s3://a",
      mount_point: "/a",
      access_key: "a",
      secret_key: "b",
      endpoint: "https://x",
    }
    const used = await h.run({ template: "mine", object_storage: mount, object_storage_direct_mount: true })
    expect(await h.get(used)).toMatchObject({
      template_id: template.template_id,
      memory_mb: 512,
      object_storage_direct_mount: true,
      template_ports: [{ port: 49999 }, { port: 8080, is_protected: true }],
    })
  })

  test("may fail to build, with a reason", async () => {
    const { h } = emulator
    const id = await h.run()
    h.account.addFault({ kind: "failTemplate", reason: "Registry is full" })
    const { body } = await make(id, { name: "mine" })
    h.clock.pass(4000)
    expect((await h.call("GET", `/v1/templates/${body.data.template_id}`)).body.data).toMatchObject({
      status: "failed",
      message: "Registry is full",
    })
  })

  test.each<[string, unknown, number, RegExp]>([
    ["no name", {}, 400, /name is required/],
    ["a short name", { name: "abc" }, 400, /name must be at least 4 characters/],
    ["a long name", { name: "a".repeat(33) }, 400, /name must be at most 32 characters/],
    ["a name of the service", { name: "base" }, 400, /"base" is taken/],
    ["an unknown visibility", { name: "mine", visibility: "secret" }, 400, /private, account_shared, public/],
    [
      "ports that are no JSON",
      { name: "mine", ports: "[" },
      400,
      /ports is no valid JSON, must be a JSON text/,
    ],
    ["ports that are no list", { name: "mine", ports: "{}" }, 400, /ports must be a list/],
    [
      "a wrong port",
      { name: "mine", ports: '[{"port": 0, "name": "a"}]' },
      400,
      /ports\[0\].port must be at least 1/,
    ],
    ["a taken port", { name: "mine", ports: '[{"port": 49999, "name": "a"}]' }, 400, /Port 49999 is taken/],
    [
      "a port twice",
      { name: "mine", ports: '[{"port": 1, "name": "a"}, {"port": 1, "name": "b"}]' },
      400,
      /Port 1 is taken/,
    ],
    [
      "a probe that is no JSON",
      { name: "mine", ready_command: "curl" },
      400,
      /ready_command is no valid JSON/,
    ],
  ])("is refused with %s", async (_, body, status, message) => {
    const { h } = emulator
    const id = await h.run({ template: "code-interpreter" })
    expect(await make(id, body)).toMatchObject({ status, body: { message: expect.stringMatching(message) } })
    expect((await h.call("GET", "/v1/templates")).body.data.templates).toHaveLength(3)
  })

  test("is refused for a sandbox that does not run, and for a taken name", async () => {
    const { h } = emulator
    const id = await h.run()
    await make(id, { name: "mine" })
    expect(await make(id, { name: "mine" })).toMatchObject({
      status: 400,
      body: { code: "duplicate_template_name" },
    })
    h.account.change(id, { status: "paused" })
    expect(await make(id, { name: "other" })).toMatchObject({ status: 409, body: { code: "conflict" } })
    expect((await make("sbx-none", { name: "other" })).status).toBe(404)
  })
})

describe("Templates", () => {
  test("are listed newest first, with filters and pages", async () => {
    const { h } = emulator
    const id = await h.run()
    await make(id, { name: "first", description: "For Tests" })
    await make(id, { name: "second", visibility: "public" })
    const list = async (query = "") =>
      (await h.call("GET", `/v1/templates${query}`)).body.data.templates.map(({ name }) => name)
    const service = ["base", "python-dev", "code-interpreter"]
    expect(await list()).toEqual(["second", "first", ...service])
    expect(await list("?usable=true")).toEqual(service)
    expect(await list("?usable=false&limit=1&page=2")).toEqual(["first"])
    expect(await list("?status=pending")).toEqual(["second", "first"])
    expect(await list("?visibility=private")).toEqual(["first"])
    expect(await list("?name=base")).toEqual(["base"])
    expect(await list("?search=for+t")).toEqual(["first"])
    expect(await h.call("GET", "/v1/templates?usable=maybe")).toMatchObject({ status: 400 })
    const others = await h.call("GET", "/v1/templates", undefined, "sk-other")
    expect(others.body.data.templates.map(({ name }) => name)).toEqual(["second", ...service])
  })

  test("are deleted by their owner only", async () => {
    const { h } = emulator
    const id = await h.run()
    const { template_id } = (await make(id, { name: "mine", visibility: "public" })).body.data
    const remove = (template: string, key = h.apiKey) =>
      h.call("DELETE", `/v1/templates/${template}`, undefined, key)
    expect(await remove(template_id, "sk-other")).toMatchObject({ status: 403, body: { code: "forbidden" } })
    expect((await remove("tpl-base")).status).toBe(403)
    expect((await remove(template_id)).status).toBe(200)
    expect(await remove(template_id)).toMatchObject({
      status: 404,
      body: { code: "not_found", message: `Template "${template_id}" not found` },
    })
  })
})
