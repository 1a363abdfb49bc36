import type { CallOptions, ScaleboxClient } from "../../provider/src/client"
import type { EndpointName } from "../../provider/src/contract"

/** How the client is asked to make a call, what it must then send, and data that answers it. */
export interface ExampleCall {
  make(client: ScaleboxClient, options?: CallOptions): Promise<unknown>
  /** Method and path, query and body, as an HTTP log shows them. */
  sends: { call: string; query?: object; body?: object }
  data: unknown
}

const sandbox = { sandbox_id: "sbx-1", status: "running" }
const batch = { total: 1, successful: 1, failed: 0, results: [{ sandbox_id: "sbx-1", status: "success" }] }
const pagination = { page: 1, limit: 20, total: 1, total_pages: 1 }
const template = { template_id: "tpl-1" }

/** One for every row of the API: a row without one does not compile. */
export const exampleCalls: Record<EndpointName, ExampleCall> = {
  listRegions: {
    make: (client, options) => client.listRegions(options),
    sends: { call: "GET /v1/scalebox-regions" },
    data: { scalebox_regions: [] },
  },
  createSandbox: {
    make: (client, options) => client.createSandbox({ cpuCount: 2, isAsync: true }, options),
    sends: { call: "POST /v1/sandboxes", body: { cpu_count: 2, is_async: true } },
    data: sandbox,
  },
  listSandboxes: {
    make: (client, options) =>
      client.listSandboxes({ status: "running", projectId: "prj-1", pageSize: 50 }, options),
    sends: { call: "GET /v1/sandboxes", query: { status: "running", project_id: "prj-1", page_size: 50 } },
    data: { sandboxes: [sandbox], pagination },
  },
  getSandboxStats: {
    make: (client, options) => client.getSandboxStats(options),
    sends: { call: "GET /v1/sandboxes/stats" },
    data: { total_sandboxes: 1, running_sandboxes: 1 },
  },
  batchDelete: {
    make: (client, options) => client.batchDelete(["sbx-1"], false, options),
    sends: { call: "POST /v1/sandboxes/batch-delete", body: { sandbox_ids: ["sbx-1"], force: false } },
    data: { successful_count: 1, failed_count: 0, successful: ["sbx-1"] },
  },
  batchTerminate: {
    make: (client, options) => client.batchTerminate(["sbx-1"], true, options),
    sends: { call: "POST /v1/sandboxes/batch-terminate", body: { sandbox_ids: ["sbx-1"], force: true } },
    data: batch,
  },
  batchPause: {
    make: (client, options) => client.batchPause(["sbx-1"], options),
    sends: { call: "POST /v1/sandboxes/batch-pause", body: { sandbox_ids: ["sbx-1"] } },
    data: batch,
  },
  batchResume: {
    make: (client, options) => client.batchResume(["sbx-1"], options),
    sends: { call: "POST /v1/sandboxes/batch-resume", body: { sandbox_ids: ["sbx-1"] } },
    data: batch,
  },
  getSandbox: {
    make: (client, options) => client.getSandbox("sbx-1", options),
    sends: { call: "GET /v1/sandboxes/sbx-1" },
    data: sandbox,
  },
  extendTimeout: {
    make: (client, options) => client.extendTimeout("sbx-1", 7200, options),
    sends: { call: "PUT /v1/sandboxes/sbx-1", body: { timeout: 7200 } },
    data: null,
  },
  deleteSandbox: {
    make: (client, options) => client.deleteSandbox("sbx-1", options),
    sends: { call: "DELETE /v1/sandboxes/sbx-1" },
    data: null,
  },
  getSandboxStatus: {
    make: (client, options) => client.getSandboxStatus("sbx-1", options),
    sends: { call: "GET /v1/sandboxes/sbx-1/status" },
    data: sandbox,
  },
  pauseSandbox: {
    make: (client, options) => client.pauseSandbox("sbx-1", false, options),
    sends: { call: "POST /v1/sandboxes/sbx-1/pause", body: { is_async: false } },
    data: null,
  },
  resumeSandbox: {
    make: (client, options) => client.resumeSandbox("sbx-1", true, options),
    sends: { call: "POST /v1/sandboxes/sbx-1/resume", body: { is_async: true } },
    data: null,
  },
  terminateSandbox: {
    make: (client, options) => client.terminateSandbox("sbx-1", options),
    sends: { call: "POST /v1/sandboxes/sbx-1/terminate" },
    data: null,
  },
  setTimeout: {
    make: (client, options) => client.setTimeout("sbx-1", 600, options),
    sends: { call: "POST /v1/sandboxes/sbx-1/timeout", body: { timeout: 600 } },
    data: { timeout: 600 },
  },
  switchProject: {
    make: (client, options) => client.switchProject("sbx-1", "prj-2", options),
    sends: { call: "POST /v1/sandboxes/sbx-1/switch-project", body: { project_id: "prj-2" } },
    data: null,
  },
  listPorts: {
    make: (client, options) => client.listPorts("sbx-1", options),
    sends: { call: "GET /v1/sandboxes/sbx-1/ports" },
    data: { ports: [] },
  },
  addPort: {
    make: (client, options) =>
      client.addPort("sbx-1", { port: 80, name: "web", protocol: "udp", servicePort: 8080 }, options),
    sends: {
      call: "POST /v1/sandboxes/sbx-1/ports",
      body: { port: 80, name: "web", protocol: "UDP", service_port: 8080 },
    },
    data: null,
  },
  removePort: {
    make: (client, options) => client.removePort("sbx-1", 80, options),
    sends: { call: "DELETE /v1/sandboxes/sbx-1/ports/80" },
    data: null,
  },
  getMetrics: {
    make: (client, options) => client.getMetrics("sbx-1", { start: "1767225600", step: 15 }, options),
    sends: { call: "GET /v1/sandboxes/sbx-1/metrics", query: { start: "1767225600", step: 15 } },
    data: { sandbox_id: "sbx-1", status: "running", metrics: [] },
  },
  getMetricsChart: {
    make: (client, options) => client.getMetricsChart("sbx-1", { step: "15m" }, options),
    sends: { call: "GET /v1/sandboxes/sbx-1/metrics/chart", query: { step: "15m" } },
    data: {},
  },
  getTurnCredential: {
    make: (client, options) => client.getTurnCredential("sbx-1", options),
    sends: { call: "GET /v1/sandboxes/sbx-1/webrtc-turn-credential" },
    data: { urls: ["turn:turn.test"], username: "u", credential: "c" },
  },
  createTemplate: {
    make: (client, options) =>
      client.createTemplate("sbx-1", { name: "golden", ports: "[]", readyCommand: "{}" }, options),
    sends: {
      call: "POST /v1/sandboxes/sbx-1/create-template",
      body: { name: "golden", ports: "[]", ready_command: "{}" },
    },
    data: template,
  },
  listTemplates: {
    make: (client, options) => client.listTemplates({ usable: true, visibility: "private" }, options),
    sends: { call: "GET /v1/templates", query: { usable: true, visibility: "private" } },
    data: { templates: [template], pagination },
  },
  getTemplate: {
    make: (client, options) => client.getTemplate("tpl-1", options),
    sends: { call: "GET /v1/templates/tpl-1" },
    data: template,
  },
  deleteTemplate: {
    make: (client, options) => client.deleteTemplate("tpl-1", options),
    sends: { call: "DELETE /v1/templates/tpl-1" },
    data: null,
  },
}
