import {
  credentials,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js"
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb"
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb"
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb"
import type * as messages from "@pulumi/pulumi/proto/provider_pb"
import { ProviderHandshakeResponse } from "@pulumi/pulumi/proto/provider_pb"
import { Empty } from "google-protobuf/google/protobuf/empty_pb"
import { type Tell, toEngine } from "../tell"
import { statusOf } from "./failure"

const { version }: { version: string } = require("../../../package.json")

const protocol = { createInsecure: credentials.createInsecure, EngineClient, LogRequest, LogSeverity }

/** What answers the engine. */
export interface Handlers {
  getSchema(request: messages.GetSchemaRequest): Promise<messages.GetSchemaResponse>
  checkConfig(request: messages.CheckRequest): Promise<messages.CheckResponse>
  diffConfig(request: messages.DiffRequest): Promise<messages.DiffResponse>
  configure(request: messages.ConfigureRequest): Promise<messages.ConfigureResponse>
  invoke(request: messages.InvokeRequest): Promise<messages.InvokeResponse>
  check(request: messages.CheckRequest): Promise<messages.CheckResponse>
  diff(request: messages.DiffRequest): Promise<messages.DiffResponse>
  create(request: messages.CreateRequest): Promise<messages.CreateResponse>
  read(request: messages.ReadRequest): Promise<messages.ReadResponse>
  update(request: messages.UpdateRequest): Promise<messages.UpdateResponse>
  delete(request: messages.DeleteRequest): Promise<Empty>
  list(request: messages.ListRequest): Promise<messages.ListResponse[]>
  getMapping(request: messages.GetMappingRequest): Promise<messages.GetMappingResponse>
  getMappings(request: messages.GetMappingsRequest): Promise<messages.GetMappingsResponse>
  /** What users read of a failure. @param call Its name, such as `create`. */
  textOf(failure: unknown, call: string): string
  /** Ends all waits: what was created keeps its id. */
  cancel(): void
}

/** Makes what answers the engine, with the first call that needs it: until then the plugin has started already. */
export type Load = (tell: Tell, engine: string | undefined) => Promise<Handlers>

/** The plugin as gRPC serves it. A fault in one call answers that call and nothing else. */
export class Service {
  private handlers: Promise<Handlers> | undefined
  private tell: Tell = () => undefined

  /** @param engine `host:port` of the engine, if it is known already. */
  constructor(
    private readonly load: Load,
    private engine?: string,
  ) {
    if (engine) this.meet(engine)
  }

  /** A fault that belongs to no call: all that is under way ends as if the engine had wanted it, so that no id is lost. */
  fault(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.tell({ severity: "error", message: `Something went wrong inside of pulumi-scalebox: ${message}` })
    void this.handlers?.then((handlers) => handlers.cancel())
  }

  private meet(engine: string): void {
    this.engine = engine
    const tell = toEngine(protocol, engine)
    // Lines are a courtesy: none can fail a call.
    this.tell = (line) => void tell(line).catch(() => undefined)
  }

  private loaded(): Promise<Handlers> {
    this.handlers ??= this.load((line) => this.tell(line), this.engine)
    return this.handlers
  }

  private unary<Request, Response>(
    name: string,
    work: (handlers: Handlers, request: Request) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return ({ request }, callback) => {
      const answered = this.loaded().then(async (handlers) => {
        try {
          callback(null, await work(handlers, request))
        } catch (failure) {
          callback(statusOf(failure, handlers.textOf(failure, name)))
        }
      })
      void answered.catch((failure: unknown) => callback(statusOf(failure, String(failure))))
    }
  }

  /** A call whose answer comes in parts. */
  private streaming<Request, Response>(
    name: string,
    work: (handlers: Handlers, request: Request) => Promise<Response[]>,
  ): handleServerStreamingCall<Request, Response> {
    return (call) => {
      const answered = this.loaded().then(async (handlers) => {
        try {
          for (const response of await work(handlers, call.request)) call.write(response)
          call.end()
        } catch (failure) {
          call.emit("error", statusOf(failure, handlers.textOf(failure, name)))
        }
      })
      void answered.catch((failure: unknown) => call.emit("error", statusOf(failure, String(failure))))
    }
  }

  /** Without what it would only refuse: gRPC answers by itself that a call is not implemented. */
  implementation(): UntypedServiceImplementation {
    const handled = <Name extends Exclude<keyof Handlers, "textOf" | "cancel" | "list">>(name: Name) =>
      this.unary(name, (handlers, request: Parameters<Handlers[Name]>[0]) =>
        (handlers[name] as (request: unknown) => Promise<unknown>)(request),
      )
    return {
      handshake: this.immediate((request: messages.ProviderHandshakeRequest) => {
        this.meet(request.getEngineAddress())
        const response = new ProviderHandshakeResponse()
        response.setAcceptSecrets(true)
        response.setSupportsAutonamingConfiguration(true)
        return response
      }),
      attach: this.immediate((request: { getAddress(): string }) => {
        this.meet(request.getAddress())
        return new Empty()
      }),
      getPluginInfo: this.immediate(() => {
        const info = new PluginInfo()
        info.setVersion(version)
        return info
      }),
      cancel: this.immediate(() => {
        void this.handlers?.then((handlers) => handlers.cancel())
        return new Empty()
      }),
      getSchema: handled("getSchema"),
      checkConfig: handled("checkConfig"),
      diffConfig: handled("diffConfig"),
      configure: handled("configure"),
      invoke: handled("invoke"),
      check: handled("check"),
      diff: handled("diff"),
      create: handled("create"),
      read: handled("read"),
      update: handled("update"),
      delete: handled("delete"),
      list: this.streaming("list", (handlers, request: messages.ListRequest) => handlers.list(request)),
      getMapping: handled("getMapping"),
      getMappings: handled("getMappings"),
    }
  }

  /** A call that needs nothing of ours. */
  private immediate<Request, Response>(
    work: (request: Request) => Response,
  ): handleUnaryCall<Request, Response> {
    return ({ request }, callback) => callback(null, work(request))
  }
}
