import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { type IncomingMessage, request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { json } from "node:stream/consumers"
import type { PageExchange, PageState } from "../../../emulator/src/page-types"
import { Harness, harness } from "./support"

const emulator = harness()

const state = async ({ emulator: { url } }: Harness, since = 0): Promise<PageState> =>
  (await fetch(`${url}/_emulator/state?since=${since}`)).json()

describe("The page", () => {
  test.each([
    ["/", "text/html"],
    ["/_emulator/page.css", "text/css"],
    ["/_emulator/page.js", "text/javascript"],
    ["/_emulator/icon.svg", "image/svg+xml"],
  ])("%s is served without a key, and may load nothing from elsewhere", async (path, type) => {
    const { status, headers, ...response } = await fetch(emulator.h.emulator.url + path).then(
      async (answer) => ({ status: answer.status, headers: answer.headers, text: await answer.text() }),
    )
    expect([status, headers.get("content-type")]).toEqual([200, `${type}; charset=utf-8`])
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(headers.get("content-security-policy")).not.toMatch(/unsafe|https?:|\*/)
    expect(headers.get("x-content-type-options")).toBe("nosniff")
    const addresses = response.text.match(/(?<!xmlns=")\bhttps?:\/\/[\w.-]+/g) ?? []
    expect(addresses).toEqual([])
  })

  test("refuses names that are none of this machine, so that no website can read it by its own name", async () => {
    const { url } = emulator.h.emulator
    const ask = async (host: string, path = "/_emulator/state") => {
      const sent = request(url + path, { headers: { host } }).end()
      const [answer] = (await once(sent, "response")) as [IncomingMessage]
      return { status: answer.statusCode, body: await json(answer) }
    }
    const own = [
      "127.0.0.1",
      "localhost:8080",
      "LOCALHOST",
      "[::1]:8080",
      "api.localhost",
      "192.168.1.5:8080",
    ]
    for (const host of [...own, "host.docker.internal:8080"]) {
      expect({ host, ...(await ask(host)) }).toMatchObject({ host, status: 200 })
      expect((await ask(host, "/v1/scalebox-regions")).status).toBe(200)
    }
    for (const host of ["evil.example", "127.0.0.1.evil.example", "127.evil.example:8080"]) {
      expect((await ask(host, "/v1/scalebox-regions")).status).toBe(403)
      expect((await ask(host, "/nowhere")).status).toBe(403)
      expect({ host, ...(await ask(host)) }).toEqual({
        host,
        status: 403,
        body: expect.objectContaining({
          message: "The emulator answers only under a name of this machine: use 127.0.0.1 or localhost",
        }),
      })
    }
  })
})

describe("The page of an emulator that other machines can reach", () => {
  const others = harness({ host: "0.0.0.0" })

  test("shows neither bodies nor metadata and can do nothing, as it asks nobody for a key", async () => {
    const { h } = others
    const { port } = new URL(h.emulator.url)
    const url = `http://127.0.0.1:${port}`
    const id = await h.run({ name: "web" })
    const { isLocal, sandboxes } = await (await fetch(`${url}/_emulator/state`)).json()
    expect([isLocal, sandboxes.length]).toEqual([false, 1])
    const exchange = await (await fetch(`${url}/_emulator/requests/0`)).json()
    expect(exchange).toEqual({ query: null, body: null, answer: null })
    expect((await fetch(`${url}/_emulator/settings/${id}`)).status).toBe(404)
    const path = `/_emulator/accounts/${sandboxes[0].account}/v1/sandboxes/${id}`
    expect((await fetch(url + path, { method: "DELETE" })).status).toBe(404)
    expect(await h.statusOf(id)).toBe("running")
  })
})

describe("What the page shows", () => {
  test("sandboxes of all accounts, newest first, as they are now", async () => {
    const { h } = emulator
    const first = await h.run({ name: "web", timeout: 600, custom_ports: [{ port: 8080, name: "http" }] })
    const other = await h.call("POST", "/v1/sandboxes", { name: "theirs", is_async: true }, "sk-other")
    const { sandboxes } = await state(h)
    expect(sandboxes.map(({ name, status }) => [name, status])).toEqual([
      ["theirs", "starting"],
      ["web", "running"],
    ])
    expect(sandboxes[0]?.account).toBe(other.body.data.owner_user_id)
    const { accounts, takesAnyKey } = await state(h)
    expect(takesAnyKey).toBe(true)
    expect(accounts).toEqual([
      {
        id: (await h.get(first)).owner_user_id,
        label: "key …nit",
        aheadSeconds: 0,
        templates: ["base", "python-dev", "code-interpreter"],
      },
      expect.objectContaining({ id: other.body.data.owner_user_id, label: "key …ther" }),
    ])
    expect(sandboxes[1]).toEqual({
      id: first,
      account: (await h.get(first)).owner_user_id,
      name: "web",
      status: "running",
      substatus: null,
      reason: null,
      remainingSeconds: 600,
      timeout: 600,
      autoPause: false,
      ports: [{ port: 8080, name: "http", protocol: "TCP", isProtected: false }],
      domain: `${first}.sandbox.scalebox.local`,
      template: "base",
      region: "us-east",
      project: "Default project",
      cpuCount: 2,
      memoryMb: 2048,
      storageGb: 10,
      createdAt: expect.stringMatching(/^2026-01-01T/),
    })
    h.clock.pass(100_000)
    expect((await state(h)).sandboxes.map(({ remainingSeconds }) => remainingSeconds)).toEqual([204, 500])
  })

  test("no secret, wherever one was sent", async () => {
    const { h } = emulator
    const id = await h.begin({
      name: "quiet",
      env_vars: { TOKEN: "env-never" },
      metadata: { owner: "meta-never" },
      net_proxy_country: "japan",
      object_storage: {
        ...{ uri: "s3://bucket", mount_point: "/bucket" },
        ...{ access_key: "AK-never", secret_key: "SK-never", region: "r" },
      },
    })
    await h.call("GET", "/v1/sandboxes?search=query-never")
    await h.call("GET", "/v1/sandboxes", undefined, "sk-never-good")
    const record = h.account.sandbox(id)
    const page = JSON.stringify(await state(h))
    expect(page).toContain("quiet")
    const secrets = [record?.envdAccessToken, record?.networkProxy?.proxyConfigs.password, h.apiKey]
    for (const secret of [...secrets, "never"]) expect(page).not.toContain(secret ?? "missing")
  })

  test("of one sandbox its metadata and the names of its variables, but no value that is secret", async () => {
    const { h } = emulator
    const id = await h.run({
      env_vars: { TOKEN: "env-never", LOG_LEVEL: "level-never" },
      metadata: { team: "checkout", access_key: "AK-never" },
    })
    const bare = await h.run()
    const settings = async (sandbox: string) =>
      (await fetch(`${h.emulator.url}/_emulator/settings/${sandbox}`)).json()
    expect(await settings(id)).toEqual({
      metadata: { team: "checkout", access_key: "***" },
      variables: ["TOKEN", "LOG_LEVEL"],
    })
    expect(await settings(bare)).toEqual({ metadata: {}, variables: [] })
    expect(await settings("sbx-none")).toBeNull()
  })

  test("a request with its query, its body and the answer, with every secret masked", async () => {
    const { h } = emulator
    const id = await h.run({
      name: "quiet",
      custom_ports: [{ port: 80, name: "media", protocol: "WEBRTC" }],
      env_vars: { TOKEN: "env-never" },
      envVars: { TOKEN: "spelling-never" },
      metadata: { owner: "shown" },
      net_proxy_country: "japan",
      object_storage: {
        ...{ uri: "s3://bucket", mount_point: "/bucket" },
        ...{ access_key: "AK-never", secret_key: "SK-never", region: "r" },
      },
    })
    await h.call("GET", `/v1/sandboxes/${id}/webrtc-turn-credential`)
    await h.call("GET", "/v1/sandboxes?limit=5&api_key=query-never")
    await h.call("POST", "/v1/sandboxes", '{"env_vars": "never')
    const exchange = async (number: number): Promise<PageExchange> =>
      (await fetch(`${h.emulator.url}/_emulator/requests/${number}`)).json()
    const all = await Promise.all([0, 1, 2, 3].map(exchange))
    const [made, turn, list, unreadable] = all
    expect(JSON.parse(made?.body ?? "")).toMatchObject({
      name: "quiet",
      env_vars: { TOKEN: "***" },
      metadata: { owner: "shown" },
      object_storage: { uri: "s3://bucket", access_key: "***", secret_key: "***" },
    })
    const { data } = JSON.parse(made?.answer ?? "")
    expect(data).toMatchObject({
      sandbox_id: id,
      env_vars: { TOKEN: "***" },
      envd_access_token: "***",
      network_proxy: { proxy_configs: { password: "***" } },
    })
    expect(turn?.answer).toMatch(/"credential": "\*\*\*"/)
    expect(JSON.parse(list?.query ?? "")).toEqual({ limit: "5", api_key: "***" })
    expect(unreadable).toMatchObject({ body: null, answer: expect.stringContaining("is no valid JSON") })
    const record = h.account.sandbox(id)
    const secrets = [record?.envdAccessToken, record?.networkProxy?.proxyConfigs.password, h.apiKey, "never"]
    for (const secret of secrets) expect(JSON.stringify(all)).not.toContain(secret ?? "missing")
    expect((await fetch(`${h.emulator.url}/_emulator/requests/9`)).status).toBe(404)
  })

  test("no body of more than 128 KiB, and of all the newest 8 MiB", async () => {
    const { h } = emulator
    const [big, bigger] = ["x".repeat(100_000), "x".repeat(200_000)]
    await h.call("POST", "/v1/sandboxes", { description: bigger, is_async: "no" })
    for (let count = 0; count < 90; count += 1)
      await h.call("POST", "/v1/sandboxes", { description: big, is_async: "no" })
    const body = async (number: number) =>
      ((await (await fetch(`${h.emulator.url}/_emulator/requests/${number}`)).json()) as PageExchange).body
    expect(await body(0)).toBe("(no longer kept)")
    expect(await body(1)).toBe("(no longer kept)")
    expect(await body(90)).toContain(big)
    await h.call("POST", "/v1/sandboxes", { description: bigger, is_async: "no" })
    expect(await body(91)).toBe("(not kept: 196 KiB)")
  })

  test("every request with its answer, also of nobody, and none of its own", async () => {
    const { h } = emulator
    h.account.addFault({ kind: "resetBefore", endpoint: "listSandboxes" })
    h.account.addFault({ kind: "status", endpoint: "listSandboxes", status: 503, body: "<b>down</b>" })
    await h.call("GET", "/v1/sandboxes?limit=1").catch(() => {})
    await h.call("GET", "/v1/sandboxes").catch(() => {})
    await h.call("GET", "/v1/sandboxes/%zz")
    await h.call("DELETE", "/v1/sandboxes/sbx-1")
    await h.call("GET", "/v1/sandboxes", undefined, null)
    await h.call("GET", "/v1/scalebox-regions", undefined, null)
    const { requests } = await state(h)
    const told = requests.map(({ number, method, path, status, error, account }) => [
      ...[number, account === null ? "nobody" : "somebody"],
      ...[`${method} ${path}`, status, error],
    ])
    expect(told).toEqual([
      [0, "somebody", "GET /v1/sandboxes", null, null],
      [1, "somebody", "GET /v1/sandboxes", 503, "<b>down</b>"],
      [
        ...[2, "somebody", "GET /v1/sandboxes/%zz", 400],
        "Invalid request: the path is not correctly percent-encoded",
      ],
      [3, "somebody", "DELETE /v1/sandboxes/sbx-1", 404, 'Sandbox "sbx-1" not found'],
      [4, "nobody", "GET /v1/sandboxes", 401, "Missing API key: send it in the header X-API-Key"],
      [5, "nobody", "GET /v1/scalebox-regions", 200, null],
    ])
    expect(requests.every(({ ms }) => ms !== null)).toBe(true)
    expect((await state(h, 5)).requests.map(({ number }) => number)).toEqual([5])
    expect(h.account.requests()).toHaveLength(4)
  })

  test("costs no account anything, and waits for no scripted latency", async () => {
    const { h } = emulator
    h.account.configure({ rateLimit: 1, latencyMs: 60_000 })
    const before = h.clock.sleeps.length
    for (let count = 0; count < 5; count += 1) await state(h)
    expect(h.clock.sleeps.length).toBe(before)
    expect((await h.call("GET", "/v1/sandboxes")).status).toBe(200)
  })

  test("the metrics that the API answers", async () => {
    const { h } = emulator
    const id = await h.run()
    h.clock.pass(20_000)
    const shown = await (await fetch(`${h.emulator.url}/_emulator/metrics/${id}`)).json()
    const { metrics } = (await h.call("GET", `/v1/sandboxes/${id}/metrics`)).body.data
    expect(metrics).toHaveLength(5)
    expect(shown.map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual(
      metrics.map(({ timestamp }) => timestamp),
    )
    expect(shown[0]).toMatchObject({ cpuUsedPct: expect.any(Number), memTotal: 2048 * 1024 ** 2 })
    expect((await fetch(`${h.emulator.url}/_emulator/metrics/sbx-none`)).status).toBe(404)
  })

  test("sandboxes from a data file before anybody sends their key, and that the emulator was started again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "scalebox-emulator-"))
    try {
      const options = { dataFile: join(folder, "data.jsonl") }
      const before = await Harness.start(options)
      const id = await before.run({ name: "kept" })
      const { run } = await state(before)
      await before.close()
      const after = await Harness.start(options)
      const found = await state(after)
      expect(found.sandboxes).toMatchObject([{ id, name: "kept", status: "running" }])
      expect(found.requests).toEqual([])
      expect(found.run).not.toBe(run)
      await after.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
