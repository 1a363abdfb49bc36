import type { z } from "zod"
import {
  type BatchDeleteResult,
  type BatchResult,
  type CreateSandboxRequest,
  type CreateTemplateRequest,
  type EndingInfo,
  type EndpointName,
  endpoints,
  type ListSandboxesQuery,
  type ListTemplatesQuery,
  type MetricsChartQuery,
  type MetricsQuery,
  type PathParams,
  type PortConfig,
  type PortList,
  paginationOf,
  type Region,
  type SandboxDetails,
  type SandboxMetrics,
  type SandboxMetricsChart,
  type SandboxPage,
  type SandboxStats,
  type SandboxStatusInfo,
  type TemplateDetails,
  type TemplatePage,
  type TimeoutInfo,
  type TurnCredential,
} from "../contract"
import { type BatchName, deletionOf, inChunks, resultOf } from "./batch"
import { type Clock, systemClock } from "./clock"
import { type Configuration, readConfiguration } from "./configuration"
import { axiosSender } from "./http"
import { logOf } from "./log"
import { type ClientOptions, type ClientParts, isStackSetting } from "./parts"
import { ServerTime } from "./server-time"
import type { InnerOptions } from "./step"
import { type CallInput, type CallOptions, type Transport, transport } from "./transport"

export type { ClientOptions, ClientParts } from "./parts"

type Params<N extends EndpointName> = Record<PathParams<(typeof endpoints)[N]["path"]>, string | number>
type Answer<N extends EndpointName> = z.output<(typeof endpoints)[N]["response"]>

/**
 * The ScaleBox Sandbox API, one method for each endpoint. Every method throws a ScaleboxError when the call fails.
 * A 429 is always tried again, a lost answer or a 5xx only if repeating does no harm, all until `deadline`; but 500, 501
 * and 505 only twice. A `signal` ends a call at once. A call that ends something resolves if its answer was lost and the
 * next try finds nothing.
 */
export class ScaleboxClient {
  /** The settings that it works with. */
  readonly configuration: Configuration
  /** What it takes the time from. */
  readonly clock: Clock
  private readonly transport: Transport
  private readonly server: ServerTime
  private readonly shown: (sandboxes: readonly SandboxDetails[]) => void

  /** Throws a ScaleboxError with the code `configuration` if a setting is wrong. */
  constructor(
    options: ClientOptions = {},
    { clock = systemClock, send = axiosSender(), log = logOf(), shown = () => {}, graceMs }: ClientParts = {},
  ) {
    this.configuration = readConfiguration((key) => (isStackSetting(key) ? undefined : options[key]))
    this.clock = clock
    this.shown = shown
    this.server = new ServerTime(clock)
    const { configuration, server: serverTime } = this
    this.transport = transport({ configuration, clock, send, log, serverTime, graceMs })
  }

  /** What the server's clock shows at a time of the client's, both in milliseconds since 1970; `at` is now by default. */
  serverTime(at: number = this.clock.now()): number {
    return this.server.at(at)
  }

  /** Regions that have room for sandboxes now. Works without an API key. */
  async listRegions(options?: CallOptions): Promise<Region[]> {
    return (await this.call("listRegions", {}, options)).scaleboxRegions
  }

  /** Creates a sandbox. Unless `isAsync` is true it is answered, until `deadline`, when it runs or failed: see its status. */
  async createSandbox(body: CreateSandboxRequest, options?: CallOptions): Promise<SandboxDetails> {
    const sandbox = await this.call("createSandbox", { body }, options)
    this.shown([sandbox])
    return sandbox
  }

  /** One page of the account's sandboxes, newest first unless the query says otherwise. */
  async listSandboxes(query: ListSandboxesQuery = {}, options?: CallOptions): Promise<SandboxPage> {
    const { sandboxes, pagination } = await this.call("listSandboxes", { query }, options)
    this.shown(sandboxes)
    return { sandboxes, pagination: paginationOf(pagination, query, sandboxes.length) }
  }

  /** Numbers about all sandboxes of the account. */
  getSandboxStats(options?: CallOptions): Promise<SandboxStats> {
    return this.call("getSandboxStats", {}, options)
  }

  /**
   * Deletes any number of sandboxes, 100 a call; without `force` those that run are refused, one by one in the result. This
   * and the other batch calls tell after a lost answer what became of each, and do not throw if only some calls fail.
   */
  async batchDelete(sandboxIds: string[], force = false, options?: CallOptions): Promise<BatchDeleteResult> {
    return deletionOf(await this.batch("batchDelete", sandboxIds, { force }, options))
  }

  /** Terminates any number of sandboxes, 100 a call; `force` includes those in transition. */
  async batchTerminate(sandboxIds: string[], force = false, options?: CallOptions): Promise<BatchResult> {
    return resultOf(await this.batch("batchTerminate", sandboxIds, { force }, options))
  }

  /** Pauses any number of running sandboxes, 100 a call. */
  async batchPause(sandboxIds: string[], options?: CallOptions): Promise<BatchResult> {
    return resultOf(await this.batch("batchPause", sandboxIds, {}, options))
  }

  /** Resumes any number of paused sandboxes, 100 a call. */
  async batchResume(sandboxIds: string[], options?: CallOptions): Promise<BatchResult> {
    return resultOf(await this.batch("batchResume", sandboxIds, {}, options))
  }

  /** A sandbox with all that the API shows of it. */
  async getSandbox(sandboxId: string, options?: CallOptions): Promise<SandboxDetails> {
    const sandbox = await this.call("getSandbox", { params: { sandboxId } }, options)
    this.shown([sandbox])
    return sandbox
  }

  /**
   * Sets a timeout (seconds from the start) that is larger than the present one; others are refused with `invalid`.
   * Answers the sandbox if the API shows it.
   */
  extendTimeout(
    sandboxId: string,
    timeout: number,
    options?: CallOptions,
  ): Promise<SandboxDetails | undefined> {
    return this.call("extendTimeout", { params: { sandboxId }, body: { timeout } }, options)
  }

  /** Begins to delete a sandbox, also a running one: it is `terminating` for a while, then `not_found`. */
  deleteSandbox(sandboxId: string, options?: CallOptions): Promise<EndingInfo | null | undefined> {
    return this.call("deleteSandbox", { params: { sandboxId } }, options)
  }

  /** Status and reason only: made for polling. */
  getSandboxStatus(sandboxId: string, options?: CallOptions): Promise<SandboxStatusInfo> {
    return this.call("getSandboxStatus", { params: { sandboxId } }, options)
  }

  /** Pauses a running sandbox, and unless `isAsync` is true waits for it until `deadline`; may roll back: look at its status. */
  async pauseSandbox(sandboxId: string, isAsync = false, options?: CallOptions): Promise<void> {
    await this.call("pauseSandbox", { params: { sandboxId }, body: { isAsync } }, options)
  }

  /** Resumes a paused sandbox in the same way; may roll back to paused. */
  async resumeSandbox(sandboxId: string, isAsync = false, options?: CallOptions): Promise<void> {
    await this.call("resumeSandbox", { params: { sandboxId }, body: { isAsync } }, options)
  }

  /** Ends a sandbox for good, but leaves it visible as `terminated`. */
  terminateSandbox(sandboxId: string, options?: CallOptions): Promise<EndingInfo | null | undefined> {
    return this.call("terminateSandbox", { params: { sandboxId } }, options)
  }

  /** Sets any timeout (seconds from the start) that is at least the time already used. */
  async setTimeout(sandboxId: string, timeout: number, options?: CallOptions): Promise<TimeoutInfo> {
    const shown = await this.call("setTimeout", { params: { sandboxId }, body: { timeout } }, options)
    return { ...shown, timeout: shown.timeout ?? timeout }
  }

  /** Moves a sandbox to another project; read it again to see whether it is there. */
  async switchProject(sandboxId: string, projectId: string, options?: CallOptions): Promise<void> {
    await this.call("switchProject", { params: { sandboxId }, body: { projectId } }, options)
  }

  /** Ports of the template and custom ones. */
  listPorts(sandboxId: string, options?: CallOptions): Promise<PortList> {
    return this.call("listPorts", { params: { sandboxId } }, options)
  }

  /** Opens a port on a running sandbox. */
  async addPort(sandboxId: string, port: PortConfig, options?: CallOptions): Promise<void> {
    await this.call("addPort", { params: { sandboxId }, body: port }, options)
  }

  /** Closes a custom port of a running sandbox. */
  async removePort(sandboxId: string, port: number, options?: CallOptions): Promise<void> {
    await this.call("removePort", { params: { sandboxId, port } }, options)
  }

  /** Measurements of CPU, memory and disk; none while the sandbox does not run. */
  getMetrics(sandboxId: string, query: MetricsQuery = {}, options?: CallOptions): Promise<SandboxMetrics> {
    return this.call("getMetrics", { params: { sandboxId }, query }, options)
  }

  /** The same measurements ready to draw. */
  getMetricsChart(
    sandboxId: string,
    query: MetricsChartQuery = {},
    options?: CallOptions,
  ): Promise<SandboxMetricsChart> {
    return this.call("getMetricsChart", { params: { sandboxId }, query }, options)
  }

  /** Short-lived TURN access for a running sandbox that has a WEBRTC port. A secret. */
  getTurnCredential(sandboxId: string, options?: CallOptions): Promise<TurnCredential> {
    return this.call("getTurnCredential", { params: { sandboxId } }, options)
  }

  /** Begins to create a template from a running sandbox; `getTemplate` shows when it is `available`. */
  createTemplate(
    sandboxId: string,
    body: CreateTemplateRequest,
    options?: CallOptions,
  ): Promise<TemplateDetails> {
    return this.call("createTemplate", { params: { sandboxId }, body }, options)
  }

  /** One page of the templates that the account sees. */
  async listTemplates(query: ListTemplatesQuery = {}, options?: CallOptions): Promise<TemplatePage> {
    const { templates, pagination } = await this.call("listTemplates", { query }, options)
    return { templates, pagination: paginationOf(pagination, query, templates.length) }
  }

  /** A template with all that the API shows of it. */
  getTemplate(templateId: string, options?: CallOptions): Promise<TemplateDetails> {
    return this.call("getTemplate", { params: { templateId } }, options)
  }

  /** Deletes a template. */
  async deleteTemplate(templateId: string, options?: CallOptions): Promise<void> {
    await this.call("deleteTemplate", { params: { templateId } }, options)
  }

  private batch(name: BatchName, ids: string[], more: { force?: boolean }, options?: CallOptions) {
    return inChunks(name, ids, {
      send: (sandboxIds, onRepeat) =>
        this.call(name, { body: { sandboxIds, ...more } }, { ...options, onRepeat }),
      look: (id) => this.getSandboxStatus(id, options),
    })
  }

  private call<N extends EndpointName>(
    name: N,
    input: Omit<CallInput, "params"> & ([keyof Params<N>] extends [never] ? object : { params: Params<N> }),
    options: InnerOptions = {},
  ): Promise<Answer<N>> {
    return this.transport(endpoints[name], input, options) as Promise<Answer<N>>
  }
}
