import http from "node:http"
import https from "node:https"
import type { AxiosInstance } from "axios"
import { ScaleboxError } from "./errors"
import { type ProxyServer, proxyFor } from "./proxy"

/** A request in the API's own spelling. */
export interface HttpRequest {
  method: string
  url: string
  headers: Record<string, string>
  query: Record<string, string | number | boolean> | undefined
  /** JSON text. */
  body: string | undefined
  timeoutMs: number
  /** Ends the request when it is aborted. */
  signal?: AbortSignal | undefined
}

export interface HttpResponse {
  status: number
  headers: {
    retryAfter: string | undefined
    requestId: string | undefined
    /** When the server answered, by its own clock. */
    date?: string | undefined
    /** Where a redirect leads. */
    location?: string | undefined
  }
  text: string
  /** Host and port of the proxy that it came through; undefined if there was none. */
  proxy?: string | undefined
}

export type Send = (request: HttpRequest) => Promise<HttpResponse>

/** The request never reached a server, so even a create may be sent again. */
const notSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_INVALID_URL",
])

/** The server could not show that it is the one that was meant, so it was sent nothing. */
const untrusted = /CERT|^UNABLE_TO_|^CRL_|^INVALID_(CA|PURPOSE)$/

/** A failure below HTTP. `sent` is false only if the server surely saw nothing. */
export class ConnectionFailure extends Error {
  constructor(
    message: string,
    readonly sent: boolean,
    readonly timedOut: boolean,
    /** Another try would end in the same way. */
    readonly untrusted = false,
  ) {
    super(message)
  }
}

/** Loaded with the first request: most previews send none, and axios takes longer to load than all the rest. */
const loadAxios = () => require("axios") as typeof import("axios")

const maxAnswerBytes = 64 * 1024 * 1024

/**
 * Sends with axios, through the proxy that the environment names. Redirects are not followed, and certificates are
 * checked even if NODE_TLS_REJECT_UNAUTHORIZED is 0: the key must never travel to another host.
 */
export function axiosSender(): Send {
  let instance: AxiosInstance | undefined
  return async ({ method, url, headers, query, body, timeoutMs, signal }) => {
    const proxy = proxyFor(url)
    instance ??= connected()
    const limit = limited(timeoutMs, signal)
    try {
      const answer = await instance.request<string | undefined>({
        method,
        url,
        headers,
        params: query,
        data: body,
        proxy,
        timeout: timeoutMs,
        signal: limit.signal,
      })
      const header = (name: string) => {
        const value: unknown = answer.headers[name]
        return typeof value === "string" ? value : undefined
      }
      return {
        status: answer.status,
        headers: {
          retryAfter: header("retry-after"),
          requestId: header("x-request-id"),
          date: header("date"),
          location: header("location"),
        },
        text: answer.data ?? "",
        proxy: proxy ? `${proxy.host}:${proxy.port}` : undefined,
      }
    } catch (error) {
      throw connectionFailure(error, proxy)
    } finally {
      limit.end()
    }
  }
}

/** Aborted after that time, and with the other signal. `AbortSignal.any` would do, but Node 20.0 lacks it. */
function limited(timeoutMs: number, other: AbortSignal | undefined): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, timeoutMs)
  other?.addEventListener("abort", abort)
  if (other?.aborted) abort()
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer)
      other?.removeEventListener("abort", abort)
    },
  }
}

function connected(): AxiosInstance {
  const agents = { keepAlive: true, scheduling: "lifo" as const }
  return loadAxios().create({
    httpAgent: new http.Agent(agents),
    httpsAgent: new https.Agent({ ...agents, rejectUnauthorized: true }),
    maxRedirects: 0,
    maxContentLength: maxAnswerBytes,
    validateStatus: () => true,
    responseType: "text",
    transformResponse: (body: unknown) => body,
    transformRequest: (body: unknown) => body,
  })
}

function connectionFailure(error: unknown, proxy: ProxyServer | false): unknown {
  if (!loadAxios().isAxiosError(error)) return error
  const through = proxy ? ` (through the proxy ${proxy.host}:${proxy.port})` : ""
  return failureOf(error.code ?? "", error.message, through)
}

/** What a code of Node or axios means. `through` names the proxy, if there was one. */
export function failureOf(cause: string, message: string, through = ""): ConnectionFailure {
  if (untrusted.test(cause)) {
    const why = `its certificate is not trusted, ${message} (${cause})${through}`
    return new ConnectionFailure(why, false, false, true)
  }
  const timedOut = cause === "ECONNABORTED" || cause === "ERR_CANCELED" || cause === "ETIMEDOUT"
  const why = timedOut ? "no answer in time" : cause || "the connection broke"
  return new ConnectionFailure(why + through, !notSent.has(cause), timedOut)
}

function hintFor({ untrusted, sent }: ConnectionFailure): string {
  if (untrusted) {
    return (
      "Check that the API URL (scalebox:apiUrl or SCALEBOX_API_URL) is right; if a private authority signs " +
      "certificates, name the file with its own certificate in NODE_EXTRA_CA_CERTS"
    )
  }
  return sent
    ? "Check the network and run the command again"
    : "Check that the API URL (scalebox:apiUrl or SCALEBOX_API_URL) is right and that the server is up"
}

/** The error that ends a call which never got an answer. */
export function connectionError(failure: ConnectionFailure, method: string, path: string, origin: string) {
  return new ScaleboxError({
    code: failure.timedOut ? "timeout" : "connection",
    message: `${method} ${path} got no answer from ${origin}: ${failure.message}`,
    hint: hintFor(failure),
    lost: failure.sent,
    untrusted: failure.untrusted,
    method,
    path,
  })
}
