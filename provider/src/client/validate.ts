import type { z } from "zod"
import { type Endpoint, formatPath, parse, secretsOf, toWire, valueAt } from "../contract"
import type { Clock } from "./clock"
import { type Configuration, missingKey } from "./configuration"
import { ScaleboxError } from "./errors"
import type { Call, CallInput, InnerOptions, Request } from "./step"

const { version }: { version: string } = require("../../package.json")

const defaultPatienceMs = 120_000

/** Makes the request of a row. Throws a ScaleboxError if it lacks a key or breaks the row's schemas. */
export function requestOf(
  { apiKey, apiUrl }: Configuration,
  clock: Clock,
  row: Endpoint,
  input: CallInput,
  options: InnerOptions,
): Request {
  const { params = {} } = input
  const call: Call = { method: row.method, path: fillPath(row.path, params) }
  if (!apiKey && !row.public) throw missingKey()
  const body = accept(call, row.body, input.body)
  const query = accept(call, row.query, input.query)
  const started = clock.now()
  return {
    row,
    call,
    params,
    http: {
      method: row.method,
      url: apiUrl.replace(/\/+$/, "") + call.path,
      headers: {
        Accept: "application/json",
        "User-Agent": `pulumi-scalebox/${version}`,
        ...(apiKey ? { "X-API-Key": apiKey } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      query: query as Request["http"]["query"],
      body: body === undefined ? undefined : JSON.stringify(body),
    },
    secrets: secretsOf(body),
    started,
    deadline: options.deadline ?? started + defaultPatienceMs,
    signal: options.signal,
    waits: row.waits === true && valueAt(body, ["is_async"]) !== true,
    onRepeat: options.onRepeat,
  }
}

/** What is sent is checked by the same schema that the server checks it with. */
function accept(call: Call, schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema || value === undefined) return undefined
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
