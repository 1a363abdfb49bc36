import * as z from "zod"
import { batchDeleteResult, batchRequest, batchResult, forcedBatchRequest } from "./batch"
import { parseLeniently } from "./lenient"
import { metricsChartQuery, metricsQuery, sandboxMetrics, sandboxMetricsChart } from "./metrics"
import { portConfig, portList } from "./port"
import { regionList } from "./region"
import { createSandboxRequest } from "./sandbox"
import {
  asyncRequest,
  endingInfo,
  sandboxStatusInfo,
  switchProjectRequest,
  timeoutInfo,
  timeoutRequest,
} from "./sandbox-calls"
import { listSandboxesQuery, sandboxDetails, sandboxPage } from "./sandbox-details"
import { sandboxStats } from "./stats"
import { createTemplateRequest, listTemplatesQuery, templateDetails, templatePage } from "./template"
import { turnCredential } from "./turn"

/** What a 404 may be about. */
export const nouns = ["sandbox", "port", "template", "project"] as const
export type Noun = (typeof nouns)[number]

/** One row of the API: everything that client, emulator, tests and docs need to know of it. */
export interface Endpoint {
  method: "GET" | "POST" | "PUT" | "DELETE"
  /** Parameters are in braces: `/v1/sandboxes/{sandboxId}`. */
  path: string
  query?: z.ZodType
  body?: z.ZodType
  /** True if a request may come without a body. */
  bodyOptional?: boolean
  /** What is under `data` in a successful answer. */
  response: z.ZodType
  /** Status of a successful answer of the emulator; the client takes any 2xx. */
  status: 200 | 201 | 202
  /** Whether the call works without an API key. */
  public?: boolean
  /** Whether the server answers only after its work is done, unless the body says `isAsync`; default false. */
  waits?: boolean
  /** Whether it ends a thing, so that `not_found` after a lost answer means that it did its work; default false. */
  ends?: boolean
  /** Whether sending it again after a lost answer or a 5xx can do no harm. */
  repeatable: boolean
  /** The things whose absence a 404 of this call tells; default: a 404 never tells that of anything. */
  missing?: readonly Noun[]
}

/** What is said of a row beside its method and path. */
type Details = Omit<Endpoint, "method" | "path">
type Given<Default extends keyof Details> = Omit<Details, Default> & Partial<Pick<Details, Default>>

/** Gives the parts of a row, with the type that says exactly which they are. */
const row =
  <const Method extends Endpoint["method"]>(method: Method) =>
  <const Path extends string, const More extends Details>(path: Path, more: More) => ({
    method,
    path,
    ...more,
  })

/** The same for reading, which answers 200 and may always be repeated. */
const get = <const Path extends string, const More extends Given<"status" | "repeatable">>(
  path: Path,
  more: More,
) => ({ method: "GET" as const, path, status: 200 as const, repeatable: true as const, ...more })

const post = row("POST")
const put = row("PUT")
const remove = row("DELETE")

/** For answers that say nothing we use. */
const nothing = z.unknown()

/** For answers that may show the thing itself: the reference leaves that open, so any other answer is as good. */
const perhaps = <Schema extends z.ZodType>(schema: Schema) =>
  z.custom<z.input<Schema> | undefined>().transform((answer) => {
    const parsed = parseLeniently(schema, answer)
    return parsed.success ? parsed.data : undefined
  })

const missing = ["sandbox"] as const
/** A call that may be sent again, and whose work goes on after its answer. */
const accepted = { status: 202, repeatable: true } as const
/** A call that does its work at once, and again each time that it is sent. */
const once = { status: 200, repeatable: false } as const
/** A call that does its work at once, and has nothing left to do the second time. */
const settled = { status: 200, repeatable: true } as const

export const endpoints = {
  listRegions: get("/v1/scalebox-regions", { response: regionList, public: true }),
  createSandbox: post("/v1/sandboxes", {
    body: createSandboxRequest,
    bodyOptional: true,
    response: sandboxDetails,
    status: 201,
    repeatable: false,
    waits: true,
    missing: ["template", "project"],
  }),
  listSandboxes: get("/v1/sandboxes", { query: listSandboxesQuery, response: sandboxPage }),
  getSandboxStats: get("/v1/sandboxes/stats", { response: sandboxStats }),
  batchDelete: post("/v1/sandboxes/batch-delete", {
    body: forcedBatchRequest,
    response: batchDeleteResult,
    ...accepted,
  }),
  batchTerminate: post("/v1/sandboxes/batch-terminate", {
    body: forcedBatchRequest,
    response: batchResult,
    ...accepted,
  }),
  batchPause: post("/v1/sandboxes/batch-pause", { body: batchRequest, response: batchResult, ...accepted }),
  batchResume: post("/v1/sandboxes/batch-resume", { body: batchRequest, response: batchResult, ...accepted }),
  getSandbox: get("/v1/sandboxes/{sandboxId}", { response: sandboxDetails, missing }),
  /** Takes only a timeout larger than the present one; a second identical call is refused. */
  extendTimeout: put("/v1/sandboxes/{sandboxId}", {
    body: timeoutRequest,
    response: perhaps(sandboxDetails),
    ...once,
    missing,
  }),
  deleteSandbox: remove("/v1/sandboxes/{sandboxId}", {
    response: endingInfo,
    ...accepted,
    ends: true,
    missing,
  }),
  getSandboxStatus: get("/v1/sandboxes/{sandboxId}/status", { response: sandboxStatusInfo, missing }),
  pauseSandbox: post("/v1/sandboxes/{sandboxId}/pause", {
    body: asyncRequest,
    bodyOptional: true,
    response: nothing,
    ...once,
    waits: true,
    missing,
  }),
  resumeSandbox: post("/v1/sandboxes/{sandboxId}/resume", {
    body: asyncRequest,
    bodyOptional: true,
    response: nothing,
    ...once,
    waits: true,
    missing,
  }),
  terminateSandbox: post("/v1/sandboxes/{sandboxId}/terminate", {
    response: endingInfo,
    ...accepted,
    ends: true,
    missing,
  }),
  /** Takes any timeout that is at least the time already used. */
  setTimeout: post("/v1/sandboxes/{sandboxId}/timeout", {
    body: timeoutRequest,
    response: timeoutInfo,
    ...settled,
    missing,
  }),
  switchProject: post("/v1/sandboxes/{sandboxId}/switch-project", {
    body: switchProjectRequest,
    response: nothing,
    ...settled,
    missing: ["sandbox", "project"],
  }),
  listPorts: get("/v1/sandboxes/{sandboxId}/ports", { response: portList, missing }),
  addPort: post("/v1/sandboxes/{sandboxId}/ports", { body: portConfig, response: nothing, ...once, missing }),
  removePort: remove("/v1/sandboxes/{sandboxId}/ports/{port}", {
    response: nothing,
    ...settled,
    ends: true,
    missing: ["port", "sandbox"],
  }),
  getMetrics: get("/v1/sandboxes/{sandboxId}/metrics", {
    query: metricsQuery,
    response: sandboxMetrics,
    missing,
  }),
  getMetricsChart: get("/v1/sandboxes/{sandboxId}/metrics/chart", {
    query: metricsChartQuery,
    response: sandboxMetricsChart,
    missing,
  }),
  getTurnCredential: get("/v1/sandboxes/{sandboxId}/webrtc-turn-credential", {
    response: turnCredential,
    missing,
  }),
  /** The template is `pending` or `building` for a while, then `available` or `failed`. */
  createTemplate: post("/v1/sandboxes/{sandboxId}/create-template", {
    body: createTemplateRequest,
    response: templateDetails,
    ...once,
    missing,
  }),
  listTemplates: get("/v1/templates", { query: listTemplatesQuery, response: templatePage }),
  getTemplate: get("/v1/templates/{templateId}", { response: templateDetails, missing: ["template"] }),
  deleteTemplate: remove("/v1/templates/{templateId}", {
    response: nothing,
    ...settled,
    ends: true,
    missing: ["template"],
  }),
}

export type EndpointName = keyof typeof endpoints

/** The names of the parameters in a path: `sandboxId` and `port` in `/v1/sandboxes/{sandboxId}/ports/{port}`. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParams<Rest>
  : never
