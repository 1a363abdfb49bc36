import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { inspect } from "node:util"
import {
  axiosSender,
  ConnectionFailure,
  connectionError,
  failureOf,
  type HttpRequest,
} from "../../../../provider/src/client/http"
import { closedPort } from "../../../support/closed-port"
import { secretKey } from "../../../support/send"

const servers: Server[] = []

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

const send = axiosSender()

const request = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  headers: { "X-API-Key": secretKey },
  query: undefined,
  body: undefined,
  timeoutMs: 100_000,
  ...more,
})

async function failureOn(sending: Promise<unknown>): Promise<ConnectionFailure> {
  const thrown = await sending.catch((error: unknown) => error)
  if (thrown instanceof ConnectionFailure) return thrown
  throw new Error(`Expected a ConnectionFailure, got ${String(thrown)}`)
}

describe("axiosSender", () => {
  test("sends method, query, headers and body as they are", async () => {
    const url = await serve((incoming, answer) => {
      let body = ""
      incoming.on("data", (chunk) => {
        body += chunk
      })
      incoming.on("end", () => {
        const { method, url: path, headers } = incoming
        answer.setHeader("x-request-id", "req-1").setHeader("retry-after", "7")
        answer.end(
          JSON.stringify({ method, path, key: headers["x-api-key"], type: headers["content-type"], body }),
        )
      })
    })
    const headers = { "X-API-Key": secretKey, "Content-Type": "application/json" }
    const body = '{"name": "ü",  "cpu_count": 2}'
    const answer = await send(
      request(url, { method: "POST", headers, body, query: { page: 2, search: "a b" } }),
    )
    expect(answer).toMatchObject({ status: 200, headers: { retryAfter: "7", requestId: "req-1" } })
    expect(JSON.parse(answer.text)).toEqual({
      method: "POST",
      path: expect.stringMatching(/^\/\?page=2&search=a(\+|%20)b$/),
      key: secretKey,
      type: "application/json",
      body,
    })
  })

  test.each([204, 400, 429, 500])("answers a %p like any other status", async (status) => {
    const url = await serve((_, answer) => {
      answer.writeHead(status, { date: "Thu, 01 Jan 2026 00:00:00 GMT" }).end()
    })
    await expect(send(request(url))).resolves.toEqual({
      status,
      headers: { retryAfter: undefined, requestId: undefined, date: "Thu, 01 Jan 2026 00:00:00 GMT" },
      text: "",
    })
  })

  test("leaves JSON as the text that came", async () => {
    const url = await serve((_, answer) => {
      answer.setHeader("content-type", "application/json").end('{"a":  1}')
    })
    expect((await send(request(url))).text).toBe('{"a":  1}')
  })

  test("follows no redirect, so that the key goes nowhere else", async () => {
    let visits = 0
    const elsewhere = await serve((_, answer) => {
      visits += 1
      answer.end("{}")
    })
    const url = await serve((_, answer) => {
      answer.writeHead(302, { location: elsewhere }).end()
    })
    expect((await send(request(url))).status).toBe(302)
    expect(visits).toBe(0)
  })

  test("tells that a refused connection sent nothing", async () => {
    const failure = await failureOn(send(request(`http://127.0.0.1:${await closedPort()}`)))
    expect(failure).toMatchObject({ message: "ECONNREFUSED", sent: false, timedOut: false })
  })

  test("cannot tell whether a broken connection did its work", async () => {
    const url = await serve((incoming) => incoming.socket.destroy())
    expect(await failureOn(send(request(url)))).toMatchObject({ sent: true, timedOut: false })
  })

  test("cannot tell either where an answer stops half-way", async () => {
    const url = await serve((incoming, answer) => {
      answer.writeHead(200, { "content-length": "100" }).write("{")
      setImmediate(() => incoming.socket.destroy())
    })
    expect(await failureOn(send(request(url)))).toMatchObject({ sent: true, timedOut: false })
  })

  test("gives up in time if no answer comes", async () => {
    const url = await serve(() => undefined)
    const failure = await failureOn(send(request(url, { timeoutMs: 30 })))
    expect(failure).toMatchObject({ message: "no answer in time", sent: true, timedOut: true })
  })

  test("gives up in time where an answer drips for ever", async () => {
    const url = await serve((_, answer) => {
      answer.writeHead(200)
      const drip = setInterval(() => answer.write(" "), 5)
      answer.on("close", () => clearInterval(drip))
    })
    expect(await failureOn(send(request(url, { timeoutMs: 40 })))).toMatchObject({ timedOut: true })
  })

  test("ends at once when the signal is aborted, before and while it is sent", async () => {
    const stop = new AbortController()
    const url = await serve(() => stop.abort())
    expect(await failureOn(send(request(url, { signal: stop.signal })))).toMatchObject({ sent: true })
    expect(await failureOn(send(request(url, { signal: stop.signal })))).toMatchObject({ sent: true })
  })

  test("keeps the key out of its failures", async () => {
    const url = await serve((incoming) => incoming.socket.destroy())
    const failure = await failureOn(send(request(url)))
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain(secretKey)
  })
})

describe("failureOf", () => {
  test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ERR_INVALID_URL"])(
    "takes %s for a request that was not sent",
    (code) => {
      expect(failureOf(code, "")).toMatchObject({
        message: code,
        sent: false,
        timedOut: false,
        untrusted: false,
      })
    },
  )

  test.each(["ECONNRESET", "EPIPE", "ERR_BAD_RESPONSE"])(
    "takes %s for one that may have been sent",
    (code) => {
      expect(failureOf(code, "")).toMatchObject({
        message: code,
        sent: true,
        timedOut: false,
        untrusted: false,
      })
    },
  )

  test.each(["ECONNABORTED", "ERR_CANCELED", "ETIMEDOUT"])("takes %s for a lack of time", (code) => {
    expect(failureOf(code, "")).toMatchObject({ message: "no answer in time", sent: true, timedOut: true })
  })

  test.each([
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "CRL_HAS_EXPIRED",
    "INVALID_CA",
    "INVALID_PURPOSE",
  ])("takes %s for a certificate that is not trusted, and nothing for sent", (code) => {
    const failure = failureOf(code, "the reason", " (through the proxy p:1)")
    expect(failure).toMatchObject({ sent: false, timedOut: false, untrusted: true })
    expect(failure.message).toBe(
      `its certificate is not trusted, the reason (${code}) (through the proxy p:1)`,
    )
  })

  test("has words if there is no code", () => {
    expect(failureOf("", "").message).toBe("the connection broke")
  })
})

describe("connectionError", () => {
  const origin = "https://api.test"

  test.each([
    [new ConnectionFailure("ECONNRESET", true, false), "connection", /Check the network/],
    [new ConnectionFailure("no answer in time", true, true), "timeout", /Check the network/],
    [new ConnectionFailure("ENOTFOUND", false, false), "connection", /scalebox:apiUrl or SCALEBOX_API_URL/],
  ] as const)("names call, server and reason of %p", (failure, code, hint) => {
    const error = connectionError(failure, "GET", "/v1/sandboxes", origin)
    expect(error.code).toBe(code)
    expect(error.facts.message).toBe(
      `GET /v1/sandboxes got no answer from https://api.test: ${failure.message}`,
    )
    expect(error.facts.hint).toMatch(hint)
  })
})
