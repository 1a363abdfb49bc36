import * as z from "zod"
import { batchDeleteResult, batchRequest, batchResult, forcedBatchRequest } from "./batch"
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

/** One row of the API: everything that client, emulator, tests and docs need to know of it. */
export interface Endpoint {
  method: "GET" | "POST" | "PUT" | "DELETE"
  /** Parameters stand in braces: `/v1/sandboxes/{sandboxId}`. */
  path: string
  query?: z.ZodType
  body?: z.ZodType
  /** True where a request may come without a body. */
  bodyOptional?: boolean
  /** What stands under `data` in a successful answer. */
  response: z.ZodType
  /** Status of a successful answer of the emulator; the client takes any 2xx. */
  status: 200 | 201 | 202
  /** Whether the call works without an API key. */
  public?: boolean
  /** Whether sending it again after a lost answer or a 5xx can do no harm. */
  repeatable: boolean
}

const row = <const E extends Endpoint>(endpoint: E) => endpoint

/** For answers that say nothing we use. */
const nothing = z.unknown()

/** For answers that may show the thing itself: the reference leaves that open, so any other answer is as good. */
const perhaps = <Schema extends z.ZodType>(schema: Schema) =>
  schema.or(z.unknown().transform(() => undefined))

export const endpoints = {
  listRegions: row({
    method: "GET",
    path: "/v1/scalebox-regions",
    response: regionList,
    status: 200,
    public: true,
    repeatable: true,
  }),
  createSandbox: row({
    method: "POST",
    path: "/v1/sandboxes",
    body: createSandboxRequest,
    bodyOptional: true,
    response: sandboxDetails,
    status: 201,
    repeatable: false,
  }),
  listSandboxes: row({
    method: "GET",
    path: "/v1/sandboxes",
    query: listSandboxesQuery,
    response: sandboxPage,
    status: 200,
    repeatable: true,
  }),
  getSandboxStats: row({
    method: "GET",
    path: "/v1/sandboxes/stats",
    response: sandboxStats,
    status: 200,
    repeatable: true,
  }),
  batchDelete: row({
    method: "POST",
    path: "/v1/sandboxes/batch-delete",
    body: forcedBatchRequest,
    response: batchDeleteResult,
    status: 202,
    repeatable: true,
  }),
  batchTerminate: row({
    method: "POST",
    path: "/v1/sandboxes/batch-terminate",
    body: forcedBatchRequest,
    response: batchResult,
    status: 202,
    repeatable: true,
  }),
  batchPause: row({
    method: "POST",
    path: "/v1/sandboxes/batch-pause",
    body: batchRequest,
    response: batchResult,
    status: 202,
    repeatable: true,
  }),
  batchResume: row({
    method: "POST",
    path: "/v1/sandboxes/batch-resume",
    body: batchRequest,
    response: batchResult,
    status: 202,
    repeatable: true,
  }),
  getSandbox: row({
    method: "GET",
    path: "/v1/sandboxes/{sandboxId}",
    response: sandboxDetails,
    status: 200,
    repeatable: true,
  }),
  /** Takes only a timeout larger than the present one; a second identical call is refused. */
  extendTimeout: row({
    method: "PUT",
    path: "/v1/sandboxes/{sandboxId}",
    body: timeoutRequest,
    response: perhaps(sandboxDetails),
    status: 200,
    repeatable: false,
  }),
  deleteSandbox: row({
    method: "DELETE",
    path: "/v1/sandboxes/{sandboxId}",
    response: endingInfo,
    status: 202,
    repeatable: true,
  }),
  getSandboxStatus: row({
    method: "GET",
    path: "/v1/sandboxes/{sandboxId}/status",
    response: sandboxStatusInfo,
    status: 200,
    repeatable: true,
  }),
  pauseSandbox: row({
    method: "POST",
    path: "/v1/sandboxes/{sandboxId}/pause",
    body: asyncRequest,
    bodyOptional: true,
    response: nothing,
    status: 200,
    repeatable: false,
  }),
  resumeSandbox: row({
    method: "POST",
    path: "/v1/sandboxes/{sandboxId}/resume",
    body: asyncRequest,
    bodyOptional: true,
    response: nothing,
    status: 200,
    repeatable: false,
  }),
  terminateSandbox: row({
    method: "POST",
    path: "/v1/sandboxes/{sandboxId}/terminate",
    response: endingInfo,
    status: 202,
    repeatable: true,
  }),
  /** Takes any timeout that is at least the time already used. */
  setTimeout: row({
    method: "POST",
    path: "/v1/sandboxes/{sandboxId}/timeout",
    body: timeoutRequest,
    response: timeoutInfo,
    status: 200,
    repeatable: true,
  }),
  switchProject: row({
    method: "POST",
    path: "/v1/sandboxes/{sandboxId}/switch-project",
    body: switchProjectRequest,
    response: nothing,
    status: 200,
    repeatable: true,
  }),
  listPorts: row({
    method: "GET",
    path: "/v1/sandboxes/{sandboxId}/ports",
    response: portList,
    status: 200,
    repeatable: true,
  }),
  addPort: row({
    method: "POST",
    path: "/v1/sandboxes/{sandboxId}/ports",
    body: portConfig,
    response: nothing,
    status: 200,
    repeatable: false,
  }),
  removePort: row({
    method: "DELETE",
    path: "/v1/sandboxes/{sandboxId}/ports/{port}",
    response: nothing,
    status: 200,
    repeatable: true,
  }),
  getMetrics: row({
    method: "GET",
    path: "/v1/sandboxes/{sandboxId}/metrics",
    query: metricsQuery,
    response: sandboxMetrics,
    status: 200,
    repeatable: true,
  }),
  getMetricsChart: row({
    method: "GET",
    path: "/v1/sandboxes/{sandboxId}/metrics/chart",
    query: metricsChartQuery,
    response: sandboxMetricsChart,
    status: 200,
    repeatable: true,
  }),
  getTurnCredential: row({
    method: "GET",
    path: "/v1/sandboxes/{sandboxId}/webrtc-turn-credential",
    response: turnCredential,
    status: 200,
    repeatable: true,
  }),
  /** The template is `pending` or `building` for a while, then `available` or `failed`. */
  createTemplate: row({
    method: "POST",
    path: "/v1/sandboxes/{sandboxId}/create-template",
    body: createTemplateRequest,
    response: templateDetails,
    status: 200,
    repeatable: false,
  }),
  listTemplates: row({
    method: "GET",
    path: "/v1/templates",
    query: listTemplatesQuery,
    response: templatePage,
    status: 200,
    repeatable: true,
  }),
  getTemplate: row({
    method: "GET",
    path: "/v1/templates/{templateId}",
    response: templateDetails,
    status: 200,
    repeatable: true,
  }),
  deleteTemplate: row({
    method: "DELETE",
    path: "/v1/templates/{templateId}",
    response: nothing,
    status: 200,
    repeatable: true,
  }),
}

export type EndpointName = keyof typeof endpoints

/** The names of the parameters in a path: `sandboxId` and `port` in `/v1/sandboxes/{sandboxId}/ports/{port}`. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParams<Rest>
  : never
