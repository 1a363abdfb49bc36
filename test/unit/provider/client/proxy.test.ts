import { ScaleboxClient } from "../../../../provider/src/client"
import { proxyFor } from "../../../../provider/src/client/proxy"
import { FakeClock } from "../../../support/clock"
import { closedPort } from "../../../support/closed-port"
import { failureOf } from "../../../support/failures"
import { ok, secretKey } from "../../../support/send"
import { certificateFile, serve, serveClosedProxy, serveProxy, serveTls } from "../../../support/servers"
import { inNode } from "../../tools/in-node"

const variables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
/** A password with characters that a URL cannot hold as they are. */
const password = "p@ss:w/rd%"

afterEach(() => {
  for (const name of variables) {
    delete process.env[name]
    delete process.env[name.toLowerCase()]
  }
})

const api = (answer: object) => {
  const requests: string[] = []
  const port = serve((request, response) => {
    requests.push(`${request.method} ${request.headers.host} ${request.headers["x-api-key"]}`)
    response.end(JSON.stringify(answer))
  })
  return { requests, port }
}

const clientAt = (apiUrl: string) => new ScaleboxClient({ apiKey: secretKey, apiUrl, allowInsecureUrl: true })
const regions = ok({ scalebox_regions: [{ id: "us-east", name: "US East" }] }).text

describe("A proxy that the environment names", () => {
  test.each(["HTTP_PROXY", "http_proxy", "ALL_PROXY"])("in %s forwards plain requests", async (variable) => {
    const { requests, port } = api(JSON.parse(regions) as object)
    const proxy = await serveProxy(await port)
    process.env[variable] = `http://us%40er:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`
    expect(await clientAt("http://api.test:8080").listRegions()).toEqual([{ id: "us-east", name: "US East" }])
    expect(requests).toEqual([`GET api.test:8080 ${secretKey}`])
    expect(proxy.log.asked).toEqual(["GET http://api.test:8080/v1/scalebox-regions"])
    expect(proxy.log.credentials).toEqual([`us@er:${password}`])
  })

  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])(
    "in %s gets a tunnel to the API, whose certificate is checked, and never sees the key",
    async (variable) => {
      let requests = 0
      const target = await serveTls((_, answer) => {
        requests += 1
        answer.end(regions)
      })
      const proxy = await serveProxy(target)
      process.env[variable] = `http://us%40er:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`
      const failure = await failureOf(clientAt("https://api.test").getSandbox("sbx-1"))
      expect(failure.message).toContain(
        "its certificate is not trusted, self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT) " +
          `(through the proxy 127.0.0.1:${proxy.port})`,
      )
      expect(failure.message).not.toContain(password)
      expect(proxy.log.asked).toEqual(["CONNECT api.test:443"])
      expect(proxy.log.credentials).toEqual([`us@er:${password}`])
      expect(proxy.log.tunnelled).not.toBe("")
      expect(proxy.log.tunnelled).not.toContain(secretKey)
      expect(requests).toBe(0)
    },
  )

  test("tunnels a request to an API whose certificate is trusted", async () => {
    const keys: unknown[] = []
    const target = await serveTls((request, answer) => {
      keys.push(request.headers["x-api-key"])
      answer.end(regions)
    })
    const proxy = await serveProxy(target)
    const env = {
      PATH: process.env.PATH,
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: certificateFile,
    }
    // Node reads the certificates that it trusts once, when it starts.
    const answer = await inNode(
      "../provider/dist/client/index.js",
      `new tool.ScaleboxClient({ apiKey: input, apiUrl: "https://api.test" }).listRegions()`,
      { env, input: secretKey },
    )
    expect(answer).toEqual([{ id: "us-east", name: "US East" }])
    expect(proxy.log.asked).toEqual(["CONNECT api.test:443"])
    expect(proxy.log.tunnelled).not.toContain(secretKey)
    expect(keys).toEqual([secretKey])
  })

  test("is not told of calls to this machine", async () => {
    const { requests, port } = api(JSON.parse(regions) as object)
    const proxy = await serveProxy(await port)
    process.env.HTTP_PROXY = `http://127.0.0.1:${proxy.port}`
    await clientAt(`http://127.0.0.1:${await port}`).listRegions()
    expect(proxy.log.asked).toEqual([])
    expect(requests).toHaveLength(1)
  })

  test("is named where it does not answer, without its password", async () => {
    const port = await closedPort()
    process.env.HTTPS_PROXY = `http://user:${encodeURIComponent(password)}@127.0.0.1:${port}`
    const options = { apiKey: secretKey, apiUrl: "https://api.test" }
    const client = new ScaleboxClient(options, { clock: new FakeClock() })
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(failure.message).toContain(`ECONNREFUSED (through the proxy 127.0.0.1:${port})`)
    expect(failure.message).not.toContain(password)
  })

  test("and that wants another password is not taken for the API", async () => {
    const port = await serve((_, answer) => {
      answer.writeHead(407, { "proxy-authenticate": "Basic" }).end("<h1>Who are you?</h1>")
    })
    process.env.HTTP_PROXY = `http://user:wrong@127.0.0.1:${port}`
    const failure = await failureOf(clientAt("http://api.test").getSandbox("sbx-1"))
    expect(failure.code).toBe("rejected")
    expect(failure.message).toBe(
      "GET /v1/sandboxes/sbx-1 answered 407 with a body that is no error of the API. " +
        "Check user and password of the proxy in HTTPS_PROXY or HTTP_PROXY",
    )
  })

  test.each([
    [403, "forbidden", "answered 403 with a body that is no error of the API"],
    [502, "unavailable", "answered 502 with a body that is no error of the API"],
    [404, "unknown_route", "answered 404 with a body that is no error of the API"],
    [200, "malformed_response", "answered 200 with a body that is no JSON"],
  ])("and NO_PROXY are named if it answers %p in HTML", async (status, code, words) => {
    const port = await serve((_, answer) => answer.writeHead(status).end("<h1>Not from here</h1>"))
    process.env.HTTP_PROXY = `http://user:${encodeURIComponent(password)}@127.0.0.1:${port}`
    const options = { apiKey: secretKey, apiUrl: "http://api.test", allowInsecureUrl: true }
    const client = new ScaleboxClient(options, { clock: new FakeClock() })
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(failure.code).toBe(code)
    expect(failure.message).toContain(`${words} (through the proxy 127.0.0.1:${port})`)
    expect(failure.message).toContain("or name the API's host in NO_PROXY")
    expect(failure.message).not.toContain(password)
  })

  test.each([403, 502])("is named if it refuses the tunnel with %p", async (status) => {
    const port = await serveClosedProxy(status)
    process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`
    const options = { apiKey: secretKey, apiUrl: "https://api.test" }
    const client = new ScaleboxClient(options, { clock: new FakeClock() })
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(failure.message).toContain(
      `answered ${status} with a body that is no error of the API (through the proxy 127.0.0.1:${port})`,
    )
    expect(failure.message).toContain("NO_PROXY")
  })

  test.each(["socks5://127.0.0.1:1", "http://secret host", "http://user:%zz@proxy.test"])(
    "as %s is refused without being quoted",
    async (value) => {
      process.env.HTTPS_PROXY = value
      const failure = await failureOf(clientAt("https://api.test").getSandbox("sbx-1"))
      expect(failure.code).toBe("configuration")
      expect(failure.message).toMatch(
        /^The proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY cannot be used\. It must be/,
      )
      expect(failure.message).not.toContain(value)
    },
  )
})

describe("proxyFor", () => {
  test("is false if no proxy is named", () => {
    expect(proxyFor("https://api.test")).toBe(false)
  })

  test.each(["api.test", "example.com,api.test", "*", "other.test api.test"])(
    "is false for what NO_PROXY %s names",
    (excluded) => {
      process.env.HTTPS_PROXY = "http://proxy.test"
      expect(proxyFor("https://api.test")).not.toBe(false)
      process.env.NO_PROXY = excluded
      expect(proxyFor("https://api.test")).toBe(false)
    },
  )

  test.each([
    ["10.0.0.0/8", "http://10.1.2.3", "http://11.1.2.3"],
    ["10.1.2.3", "http://10.1.2.3:8080", "http://10.1.2.4"],
    ["10.1.2.3:8080", "http://10.1.2.3:8080", "http://10.1.2.3"],
    ["10.1.2.3:443", "https://10.1.2.3", "http://10.1.2.3"],
    ["192.168.1.128/25,fd00::/8", "https://[fd12::1]:1", "http://192.168.1.127"],
    ["other.test [2001:db8::1]", "https://[2001:db8::1]", "https://[2001:db8::2]"],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "https://[2001:db8::1]"],
    ["[2001:db8::]/32", "https://[2001:db8:7::1]", "https://[2001:db9::1]"],
    ["2001:DB8::1", "https://[2001:db8::1]", "https://api.test"],
    ["10.0.0.0/33,10.0.0.0/8", "http://10.0.0.1", "http://[::ffff:b00:1]"],
  ])("with NO_PROXY %s is false for %s, not for %s", (excluded, direct, proxied) => {
    process.env.ALL_PROXY = "http://proxy.test"
    process.env.NO_PROXY = excluded
    expect(proxyFor(direct)).toBe(false)
    expect(proxyFor(proxied)).not.toBe(false)
  })

  test.each(["http://127.0.0.1:8080", "http://localhost", "https://[::1]:1"])("is false for %s", (url) => {
    process.env.ALL_PROXY = "http://proxy.test"
    expect(proxyFor(url)).toBe(false)
  })

  test.each([
    ["http://proxy.test:3128", { protocol: "http:", host: "proxy.test", port: 3128 }],
    ["http://proxy.test", { protocol: "http:", host: "proxy.test", port: 80 }],
    ["https://proxy.test", { protocol: "https:", host: "proxy.test", port: 443 }],
    [
      "http://me@proxy.test",
      { protocol: "http:", host: "proxy.test", port: 80, auth: { username: "me", password: "" } },
    ],
  ])("reads %s", (value, proxy) => {
    process.env.HTTPS_PROXY = value
    expect(proxyFor("https://api.test/v1")).toEqual(proxy)
  })
})
