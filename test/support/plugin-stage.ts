import { Server, ServerCredentials } from "@grpc/grpc-js"
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb"
import { launch } from "../../emulator/src/emulator"
import type { Account, Emulator, EmulatorOptions } from "../../emulator/src/types"
import { axiosSender, type Clock, type Send } from "../../provider/src/client"
import { systemClock } from "../../provider/src/client/clock"
import { callsOf } from "../../provider/src/faces/plugin/calls"
import { Run } from "../../provider/src/faces/plugin/run"
import { Service } from "../../provider/src/faces/plugin/server"
import { FakeEngine } from "./engine"
import "./send"

/** A plugin in this process with an engine that calls it, and an account of its own on an emulator. */
export interface PluginStage {
  engine: FakeEngine
  account: Account
  apiKey: string
  url: string
  service: Service
  /** The requests of the plugin until now, with their keys: `sk-1 GET /v1/sandboxes/sbx-1`. */
  calls(): string[]
}

/** The URN of a resource of a stack `dev` of a project `shop`. */
export const urnOf = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`
export const about = (kind: string, name = "web") => ({ urn: urnOf(`scalebox:index:${kind}`, name) })
export const providerUrn = (name: string) => urnOf("pulumi:providers:scalebox", name)

/** An emulator for a test file whose boots take next to no time. */
export function plugged(options: EmulatorOptions = {}) {
  let emulator: Emulator | undefined
  const ends: (() => void)[] = []
  let accounts = 0
  beforeAll(async () => {
    emulator = await launch({ bootMs: 20, stopMs: 10, ...options })
  })
  afterAll(async () => {
    for (const end of ends) end()
    await emulator?.close()
  })

  /** A plugin process that has just begun. @param apiKey Default: that of a new account. @param clock The plugin's. */
  async function stage({
    apiKey = `sk-plugin-${accounts++}`,
    isConfigured = true,
    through = (send: Send): Send => send,
    clock = systemClock as Clock,
  } = {}): Promise<PluginStage> {
    if (!emulator) throw new Error("The emulator is there in tests only")
    const calls: string[] = []
    const sender = axiosSender()
    const noting: Send = (request) => {
      calls.push(`${request.headers["X-API-Key"]} ${request.method} ${new URL(request.url).pathname}`)
      return sender(request)
    }
    const engine = await FakeEngine.start()
    const service = new Service(
      async (tell) => callsOf(new Run(tell, undefined, { send: through(noting), clock })),
      engine.address,
    )
    const server = new Server({
      "grpc.max_receive_message_length": 400 << 20,
      "grpc.max_send_message_length": 400 << 20,
    })
    server.addService(ResourceProviderService, service.implementation())
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      )
    })
    engine.connect(port)
    ends.push(() => {
      engine.stop()
      server.forceShutdown()
    })
    if (isConfigured) await engine.configure(providerUrn("own"), { apiKey, apiUrl: emulator.url })
    return {
      engine,
      account: emulator.account(apiKey),
      apiKey,
      url: emulator.url,
      service,
      calls: () => [...calls],
    }
  }
  return { stage }
}
