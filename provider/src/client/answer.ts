import { formatPath, fromWire, parseLeniently } from "../contract"
import { type ErrorCode, ScaleboxError } from "./errors"
import { meaningOf } from "./existence"
import type { HttpResponse } from "./http"
import { retryAfterMs } from "./retry-after"
import type { Request } from "./step"

/** What of a request tells how its answer is to be read. */
export type Asked = Pick<Request, "call" | "row" | "params">

const codes: Record<number, ErrorCode> = {
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  408: "unavailable",
  409: "conflict",
  413: "invalid",
  421: "unavailable",
  422: "invalid",
  425: "unavailable",
  429: "rate_limited",
  499: "unavailable",
}

/** What to do next, if only the kind of failure tells it. */
export const hints: Partial<Record<ErrorCode, string>> = {
  unauthorized: "Check the API key: scalebox:apiKey, SCALEBOX_API_KEY or apiKey of the Provider",
  forbidden: "Check what this API key's account and plan may do",
  unknown_route: "Check the API URL: scalebox:apiUrl or SCALEBOX_API_URL",
  rate_limited: "Wait and run the command again, or lower scalebox:maxConcurrency",
  unavailable: "The API has trouble; run the command again later",
  malformed_response: "Check that the API URL is right and that no proxy answers in its place",
}

const record = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

const text = (...values: unknown[]) =>
  values.find((value): value is string => typeof value === "string" && value !== "")

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What the API says in any of the shapes in which its services refuse. */
function refusal(body: unknown) {
  const outer = record(body)
  const inner = record(outer.error)
  return {
    message: text(outer.message, inner.message, outer.error, outer.detail),
    code: text(outer.code, inner.code),
    isEnvelope: outer.success === false,
  }
}

const isRedirect = (status: number) => status >= 300 && status < 400

const redirectHint =
  "It was not followed, so that the key goes nowhere else: " +
  "set the API URL (scalebox:apiUrl or SCALEBOX_API_URL) to where the API is"

/** Statuses whose meaning no code of ours tells. */
function hintOf(status: number, code: ErrorCode): string | undefined {
  if (isRedirect(status)) return redirectHint
  if (status === 407) return "Check user and password of the proxy in HTTPS_PROXY or HTTP_PROXY"
  return hints[code]
}

/** What an answer says, as the end of a sentence. A redirect is shown without password and query. */
function saying(response: HttpResponse, apiMessage?: string): string {
  const {
    status,
    headers: { location },
    text,
  } = response
  if (apiMessage) return `: ${apiMessage}`
  if (isRedirect(status) && location) {
    return `, a redirect to ${location.replace(/\/\/[^/]*@/, "//").replace(/[?#].*/s, "")}`
  }
  return text ? ` with a body that is no error of the API${through(response)}` : ""
}

/** Whoever is in between may have answered. */
const through = ({ status, proxy }: HttpResponse) =>
  proxy && status !== 407 ? ` (through the proxy ${proxy})` : ""
const proxyHint =
  "The proxy may have answered in place of the API: check HTTPS_PROXY and HTTP_PROXY, " +
  "or name the API's host in NO_PROXY if it is reached without a proxy"

/** The error for an answer outside 2xx, or for a refusal inside of one. `now` is in milliseconds since 1970. */
export function refusalError(asked: Asked, response: HttpResponse, now: number): ScaleboxError {
  const { call } = asked
  const { status } = response
  const body = parseJson(response.text)
  const said = refusal(body)
  const isForeign = response.proxy !== undefined && response.text !== "" && body === undefined
  const meaning = status === 404 ? meaningOf(said, asked) : undefined
  const code = meaning?.code ?? (status >= 500 ? "unavailable" : (codes[status] ?? "rejected"))
  const id = response.headers.requestId
  const why = saying(response, said.message)
  return new ScaleboxError({
    code,
    message: `${call.method} ${call.path} answered ${status}${why}${id ? ` (request ${id})` : ""}`,
    hint: isForeign && status !== 407 && !isRedirect(status) ? proxyHint : hintOf(status, code),
    lost: code === "unavailable",
    status,
    ...call,
    requestId: id,
    apiMessage: said.message,
    apiCode: said.code,
    retryAfterMs: retryAfterMs(response.headers, now),
    ambiguous: meaning?.ambiguous,
  })
}

/** Opens the envelope of a successful answer; `{success, data}`, `{data, message}` and bare bodies are understood. */
function payload(body: unknown): unknown {
  const outer = record(body)
  return "data" in outer ? outer.data : body
}

/** The value that a 2xx answer carries, or an error that says where it is not what the API promises. */
export function readAnswer(asked: Asked, response: HttpResponse, now: number): unknown {
  const { call, row } = asked
  const malformed = (why: string, hint = hints.malformed_response) =>
    new ScaleboxError({
      code: "malformed_response",
      message: `${call.method} ${call.path} answered ${response.status} with ${why}`,
      hint,
      lost: true,
      status: response.status,
      ...call,
      requestId: response.headers.requestId,
    })
  const body = response.text === "" ? null : parseJson(response.text)
  if (body === undefined) {
    throw malformed(`a body that is no JSON${through(response)}`, response.proxy ? proxyHint : undefined)
  }
  if (record(body).success === false) throw refusalError(asked, response, now)
  const parsed = parseLeniently(row.response, fromWire(payload(body)))
  if (parsed.success) return parsed.data
  const places = parsed.faults.slice(0, 5).map(({ path }) => formatPath(path) || "the whole answer")
  throw malformed(`a body of the wrong shape (${places.join(", ")})`)
}
