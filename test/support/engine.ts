import {
  credentials,
  Server,
  ServerCredentials,
  type ServiceError,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js"
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb"
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb"
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb"
import * as messages from "@pulumi/pulumi/proto/provider_pb"
import { Status } from "@pulumi/pulumi/proto/status_pb"
import { Empty } from "google-protobuf/google/protobuf/empty_pb"
import { Struct } from "google-protobuf/google/protobuf/struct_pb"

/** Properties as they travel: secrets and unknown values in the engine's own writing. */
export type Wire = Record<string, unknown>

const signature = "4dabf18193072939515e22adb298388d"
const secretMark = "1b47061264138c4ac30d75fd1eb44270"

/** A value that is secret. */
export const secret = (value: unknown): Wire => ({ [signature]: secretMark, value })
/** A text that is not known before something else has been created. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
/** A number that is not known yet. */
export const unknownNumber = "3eeb2bf0-c639-47a8-9e75-3b44932eb421"

export const isSecret = (value: unknown): value is { value: unknown } =>
  value !== null && typeof value === "object" && Reflect.get(value, signature) === secretMark

/** The value without any marks. */
export function revealed(value: unknown): unknown {
  if (isSecret(value)) return revealed(value.value)
  if (Array.isArray(value)) return value.map(revealed)
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner)]))
}

type JavaScript = Parameters<typeof Struct.fromJavaScript>[0]
const struct = (properties: Wire | undefined) =>
  properties && Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as JavaScript)
const wire = (properties: Struct | undefined): Wire => (properties?.toJavaScript() ?? {}) as Wire

/** A line that the plugin has shown. */
export interface Shown {
  severity: "debug" | "info" | "warning" | "error"
  message: string
  urn: string
  isEphemeral: boolean
}

const severities = new Map<number, Shown["severity"]>([
  [LogSeverity.DEBUG, "debug"],
  [LogSeverity.INFO, "info"],
  [LogSeverity.WARNING, "warning"],
  [LogSeverity.ERROR, "error"],
])

/** A call that has failed, as the engine sees it. */
export interface Refusal {
  message: string
  /** What exists although the call failed. */
  made?: { id: string; properties: Wire; inputs: Wire; reasons: string[] }
}

/** The name that the engine has in mind. */
export interface Autonaming {
  mode: messages.CheckRequest.AutonamingOptions.Mode
  proposed: string
}

interface Checking {
  urn: string
  news: Wire
  olds: Wire
  /** Empty if the engine sends none. */
  seed?: string | undefined
  autonaming?: Autonaming | undefined
}

/** Which resource a call is about. */
export interface About {
  urn: string
}

const limits = { "grpc.max_receive_message_length": 400 << 20, "grpc.max_send_message_length": 400 << 20 }

/** Replaces Pulumi's engine: keeps what a plugin shows, and calls it. Knows nothing of what the plugin manages. */
export class FakeEngine {
  readonly shown: Shown[] = []
  /** Whether the last create wants its resource to be read before each later run. */
  isRefreshAsked = false
  private client: ResourceProviderClient | undefined

  private constructor(
    private readonly server: Server,
    /** `host:port`, the plugin's last argument. */
    readonly address: string,
  ) {}

  static async start(): Promise<FakeEngine> {
    const server = new Server()
    const port = new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      )
    })
    const service: UntypedServiceImplementation = {
      log: ({ request }: { request: LogRequest }, callback: (error: null, answer: Empty) => void) => {
        engine.shown.push({
          severity: severities.get(request.getSeverity()) ?? "debug",
          message: request.getMessage(),
          urn: request.getUrn(),
          isEphemeral: request.getEphemeral(),
        })
        callback(null, new Empty())
      },
    }
    server.addService(EngineService, service)
    const engine = new FakeEngine(server, `127.0.0.1:${await port}`)
    return engine
  }

  /** @param port Where the plugin listens. */
  connect(port: number): void {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), limits)
  }

  /** The first line that fits, once it has been shown. */
  async line(fits: (line: Shown) => boolean): Promise<Shown> {
    for (;;) {
      const found = this.shown.find(fits)
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  stop(): void {
    this.client?.close()
    this.server.forceShutdown()
  }

  async handshake() {
    const request = new messages.ProviderHandshakeRequest()
    request.setEngineAddress(this.address)
    request.setConfigureWithUrn(true)
    const answer = await this.call("handshake", request)
    return (answer as messages.ProviderHandshakeResponse).toObject()
  }

  async getSchema(version = 0): Promise<string> {
    const request = new messages.GetSchemaRequest()
    request.setVersion(version)
    return ((await this.call("getSchema", request)) as messages.GetSchemaResponse).getSchema()
  }

  async pluginVersion(): Promise<string> {
    const answer = (await this.call("getPluginInfo", new Empty())) as { getVersion(): string }
    return answer.getVersion()
  }

  async checkConfig(urn: string, news: Wire, olds: Wire = {}) {
    return this.checked("checkConfig", { urn, news, olds })
  }

  async diffConfig(urn: string, olds: Wire, news: Wire) {
    return this.differing("diffConfig", { urn, id: "id", olds, news, oldInputs: olds })
  }

  async configure(urn: string, args: Wire) {
    const request = new messages.ConfigureRequest()
    request.setUrn(urn)
    request.setArgs(struct(args))
    request.setAcceptsecrets(true)
    return ((await this.call("configure", request)) as messages.ConfigureResponse).toObject()
  }

  async check({ urn }: About, news: Wire, more: Partial<Omit<Checking, "urn" | "news">> = {}) {
    return this.checked("check", { urn, news, olds: {}, seed: "seed", ...more })
  }

  async diff({ urn }: About, id: string, olds: Wire, news: Wire, oldInputs: Wire) {
    return this.differing("diff", { urn, id, olds, news, oldInputs })
  }

  /** @param timeout In seconds; 0 for none. */
  async create({ urn }: About, properties: Wire, { preview = false, timeout = 0 } = {}) {
    const request = new messages.CreateRequest()
    request.setUrn(urn)
    request.setProperties(struct(properties))
    request.setPreview(preview)
    request.setTimeout(timeout)
    const answer = (await this.call("create", request)) as messages.CreateResponse
    this.isRefreshAsked = answer.getRefreshBeforeUpdate()
    return { id: answer.getId(), properties: wire(answer.getProperties()) }
  }

  async read({ urn }: About, id: string, properties?: Wire, inputs?: Wire) {
    const request = new messages.ReadRequest()
    request.setUrn(urn)
    request.setId(id)
    request.setProperties(struct(properties))
    request.setInputs(struct(inputs))
    const answer = (await this.call("read", request)) as messages.ReadResponse
    return { id: answer.getId(), properties: wire(answer.getProperties()), inputs: wire(answer.getInputs()) }
  }

  async update(
    { urn }: About,
    id: string,
    { olds, news, oldInputs }: { olds: Wire; news: Wire; oldInputs: Wire },
    { preview = false, timeout = 0 } = {},
  ): Promise<Wire> {
    const request = new messages.UpdateRequest()
    request.setUrn(urn)
    request.setId(id)
    request.setOlds(struct(olds))
    request.setNews(struct(news))
    request.setOldInputs(struct(oldInputs))
    request.setPreview(preview)
    request.setTimeout(timeout)
    return wire(((await this.call("update", request)) as messages.UpdateResponse).getProperties())
  }

  async delete({ urn }: About, id: string, properties: Wire, oldInputs: Wire): Promise<void> {
    const request = new messages.DeleteRequest()
    request.setUrn(urn)
    request.setId(id)
    request.setProperties(struct(properties))
    request.setOldInputs(struct(oldInputs))
    await this.call("delete", request)
  }

  async invoke(token: string, args: Wire) {
    const request = new messages.InvokeRequest()
    request.setTok(token)
    request.setArgs(struct(args))
    const answer = (await this.call("invoke", request)) as messages.InvokeResponse
    return {
      result: wire(answer.getReturn()),
      failures: answer.getFailuresList().map((one) => one.toObject()),
    }
  }

  async cancel(): Promise<void> {
    await this.call("cancel", new Empty())
  }

  private async checked(name: "check" | "checkConfig", { urn, news, olds, seed, autonaming }: Checking) {
    const request = new messages.CheckRequest()
    request.setUrn(urn)
    request.setNews(struct(news))
    request.setOlds(struct(olds))
    if (seed) request.setRandomseed(Buffer.from(seed.padEnd(32, ".")))
    if (autonaming) {
      const options = new messages.CheckRequest.AutonamingOptions()
      options.setMode(autonaming.mode)
      options.setProposedName(autonaming.proposed)
      request.setAutonaming(options)
    }
    const answer = (await this.call(name, request)) as messages.CheckResponse
    const failures = answer.getFailuresList().map((failure) => failure.toObject())
    return { inputs: wire(answer.getInputs()), failures }
  }

  private async differing(
    name: "diff" | "diffConfig",
    { urn, id, olds, news, oldInputs }: { urn: string; id: string; olds: Wire; news: Wire; oldInputs: Wire },
  ) {
    const request = new messages.DiffRequest()
    request.setUrn(urn)
    request.setId(id)
    request.setOlds(struct(olds))
    request.setNews(struct(news))
    request.setOldInputs(struct(oldInputs))
    const answer = (await this.call(name, request)) as messages.DiffResponse
    const detailed: [string, { kind: number; isInput: boolean }][] = []
    answer.getDetaileddiffMap().forEach((row, path) => {
      detailed.push([path, { kind: row.getKind(), isInput: row.getInputdiff() }])
    })
    return {
      isChanged: answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
      detailed: Object.fromEntries(detailed),
    }
  }

  /** Throws a Refusal if the plugin answers with an error. */
  call(name: string, request: unknown): Promise<unknown> {
    const { client } = this
    if (!client) throw new Error("No plugin is connected")
    const method = Reflect.get(client, name) as (
      request: unknown,
      callback: (error: ServiceError | null, answer: unknown) => void,
    ) => void
    return new Promise((resolve, reject) =>
      method.call(client, request, (error, answer) => (error ? reject(refusalOf(error)) : resolve(answer))),
    )
  }
}

function refusalOf({ details, metadata }: ServiceError): Refusal {
  const [packed] = metadata.get("grpc-status-details-bin")
  if (!packed) return { message: details }
  const [any] = Status.deserializeBinary(Buffer.from(packed)).getDetailsList()
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array())
  return {
    message: details,
    made: {
      id: failed.getId(),
      properties: wire(failed.getProperties()),
      inputs: wire(failed.getInputs()),
      reasons: failed.getReasonsList(),
    },
  }
}
