import { harness } from "./support"

const emulator = harness({ fullRegions: ["us-east"] })

const create = (body: unknown) => emulator.h.call("POST", "/v1/sandboxes", body)
const mount = {
  uri: "s3://bucket/data",
  mount_point: "/mnt/data",
  access_key: "AK-never",
  secret_key: "SK-never",
  region: "us-east-1",
}

describe("Create", () => {
  test("fills in every default", async () => {
    const { body } = await create({ is_async: true })
    expect(body).toMatchObject({ success: true, message: "Sandbox creation initiated" })
    const { data } = body
    expect(data).toMatchObject({
      sandbox_id: expect.stringMatching(/^sbx-[0-9a-f]{16}$/),
      name: expect.stringMatching(/^sandbox-[0-9a-f]{6}$/),
      description: "",
      template_id: "tpl-base",
      template_name: "base",
      project_id: "prj-default",
      cpu_count: 2,
      memory_mb: 2048,
      storage_gb: 10,
      timeout: 300,
      secure: true,
      allow_internet_access: true,
      auto_pause: false,
      sandbox_domain: `${data.sandbox_id}.sandbox.scalebox.local`,
      envd_access_token: expect.stringMatching(/^envd-[0-9a-f]{48}$/),
      network_proxy: null,
      metadata: {},
      env_vars: {},
      ports: [],
    })
    expect(data).not.toHaveProperty("object_storage")
    expect(data).not.toHaveProperty("region")
  })

  test("keeps everything that was said, and never the keys of object storage", async () => {
    const { status, body } = await create({
      name: "my-dev",
      description: "for me",
      template: "tpl-python-dev",
      project_id: "prj-x",
      cpu_count: 4,
      memory_mb: 512,
      storage_gb: 3,
      timeout: 3600,
      env_vars: { someKey: "some value" },
      metadata: { someKey: "other value" },
      secure: false,
      allow_internet_access: false,
      auto_pause: true,
      object_storage: mount,
      s3fs_executable_path: "/bin/s3fs",
      net_proxy_country: "japan",
      custom_ports: [
        { port: 8080, name: "web", protocol: "tcp" },
        { port: 9000, name: "rtc", protocol: "WebRTC", service_port: 9001 },
      ],
      is_async: true,
    })
    expect(status).toBe(201)
    expect(body.data).toMatchObject({
      name: "my-dev",
      template_name: "python-dev",
      env_vars: { someKey: "some value" },
      metadata: { someKey: "other value" },
      auto_pause: true,
      object_storage: [{ uri: "s3://bucket/data", mount_point: "/mnt/data" }],
      object_storage_s3fs_path: "/bin/s3fs",
      net_proxy_country: "japan",
      network_proxy: { proxy_configs: { port: 8080, password: expect.stringMatching(/^[0-9a-f]{32}$/) } },
      custom_ports: [
        { port: 8080, name: "web", protocol: "TCP", service_port: 8080, is_protected: false },
        { port: 9000, name: "rtc", protocol: "WEBRTC", service_port: 9001, is_protected: false },
      ],
    })
    const everything = JSON.stringify([body, emulator.h.account.sandboxes(), emulator.h.account.requests()])
    expect(everything).not.toContain("never")
    expect(everything).toContain("***")
  })

  test("takes a list of mounts, an empty one and null", async () => {
    const second = { ...mount, uri: "cos://other", mount_point: "/other" }
    expect(
      (await create({ object_storage: [mount, second], is_async: true })).body.data.object_storage,
    ).toHaveLength(2)
    for (const none of [[], null]) {
      expect((await create({ object_storage: none, is_async: true })).body.data).not.toHaveProperty(
        "object_storage",
      )
    }
  })

  test("reads zero values of Go clients as defaults", async () => {
    const zero = {
      name: "",
      template: "",
      cpu_count: 0,
      memory_mb: 0,
      storage_gb: 0,
      locality: null,
      metadata: null,
    }
    expect(await create({ ...zero, is_async: true })).toMatchObject({
      status: 201,
      body: { data: { template_name: "base", cpu_count: 2, memory_mb: 2048, storage_gb: 10 } },
    })
  })

  test("ignores unknown keys at every level, and keys in another spelling", async () => {
    const { status, body } = await create({
      stray: 1,
      cpuCount: 8,
      locality: { region: "eu-west", zone: "a" },
      object_storage: { ...mount, stray: 1 },
      custom_ports: [{ port: 1, name: "a", stray: true, servicePort: 5 }],
      is_async: true,
    })
    expect(status).toBe(201)
    expect(body.data).toMatchObject({ cpu_count: 2, custom_ports: [{ port: 1, service_port: 1 }] })
  })

  test("needs no body at all", async () => {
    const { status } = await emulator.h.call("POST", "/v1/sandboxes")
    expect(status).toBe(201)
  })

  test("names everything that is wrong in the spelling of the wire, without values of secrets", async () => {
    const { status, body } = await create({
      cpu_count: 1.5,
      memory_mb: "much",
      timeout: 59,
      env_vars: { someKey: 17 },
      object_storage: [{ ...mount, mount_point: "relative", region: "" }],
      custom_ports: [
        { port: 0, name: "Web" },
        { port: 7, name: "a" },
        { port: 7, name: "b" },
      ],
    })
    expect(status).toBe(400)
    expect(body).toEqual({
      success: false,
      code: "invalid_request",
      error: body.message,
      message: body.message,
    })
    for (const part of [
      "Invalid request: ",
      "cpu_count must be a whole number",
      "memory_mb must be a number",
      "timeout must be at least 60",
      "env_vars.someKey must be a text",
      "object_storage[0].mount_point must be absolute",
      "object_storage[0] needs at least one of region and endpoint",
      "custom_ports[0].port must be at least 1",
      "custom_ports[0].name must consist of",
      "custom_ports[2].port must be unique, the same as custom_ports[1].port",
    ]) {
      expect(body.message).toContain(part)
    }
    expect(body.message).not.toMatch(/never|17|relative"/)
    expect(emulator.h.account.sandboxes()).toEqual([])
  })

  test.each<[string, Record<string, unknown>, number, string, RegExp]>([
    ["an unknown template", { template: "nope" }, 400, "invalid_request", /^Template "nope" not found$/],
    [
      "an unknown region",
      { locality: { region: "mars" } },
      400,
      "invalid_region",
      /"mars": must be one of us-east, us-west/,
    ],
    [
      "a full region with force",
      { locality: { region: "us-east", force: true } },
      409,
      "locality_constraint_failed",
      /us-east/,
    ],
    [
      "direct mounts of a public template",
      { object_storage_direct_mount: true },
      400,
      "invalid_request",
      /custom template/,
    ],
    [
      "a port number of the template",
      { template: "code-interpreter", custom_ports: [{ port: 49999, name: "x" }] },
      400,
      "duplicate_port",
      /49999/,
    ],
    [
      "a port name of the template",
      { template: "code-interpreter", custom_ports: [{ port: 1, name: "interpreter" }] },
      400,
      "duplicate_port_name",
      /interpreter/,
    ],
  ])("refuses %s", async (_, body, status, code, message) => {
    expect(await create(body)).toMatchObject({
      status,
      body: { success: false, code, message: expect.stringMatching(message) },
    })
    expect(emulator.h.account.sandboxes()).toEqual([])
  })

  test("runs elsewhere when a full region is not forced, and ignores force without region", async () => {
    await emulator.h.begin({ locality: { region: "us-east" } })
    await emulator.h.begin({ locality: { force: true } })
    await emulator.h.begin({ locality: { region: "ap-south", force: true } })
    expect(emulator.h.account.sandboxes().map(({ region }) => region)).toEqual([
      "us-west",
      "us-west",
      "ap-south",
    ])
  })
})
