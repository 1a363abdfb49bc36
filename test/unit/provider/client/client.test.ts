import { ScaleboxClient } from "../../../../provider/src/client"
import { exampleCalls } from "../../../support/calls"
import { failureOf } from "../../../support/failures"
import { clientOn, ok } from "../../../support/send"

const sandbox = { sandbox_id: "sbx-1", status: "running" }

type Client = ReturnType<typeof clientOn>["client"]

describe("Methods send what the API expects", () => {
  test.each(Object.entries(exampleCalls))("%s", async (_, { make, sends, data }) => {
    const { client, requests } = clientOn([ok(data)])
    await make(client)
    expect(requests).toHaveLength(1)
    const [{ method, url, query, body }] = requests as [(typeof requests)[number]]
    const path = url.replace("https://api.test", "")
    expect({ call: `${method} ${path}`, query, body: body && JSON.parse(body) }).toEqual(sends)
  })
})

describe("createSandbox", () => {
  test("sends every setting in the API's spelling, and nothing that was not said", async () => {
    const { client, requests } = clientOn([ok(sandbox, 201)])
    await client.createSandbox({
      name: "my-dev",
      description: undefined,
      cpuCount: 2,
      envVars: { DEBUG: "true", camelCase: "kept", snake_case: "kept" },
      metadata: { "pulumi-scalebox-owner": "a/b/c" },
      objectStorage: {
        uri: "s3://my-bucket/data",
        mountPoint: "/mnt/oss",
        accessKey: "access",
        secretKey: "secret",
        region: "us-east-1",
      },
      objectStorageDirectMount: true,
      s3fsExecutablePath: "/usr/bin/s3fs",
      customPorts: [
        { port: 8080, name: "web-server", protocol: "tcp" },
        { port: 9000, name: "api-server", servicePort: 9001 },
      ],
      locality: { region: "ap-southeast", force: false, autoDetect: true },
      autoPause: true,
      allowInternetAccess: false,
      netProxyCountry: "hong-kong",
      isAsync: true,
    })
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      name: "my-dev",
      cpu_count: 2,
      env_vars: { DEBUG: "true", camelCase: "kept", snake_case: "kept" },
      metadata: { "pulumi-scalebox-owner": "a/b/c" },
      object_storage: {
        uri: "s3://my-bucket/data",
        mount_point: "/mnt/oss",
        access_key: "access",
        secret_key: "secret",
        region: "us-east-1",
      },
      object_storage_direct_mount: true,
      s3fs_executable_path: "/usr/bin/s3fs",
      custom_ports: [
        { port: 8080, name: "web-server", protocol: "TCP" },
        { port: 9000, name: "api-server", service_port: 9001 },
      ],
      locality: { region: "ap-southeast", force: false, auto_detect: true },
      auto_pause: true,
      allow_internet_access: false,
      net_proxy_country: "hong-kong",
      is_async: true,
    })
    expect(requests[0]?.headers["Content-Type"]).toBe("application/json")
  })

  test("sends these very bytes, the protocol in upper case", async () => {
    const { client, requests } = clientOn([ok(sandbox, 201)])
    await client.createSandbox({ customPorts: [{ port: 8080, name: "web", protocol: "tcp" }], timeout: 3600 })
    expect(requests[0]?.body).toBe(
      '{"timeout":3600,"custom_ports":[{"port":8080,"name":"web","protocol":"TCP"}]}',
    )
  })
})

describe("A wrong argument", () => {
  const cases: [string, (client: Client) => Promise<unknown>, string][] = [
    [
      "of createSandbox",
      (c) => c.createSandbox({ timeout: 5, customPorts: [{ port: 0, name: "web" }] }),
      "POST /v1/sandboxes was not sent: timeout: must be at least 60; customPorts[0].port: must be at least 1",
    ],
    [
      "of listSandboxes",
      (c) => c.listSandboxes({ page: 0 }),
      "GET /v1/sandboxes was not sent: page: must be at least 1",
    ],
    [
      "of batchDelete",
      (c) => c.batchDelete([]),
      "POST /v1/sandboxes/batch-delete was not sent: sandboxIds: must not be empty",
    ],
    [
      "of extendTimeout",
      (c) => c.extendTimeout("sbx-1", 90000),
      "PUT /v1/sandboxes/sbx-1 was not sent: timeout: must be at most 86400",
    ],
    [
      "of addPort",
      (c) => c.addPort("sbx-1", { port: 80, name: "Web" }),
      "POST /v1/sandboxes/sbx-1/ports was not sent: name: must consist of lower-case letters, digits and single " +
        "inner hyphens, with at least one letter",
    ],
    ["of getSandbox", (c) => c.getSandbox(""), "/v1/sandboxes/{sandboxId} needs a sandboxId"],
  ]

  test.each(cases)("%s is refused before anything is sent", async (_, call, message) => {
    const { client, requests } = clientOn([])
    expect(await failureOf(call(client))).toMatchObject({ code: "invalid", message })
    expect(requests).toEqual([])
  })

  test("is not shown in the error", async () => {
    const { client } = clientOn([])
    const failure = await failureOf(
      client.createSandbox({
        objectStorage: {
          uri: "private-uri",
          mountPoint: "private-path",
          accessKey: "private-access",
          secretKey: "private-secret",
        },
      }),
    )
    expect(failure.message).toContain("objectStorage.uri: ")
    expect(JSON.stringify(failure)).not.toContain("private")
  })
})

describe("Path parameters", () => {
  test.each([
    ["a/b", "a%2Fb"],
    ["sbx 1?x=1#y", "sbx%201%3Fx%3D1%23y"],
    ["%2e%2e", "%252e%252e"],
    ["...", "..."],
    ["ü", "%C3%BC"],
  ])("write %p as %p", async (id, encoded) => {
    const { client, requests } = clientOn([ok(sandbox)])
    await client.getSandbox(id)
    expect(requests[0]?.url).toBe(`https://api.test/v1/sandboxes/${encoded}`)
  })

  test.each(["", ".", ".."])("refuse %p, which would lead to another endpoint", async (id) => {
    const { client, requests } = clientOn([])
    expect((await failureOf(client.deleteSandbox(id))).code).toBe("invalid")
    expect(requests).toEqual([])
  })
})

describe("apiUrl", () => {
  test.each(["https://proxy.test/scalebox", "https://proxy.test/scalebox///"])(
    "may have a path: %p",
    async (apiUrl) => {
      const { client, requests } = clientOn([ok(sandbox)], { apiUrl })
      await client.getSandbox("sbx-1")
      expect(requests[0]?.url).toBe("https://proxy.test/scalebox/v1/sandboxes/sbx-1")
    },
  )
})

describe("new ScaleboxClient", () => {
  test("refuses settings that cannot be", () => {
    expect(() => new ScaleboxClient({ apiUrl: "nowhere" })).toThrow(/scalebox:apiUrl must be a URL/)
    expect(() => new ScaleboxClient({ maxConcurrency: 0 })).toThrow(/scalebox:maxConcurrency must be/)
  })
})

describe("listRegions", () => {
  test("answers the regions themselves", async () => {
    const { client } = clientOn([ok({ scalebox_regions: [{ id: "us-east", name: "US East" }] })])
    await expect(client.listRegions()).resolves.toEqual([{ id: "us-east", name: "US East" }])
  })
})
