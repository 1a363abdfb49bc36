import type { z } from "zod"
import { formatPath, fromWire, parse } from "../contract"
import { type ErrorCode, ScaleboxError } from "./errors"
import type { HttpResponse } from "./http"

/** The call that an answer belongs to. */
export interface Call {
  method: string
  path: string
}

const codes: Record<number, ErrorCode> = {
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  409: "conflict",
  413: "invalid",
  422: "invalid",
  429: "rate_limited",
}

const hints: Partial<Record<ErrorCode, string>> = {
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
function refusal(body: unknown): { message: string | undefined; code: string | undefined } {
  const outer = record(body)
  const inner = record(outer.error)
  return {
    message: text(outer.message, inner.message, outer.error, outer.detail),
    code: text(outer.code, inner.code),
  }
}

/** Letters alone bound a word here: codes are written `sandbox_not_found`. */
const thing = /(?<![a-z])(sandbox|port|template|project)(?![a-z])/i
const route = /(?<![a-z])route(?![a-z])|\bCannot [A-Z]+ \//i

/** A 404 counts as "this thing does not exist" only when the API says so; a wrong URL answers 404 as well. */
function namesTheThing(message = "", code = ""): boolean {
  const said = `${code} ${message}`
  return thing.test(said) && !route.test(said)
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
function saying({ status, headers: { location }, text }: HttpResponse, apiMessage?: string): string {
  if (apiMessage) return `: ${apiMessage}`
  if (isRedirect(status) && location) {
    return `, a redirect to ${location.replace(/\/\/[^/]*@/, "//").replace(/[?#].*/s, "")}`
  }
  return text ? " with a body that is no error of the API" : ""
}

function codeOf(status: number, message: string | undefined, apiCode: string | undefined): ErrorCode {
  if (status === 404) return namesTheThing(message, apiCode) ? "not_found" : "unknown_route"
  if (status >= 500) return "unavailable"
  return codes[status] ?? "rejected"
}

/** The error for an answer outside 2xx. */
export function refusalError(call: Call, response: HttpResponse): ScaleboxError {
  const { message: apiMessage, code: apiCode } = refusal(parseJson(response.text))
  const code = codeOf(response.status, apiMessage, apiCode)
  const id = response.headers.requestId
  const said = saying(response, apiMessage)
  return new ScaleboxError({
    code,
    message: `${call.method} ${call.path} answered ${response.status}${said}${id ? ` (request ${id})` : ""}`,
    hint: hintOf(response.status, code),
    lost: code === "unavailable",
    status: response.status,
    ...call,
    requestId: id,
    apiMessage,
    apiCode,
  })
}

/** The error for a call that was not made, as the API has refused others because there were too many. */
export const limitError = (call: Call, message: string): ScaleboxError =>
  new ScaleboxError({ code: "rate_limited", message, hint: hints.rate_limited, ...call })

/** Opens the envelope of a successful answer; `{success, data}`, `{data, message}` and bare bodies are understood. */
function payload(body: unknown): unknown {
  const outer = record(body)
  return "data" in outer ? outer.data : body
}

/** The value that a 2xx answer carries, or an error that says where it is not what the API promises. */
export function readAnswer<S extends z.ZodType>(call: Call, response: HttpResponse, schema: S): z.output<S> {
  const malformed = (why: string) =>
    new ScaleboxError({
      code: "malformed_response",
      message: `${call.method} ${call.path} answered ${response.status} with ${why}`,
      hint: hints.malformed_response,
      lost: true,
      status: response.status,
      ...call,
      requestId: response.headers.requestId,
    })
  const body = response.text === "" ? null : parseJson(response.text)
  if (body === undefined) throw malformed("a body that is no JSON")
  if (record(body).success === false) throw refusalError(call, response)
  const parsed = parse(schema, fromWire(payload(body)))
  if (parsed.success) return parsed.data
  const places = parsed.faults.slice(0, 5).map(({ path }) => formatPath(path) || "the whole answer")
  throw malformed(`a body of the wrong shape (${places.join(", ")})`)
}
