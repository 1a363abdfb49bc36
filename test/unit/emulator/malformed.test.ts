import { connect } from "node:net"
import { harness, type WireBody } from "./support"

const emulator = harness()
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels)

/** What comes back for bytes that no HTTP client would send. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(emulator.h.emulator.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ""
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      answer += chunk
    })
    socket.once("close", () => resolve(answer)).once("error", reject)
  })
}

function expectEnvelope(body: WireBody, code: string, message: RegExp) {
  expect(body).toEqual({
    success: false,
    code,
    message: expect.stringMatching(message),
    error: body.message,
  })
}

describe("A malformed request is refused in the API's envelope:", () => {
  test.each<[string, string, RegExp]>([
    ["no JSON", "{bad", /^Cannot read the request: the body is no valid JSON$/],
    ["half an object", '{"name": "a"', /no valid JSON/],
    ["a list", "[]", /^Invalid request: the body must be an object$/],
    ["a text", '"x"', /the body must be an object/],
    ["a number", "17", /the body must be an object/],
    ["null", "null", /^Invalid request: the body must be an object$/],
    [
      "a name that cannot be quoted",
      '{"name": {"constructor": {"name": {"toString": 1}}}}',
      /name must be a text/,
    ],
    [
      "a length that is none",
      '{"custom_ports": [{"name": {"length": {"toString": 1}}, "port": 1}]}',
      /name must be a text/,
    ],
    ["40 levels", deep(40), /nested deeper than 32 levels/],
    ["100,000 levels", deep(100_000), /nested deeper than 32 levels/],
  ])("%s as body", async (_, body, message) => {
    const answer = await emulator.h.call("POST", "/v1/sandboxes", body)
    expect(answer.status).toBe(400)
    expectEnvelope(answer.body, "invalid_request", message)
    expect(answer.headers.get("x-request-id")).toMatch(/^req-[0-9a-f]{16}$/)
  })

  test("a body over 1 MiB, announced or not", async () => {
    const { h } = emulator
    const fits = await h.call("POST", "/v1/sandboxes", { description: "x".repeat(1_040_000), is_async: true })
    expect(fits.status).toBe(201)
    const announced = await h.call("POST", "/v1/sandboxes", { description: "x".repeat(1_050_000) })
    expect(announced.status).toBe(413)
    expectEnvelope(announced.body, "body_too_large", /at most 1 MiB/)
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`
    const head = `POST /v1/sandboxes HTTP/1.1\r\nHost: localhost\r\nX-API-Key: a\r\nTransfer-Encoding: chunked\r\n\r\n`
    expect(await raw(head + chunk.repeat(17))).toMatch(/^HTTP\/1.1 413 .*"code":"body_too_large"/s)
  })

  test("a content type that is none", async () => {
    const response = await fetch(`${emulator.h.emulator.url}/v1/sandboxes`, {
      method: "POST",
      headers: { "X-API-Key": "a", "Content-Type": "nonsense" },
      body: "{}",
    })
    expect(response.status).toBe(415)
    expectEnvelope((await response.json()) as WireBody, "unsupported_media_type", /application\/json/)
  })

  test.each<[string, string]>([
    ["encoded slashes", "%2F..%2Fetc"],
    ["a NUL", "a%00b"],
    ["10,000 characters", "x".repeat(10_000)],
    ["10,000 encoded characters", "%20".repeat(10_000)],
    ["the name of a prototype", "__proto__"],
    ["an emoji", encodeURIComponent("🐳")],
  ])("an id with %s", async (_, id) => {
    const answer = await emulator.h.call("GET", `/v1/sandboxes/${id}`)
    expect(answer.status).toBe(404)
    expectEnvelope(answer.body, "not_found", /^Sandbox ".{1,110}" not found$/s)
    expect((await emulator.h.call("GET", `/v1/templates/${id}`)).body.code).toBe("not_found")
  })

  test("a path that is wrongly encoded", async () => {
    const answer = await emulator.h.call("GET", "/v1/sandboxes/%zz")
    expect(answer.status).toBe(400)
    expectEnvelope(answer.body, "invalid_request", /percent-encoded/)
  })

  test.each([
    "/v1",
    "/v1/foo",
    "/v2/sandboxes",
    "/v1/sandboxes/",
    "/v1/sandboxes//ports",
    "/v1/sandboxes/x/y",
  ])("the unknown route %s", async (path) => {
    const answer = await emulator.h.call("GET", path)
    expect(answer.status).toBe(404)
    expectEnvelope(answer.body, "route_not_found", /^No such route: GET \//)
  })

  test("an unknown route without key", async () => {
    const answer = await emulator.h.call("GET", "/v1/foo", undefined, null)
    expect(answer.status).toBe(404)
    expectEnvelope(answer.body, "route_not_found", /^No such route: GET \/v1\/foo$/)
  })

  test("a wrong method on a known path", async () => {
    const answer = await emulator.h.call("DELETE", "/v1/sandboxes")
    expect(answer.status).toBe(405)
    expectEnvelope(
      answer.body,
      "method_not_allowed",
      /^Method DELETE is not allowed here: must be one of POST, GET$/,
    )
    expect(answer.headers.get("allow")).toBe("POST, GET")
    expect((await emulator.h.call("OPTIONS", "/v1/sandboxes/x/ports/1")).status).toBe(405)
  })

  test.each<[string, string, string]>([
    ["no HTTP at all", "hello\r\n\r\n", "400"],
    ["an invented method", "FOO /v1/sandboxes HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"],
    ["endless headers", `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"x".repeat(200_000)}\r\n\r\n`, "431"],
  ])("%s", async (_, text, status) => {
    const [head = "", body = ""] = (await raw(text)).split("\r\n\r\n")
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head).toMatch(/x-request-id: req-[0-9a-f]{16}/)
    expect(JSON.parse(body)).toMatchObject({
      success: false,
      error: expect.any(String),
      message: expect.any(String),
    })
  })

  test("keys that belong to prototypes", async () => {
    const { h } = emulator
    const body =
      '{"__proto__": {"a": 1}, "constructor": 1, "env_vars": {"__proto__": "x", "A": "1"}, "is_async": true}'
    const answer = await h.call("POST", "/v1/sandboxes", body)
    expect(answer.status).toBe(201)
    expect(h.account.sandboxes()[0]?.envVars).toEqual({ A: "1" })
  })
})

describe("The server", () => {
  test("makes 200 sandboxes at once", async () => {
    const { h } = emulator
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        h.call("POST", "/v1/sandboxes", { name: `s-${index}`, is_async: true }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(h.account.sandboxes().map(({ sandboxId }) => sandboxId)).size).toBe(200)
  })
})
