import { type Api, emulator } from "../support/api"
import * as golden from "./golden"

const server = emulator()

/** Every key at every depth, as `ports[].service_port`; below what belongs to the user there is nothing. */
function keysIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => keysIn(item, `${path}[]`))]
  if (value === null || typeof value !== "object" || /(env_vars|metadata)$/.test(path)) return [path]
  return [
    path,
    ...Object.entries(value).flatMap(([key, item]) => keysIn(item, path ? `${path}.${key}` : key)),
  ]
}
const keySet = (value: unknown) => [...new Set(keysIn(value))].filter(Boolean).sort()

describe("The emulator answers in the API's spelling", () => {
  /** Sends a golden request and answers what came under `data`, with its keys. */
  async function answer({ raw }: Api, method: string, path: string, body?: string) {
    const { status, data, body: envelope } = await raw(method, path, { body })
    expect(envelope).toMatchObject({ success: true, message: expect.any(String) })
    return { status, data, keys: keySet(data) }
  }

  test("a create as the reference shows it, and the sandbox that comes of it", async () => {
    const api = server.account()
    const { status, data, keys } = await answer(api, "POST", "/v1/sandboxes", golden.createExample)
    expect(status).toBe(201)
    expect(data).toMatchObject({
      name: "my-dev",
      template_name: "python-dev",
      cpu_count: 2,
      memory_mb: 4096,
      storage_gb: 10,
      timeout: 3600,
      auto_pause: true,
      status: "running",
      env_vars: { DEBUG: "true", API_KEY: "your-secret-key" },
      metadata: { project: "web-app", environment: "development" },
      object_storage: [{ uri: "s3://my-bucket/data", mount_point: "/mnt/oss" }],
      custom_ports: [
        { port: 8080, service_port: 8080, name: "web-server", protocol: "TCP" },
        { port: 9000, service_port: 9000, name: "api-server", protocol: "TCP" },
      ],
    })
    const known = keySet(JSON.parse(golden.sandbox))
    expect(keys.filter((key) => !known.includes(key))).toEqual([])
    const mustHave = [
      "sandbox_id",
      "project_id",
      "started_at",
      "timeout_at",
      "sandbox_domain",
      "envd_access_token",
    ]
    expect(keys).toEqual(expect.arrayContaining(mustHave))
    const shown = await answer(api, "GET", `/v1/sandboxes/${data.sandbox_id}`)
    expect(shown.keys).toEqual(keys)
  })

  test("proxy and ports, field by field", async () => {
    const api = server.account()
    const body = '{"net_proxy_country": "canada", "template": "code-interpreter"}'
    const { data } = await answer(api, "POST", "/v1/sandboxes", body)
    const { network_proxy, template_ports } = JSON.parse(golden.sandbox)
    expect(keySet(data.network_proxy)).toEqual(keySet(network_proxy))
    expect(keySet(data.template_ports)).toEqual(keySet(template_ports))
  })

  test("everything else", async () => {
    const api = server.account()
    const [one, two] = [
      await api.running({ customPorts: [{ port: 8080, name: "web" }] }),
      await api.running(),
    ]
    const ids = JSON.stringify({ sandbox_ids: [two, "sbx-nowhere"] })
    const path = `/v1/sandboxes/${one}`
    const cases: [string, string, string | undefined, string][] = [
      ["GET", "/v1/scalebox-regions", undefined, golden.regions],
      ["GET", "/v1/sandboxes/stats", undefined, golden.stats],
      ["GET", `${path}/status`, undefined, golden.status],
      ["GET", `${path}/ports`, undefined, golden.ports],
      ["POST", `${path}/timeout`, golden.extendExample, golden.timeout],
      ["POST", "/v1/sandboxes/batch-pause", ids, golden.batch],
      ["POST", "/v1/sandboxes/batch-resume", ids, golden.batch],
      ["POST", "/v1/sandboxes/batch-terminate", ids, golden.batch],
      ["POST", "/v1/sandboxes/batch-delete", ids, golden.batchDelete],
      ["POST", `${path}/terminate`, undefined, golden.ending],
      ["DELETE", path, undefined, golden.ending],
    ]
    for (const [method, url, body, expected] of cases) {
      const { keys } = await answer(api, method, url, body)
      expect({ url, keys }).toEqual({ url, keys: keySet(JSON.parse(expected)) })
    }
  })

  test("a list", async () => {
    const api = server.account()
    await api.running()
    const { data } = await answer(api, "GET", "/v1/sandboxes")
    expect(Object.keys(data).sort()).toEqual(["pagination", "sandboxes"])
    expect(keySet(data.pagination)).toEqual(keySet(JSON.parse(golden.sandboxList).pagination))
  })

  test("a template, without what only the real service knows", async () => {
    const api = server.account()
    const { keys } = await answer(
      api,
      "POST",
      `/v1/sandboxes/${await api.running()}/create-template`,
      '{"name": "golden"}',
    )
    const known = [...keySet(JSON.parse(golden.template)), "visibility"]
    expect(keys.filter((key) => !known.includes(key))).toEqual([])
    expect(keys).toEqual(
      expect.arrayContaining(["template_id", "status", "default_cpu_count", "default_memory_mb"]),
    )
  })

  test("metrics and a TURN credential", async () => {
    const api = server.account()
    const id = await api.running({ customPorts: [{ port: 1, name: "rtc", protocol: "WEBRTC" }] })
    const metrics = await answer(api, "GET", `/v1/sandboxes/${id}/metrics`)
    expect(Object.keys(metrics.data).sort()).toEqual([
      "metrics",
      "sandbox_id",
      "status",
      "timestamp",
      "uptime_seconds",
    ])
    const turn = await answer(api, "GET", `/v1/sandboxes/${id}/webrtc-turn-credential`)
    expect(turn.keys).toEqual(expect.arrayContaining(["credential", "urls", "username"]))
  })

  test("a refusal", async () => {
    const { raw } = server.account()
    const { status, body } = await raw("GET", "/v1/sandboxes/sbx-nowhere")
    expect(status).toBe(404)
    expect(body).toEqual({
      success: false,
      error: 'Sandbox "sbx-nowhere" not found',
      message: 'Sandbox "sbx-nowhere" not found',
      code: "not_found",
    })
  })

  test("what the other bodies of the reference ask for", async () => {
    const api = server.account()
    const id = await api.running()
    await answer(api, "POST", `/v1/sandboxes/${id}/pause`, golden.pauseExample)
    expect(api.account.sandbox(id)?.status).toBe("paused")
    await answer(api, "POST", `/v1/sandboxes/${id}/resume`, golden.pauseExample)
    expect(api.account.sandbox(id)?.status).toBe("running")
    await answer(api, "PUT", `/v1/sandboxes/${id}`, golden.extendExample)
    expect(api.account.sandbox(id)?.timeout).toBe(7200)
  })
})
