import type { z } from "zod"
import { type Endpoint, formatPath, parse, toWire } from "../contract"
import { Admission } from "./admission"
import { type Call, limitError, readAnswer, refusalError } from "./answer"
import type { Clock } from "./clock"
import { type Configuration, missingKey } from "./configuration"
import { isScaleboxError, ScaleboxError } from "./errors"
import { ConnectionFailure, connectionError, type HttpRequest, type HttpResponse, type Send } from "./http"
import { withoutKey } from "./redact"
import { type Attempt, retry, retryAfterMs } from "./retry"

const { version }: { version: string } = require("../../package.json")

/** What a call may be given beside its parameters. */
export interface CallOptions {
  /** When to give up, in milliseconds since 1970; default: two minutes from now. */
  deadline?: number | undefined
}

export interface CallInput {
  params?: Record<string, string | number>
  query?: unknown
  body?: unknown
}

const defaultPatienceMs = 120_000
/** A cut answer is worth another try; what is still no answer of the API then will not become one. */
const malformedPatienceMs = 2_000
/** A server that never answered anything is more likely misconfigured than down: fail while the user still looks. */
const firstContactPatienceMs = 5_000

/** How a call has gone so far; times in milliseconds since 1970. */
interface Course {
  readonly started: number
  /** Since when each try got something that is no answer of the API. */
  malformedSince?: number | undefined
}

/** Carries one endpoint row's call to the server and back: validate, admit, send, retry, interpret. */
export class Transport {
  private readonly admission: Admission
  private readonly origin: string
  private reached = false

  constructor(
    private readonly configuration: Configuration,
    private readonly send: Send,
    private readonly clock: Clock,
  ) {
    this.admission = new Admission(configuration.maxConcurrency, clock)
    this.origin = new URL(configuration.apiUrl).origin
  }

  async call<E extends Endpoint>(
    row: E,
    input: CallInput,
    options: CallOptions,
  ): Promise<z.output<E["response"]>> {
    const path = fillPath(row.path, input.params ?? {})
    const call: Call = { method: row.method, path }
    const request = this.request(row, call, input)
    const course: Course = { started: this.clock.now() }
    const deadline = options.deadline ?? course.started + defaultPatienceMs
    return retry(this.clock, deadline, () => this.attempt(row, call, request, course, deadline))
  }

  private request(row: Endpoint, call: Call, input: CallInput): Omit<HttpRequest, "timeoutMs"> {
    const { apiKey, apiUrl } = this.configuration
    if (!apiKey && !row.public) throw missingKey()
    const body = row.body && input.body !== undefined ? accept(call, row.body, input.body) : undefined
    const query = row.query && input.query !== undefined ? accept(call, row.query, input.query) : undefined
    return {
      method: row.method,
      url: apiUrl.replace(/\/+$/, "") + call.path,
      headers: {
        Accept: "application/json",
        "User-Agent": `pulumi-scalebox/${version}`,
        ...(apiKey ? { "X-API-Key": apiKey } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      query: query as HttpRequest["query"],
      body: body === undefined ? undefined : JSON.stringify(body),
    }
  }

  private async attempt<E extends Endpoint>(
    row: E,
    call: Call,
    request: Omit<HttpRequest, "timeoutMs">,
    course: Course,
    deadline: number,
  ): Promise<Attempt<z.output<E["response"]>>> {
    try {
      const response = await this.admission.run(deadline, async (pauseMs) => {
        const left = deadline - this.clock.now()
        if (pauseMs > 0 || left <= 0) return unsent(call, pauseMs)
        const timeoutMs = Math.ceil(Math.min(left, this.configuration.requestTimeout * 1000))
        return this.send({ ...request, timeoutMs })
      })
      if ("unsent" in response) return response
      this.reached = true
      return this.judge(row, call, withoutKey(response, this.configuration.apiKey), course)
    } catch (failure) {
      if (!(failure instanceof ConnectionFailure)) throw failure
      course.malformedSince = undefined
      return {
        done: false,
        error: connectionError(failure, call.method, call.path, this.origin),
        again: !failure.untrusted && (row.repeatable || !failure.sent),
        until: this.reached ? undefined : course.started + firstContactPatienceMs,
      }
    }
  }

  private judge<E extends Endpoint>(
    row: E,
    call: Call,
    response: HttpResponse,
    course: Course,
  ): Attempt<z.output<E["response"]>> {
    if (response.status >= 200 && response.status < 300) {
      this.admission.accepted()
      return this.read(row, call, response, course)
    }
    course.malformedSince = undefined
    const error = refusalError(call, response)
    const asked = retryAfterMs(response.headers.retryAfter, this.clock.now())
    if (error.code !== "rate_limited") {
      this.admission.accepted()
      return { done: false, error, again: error.code === "unavailable" && row.repeatable, afterMs: asked }
    }
    this.admission.limited(asked)
    return { done: false, error, again: true, afterMs: asked }
  }

  private read<E extends Endpoint>(
    row: E,
    call: Call,
    response: HttpResponse,
    course: Course,
  ): Attempt<z.output<E["response"]>> {
    try {
      return { done: true, value: readAnswer(call, response, row.response) as z.output<E["response"]> }
    } catch (error) {
      if (!isScaleboxError(error, "malformed_response")) throw error
      // The first is always followed by another try, however long that waits after earlier trouble.
      const until = course.malformedSince && course.malformedSince + malformedPatienceMs
      course.malformedSince ??= this.clock.now()
      return { done: false, error, again: row.repeatable, until }
    }
  }
}

/** A request sent with no time left might do its work and never be heard of; one sent in a pause would prolong it. */
const unsent = (call: Call, pauseMs: number) => {
  const message = `${call.method} ${call.path} was not sent`
  const error =
    pauseMs > 0
      ? limitError(call, message)
      : new ScaleboxError({
          code: "timeout",
          message: `${message}: its time was over before its turn came`,
          hint: "Run the command again",
          ...call,
        })
  return { done: false, error, again: false, unsent: true, afterMs: pauseMs } as const
}

/** What is sent is checked by the same schema that the server checks it with. */
function accept(call: Call, schema: z.ZodType, value: unknown): unknown {
  const parsed = parse(schema, value)
  if (parsed.success) return toWire(parsed.data)
  const faults = parsed.faults.map((fault) => `${formatPath(fault.path)}: ${fault.reason}`)
  throw new ScaleboxError({
    code: "invalid",
    message: `${call.method} ${call.path} was not sent: ${faults.join("; ")}`,
    ...call,
  })
}

function fillPath(template: string, params: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name] ?? "")
    if (value === "" || value === "." || value === "..") {
      throw new ScaleboxError({ code: "invalid", message: `${template} needs a ${name}` })
    }
    return encodeURIComponent(value)
  })
}
