import type { ClientOptions } from "../../provider/src/client/client"
import { ScaleboxClient } from "../../provider/src/client/client"
import {
  ConnectionFailure,
  type HttpRequest,
  type HttpResponse,
  type Send,
} from "../../provider/src/client/http"
import { FakeClock } from "./clock"

// Settings of the shell that runs the tests must not reach them.
for (const name of Object.keys(process.env)) {
  if (/^SCALEBOX_|^(https?|all|no)_proxy$/i.test(name)) delete process.env[name]
}

/** One answer of the fake server, or what happens instead of one. */
export type Reply = HttpResponse | ConnectionFailure | ((request: HttpRequest) => Promise<HttpResponse>)

/** Looks like no real key and occurs nowhere else, so that a leak can be found. */
export const secretKey = "sk-never-show-4f1c9b"

export function text(
  status: number,
  body: string,
  headers: Partial<HttpResponse["headers"]> = {},
): HttpResponse {
  return { status, text: body, headers: { retryAfter: undefined, requestId: undefined, ...headers } }
}

export const json = (
  status: number,
  body: unknown,
  headers?: Partial<HttpResponse["headers"]>,
): HttpResponse => text(status, JSON.stringify(body), headers)

/** The API's envelope of success. */
export const ok = (data: unknown, status = 200): HttpResponse => json(status, { success: true, data })

/** The API's envelope of refusal. */
export const refused = (status: number, message: string, headers?: Partial<HttpResponse["headers"]>) =>
  json(status, { success: false, error: message, message }, headers)

/** The request may have arrived, but the answer never did. */
export const lost = () => new ConnectionFailure("ECONNRESET", true, false)
/** Nothing listens there: the request surely did not arrive. */
export const notSent = () => new ConnectionFailure("ECONNREFUSED", false, false)
/** No answer in time. */
export const timedOut = () => new ConnectionFailure("no answer in time", true, true)

/** A server that gives these answers in this order, and fails the test at a request too many. */
export function serverOf(...replies: Reply[]): { send: Send; requests: HttpRequest[] } {
  const requests: HttpRequest[] = []
  const send: Send = async (request) => {
    requests.push(request)
    const reply = replies[requests.length - 1]
    if (!reply) throw new Error(`Unexpected request ${requests.length}: ${request.method} ${request.url}`)
    if (reply instanceof ConnectionFailure) throw reply
    return typeof reply === "function" ? reply(request) : reply
  }
  return { send, requests }
}

/** A client with a fake clock on a server that gives these answers in this order. */
export function clientOn(replies: Reply[], options: ClientOptions = {}) {
  const server = serverOf(...replies)
  const clock = new FakeClock()
  const client = new ScaleboxClient(
    { apiKey: secretKey, apiUrl: "https://api.test", ...options },
    { clock, send: server.send },
  )
  return { client, clock, requests: server.requests }
}
