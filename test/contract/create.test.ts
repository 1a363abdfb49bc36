import { emulator } from "../support/api"

const server = emulator({ fullRegions: ["us-west"] })

const mount = {
  uri: "s3://my-bucket/data",
  mount_point: "/mnt/oss",
  access_key: "AK-private",
  secret_key: "SK-private",
  region: "us-east-1",
}

describe("POST /v1/sandboxes", () => {
  test("without anything said makes a running sandbox with the documented defaults", async () => {
    const { client } = server.account()
    expect(await client.createSandbox({})).toMatchObject({
      sandboxId: expect.any(String),
      name: expect.stringMatching(/^.{1,24}$/),
      status: "running",
      templateName: "base",
      timeout: 300,
      secure: true,
      allowInternetAccess: true,
      autoPause: false,
      metadata: {},
      envVars: {},
      customPorts: [],
      envdAccessToken: expect.any(String),
    })
  })

  test("keeps what was said", async () => {
    const { client } = server.account()
    const settings = {
      name: "my-dev",
      description: "for me",
      template: "python-dev",
      projectId: "prj-anything",
      cpuCount: 2,
      memoryMb: 4096,
      storageGb: 10,
      timeout: 3600,
      envVars: { DEBUG: "true", camelCase: "1", snake_case: "2" },
      metadata: { Project_Name: "web-app" },
      secure: false,
      allowInternetAccess: false,
      autoPause: true,
      netProxyCountry: "canada" as const,
      objectStorageDirectMount: false,
      s3fsExecutablePath: "/usr/bin/s3fs",
    }
    const { template, s3fsExecutablePath, ...shown } = settings
    const made = await client.createSandbox(settings)
    expect(made).toMatchObject({
      ...shown,
      templateName: template,
      objectStorageS3fsPath: s3fsExecutablePath,
    })
    expect(await client.getSandbox(made.sandboxId)).toMatchObject(shown)
    expect(made.networkProxy).toMatchObject({
      proxyUrl: expect.any(String),
      proxyConfigs: { port: expect.any(Number) },
    })
  })

  test("keeps where object storage is mounted, never its keys", async () => {
    const { raw, account } = server.account()
    const one = await raw("POST", "/v1/sandboxes", { body: { object_storage: mount } })
    expect(one).toMatchObject({
      status: 201,
      data: { object_storage: [{ uri: mount.uri, mount_point: "/mnt/oss" }] },
    })
    const two = await raw("POST", "/v1/sandboxes", {
      body: { object_storage: [mount, { ...mount, mount_point: "/b" }] },
    })
    expect(two.data.object_storage).toEqual([
      { uri: mount.uri, mount_point: "/mnt/oss" },
      { uri: mount.uri, mount_point: "/b" },
    ])
    const none = await raw("POST", "/v1/sandboxes", { body: { object_storage: null } })
    expect(none.data).not.toHaveProperty("object_storage")
    expect(JSON.stringify([one, two, account.sandboxes(), account.requests()])).not.toMatch(/[AS]K-private/)
  })

  test("opens custom ports, with protocol and service port filled in", async () => {
    const { client } = server.account()
    const { customPorts, ports, templatePorts } = await client.createSandbox({
      template: "code-interpreter",
      customPorts: [
        { port: 8080, name: "web", protocol: "tcp" },
        { port: 9000, name: "rtc", protocol: "webrtc", servicePort: 9001 },
      ],
    })
    expect(customPorts).toMatchObject([
      { port: 8080, name: "web", protocol: "TCP", servicePort: 8080 },
      { port: 9000, name: "rtc", protocol: "WEBRTC", servicePort: 9001 },
    ])
    expect(templatePorts).not.toEqual([])
    expect(ports).toEqual([...(templatePorts ?? []), ...(customPorts ?? [])])
  })

  test.each([undefined, "", "{}"])("takes the body %p", async (body) => {
    const { raw } = server.account()
    expect((await raw("POST", "/v1/sandboxes", { body })).status).toBe(201)
  })

  test("takes zero values for defaults, and ignores what it does not know", async () => {
    const { raw } = server.account()
    const body = {
      name: "",
      template: "",
      cpu_count: 0,
      memory_mb: 0,
      storage_gb: 0,
      stray: { a: 1 },
      envVars: 5,
    }
    const { status, data } = await raw("POST", "/v1/sandboxes", { body })
    expect(status).toBe(201)
    expect(data).toMatchObject({ name: expect.stringMatching(/./), template_name: "base", env_vars: {} })
    for (const key of ["cpu_count", "memory_mb", "storage_gb"]) expect(data[key]).toBeGreaterThan(0)
  })

  test("counts a name in characters", async () => {
    const { client } = server.account()
    const name = "😀".repeat(24)
    expect(await client.createSandbox({ name })).toMatchObject({ name })
  })

  test("answers at once where that is wanted, and boots step by step", async () => {
    const { client, account } = server.account()
    account.configure({ bootMs: 400_000 })
    const { sandboxId, status } = await client.createSandbox({ isAsync: true })
    expect(["created", "starting"]).toContain(status)
    const seen: string[] = []
    for (const offset of [50_000, 150_000, 250_000, 350_000, 450_000]) {
      account.setClockOffset(offset)
      const now = await client.getSandboxStatus(sandboxId)
      seen.push(now.substatus ? `${now.status} ${now.substatus}` : now.status)
    }
    expect(seen).toEqual([
      "starting allocating",
      "starting deploying",
      "starting initializing",
      "starting waiting_ready",
      "running",
    ])
  })

  test("answers 201 also for a sandbox that failed to boot", async () => {
    const { client, account } = server.account()
    account.addFault({ kind: "failBoot", substatus: "deploying", reason: "Image is broken" })
    const made = await client.createSandbox({})
    expect(made).toMatchObject({ status: "failed", reason: "Image is broken" })
  })

  test("runs elsewhere where a region has no room and is not insisted on", async () => {
    const { client, account } = server.account()
    const { sandboxId } = await client.createSandbox({ locality: { region: "us-west" } })
    expect(account.sandbox(sandboxId)?.region).not.toBe("us-west")
    const forced = await client.createSandbox({ locality: { force: true } })
    expect(forced.status).toBe("running")
  })
})
