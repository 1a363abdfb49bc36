import { createServer, type RequestListener, type Server } from "node:http"
import { type AddressInfo, createServer as createTcpServer } from "node:net"
import { inspect } from "node:util"
import {
  axiosSender,
  ConnectionFailure,
  connectionError,
  type HttpRequest,
} from "../../../../provider/src/client/http"
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
  timeoutMs: 5000,
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
      answer.writeHead(status).end()
    })
    await expect(send(request(url))).resolves.toEqual({
      status,
      headers: { retryAfter: undefined, requestId: undefined },
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
    const closed = createTcpServer()
    await new Promise<void>((listening) => closed.listen(0, "127.0.0.1", listening))
    const { port } = closed.address() as AddressInfo
    await new Promise((ended) => closed.close(ended))
    const failure = await failureOn(send(request(`http://127.0.0.1:${port}`)))
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

  test("gives up in time where no answer comes", async () => {
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

  test("keeps the key out of its failures", async () => {
    const url = await serve((incoming) => incoming.socket.destroy())
    const failure = await failureOn(send(request(url)))
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain(secretKey)
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
