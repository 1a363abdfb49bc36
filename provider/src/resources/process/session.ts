import type { dynamic } from "@pulumi/pulumi"
import {
  axiosSender,
  type Configuration,
  isLoopback,
  missingKey,
  readConfiguration,
  ScaleboxClient,
  ScaleboxError,
  SharedDeletes,
  SharedReads,
} from "../../client"
import { warnOfStrays } from "../sandbox/strays"
import { outlivingNoEngine } from "./engine"

/** What one provider process works with: it serves exactly one provider instance, so one configuration. */
export interface Session {
  client: ScaleboxClient
  /** Reads and deletes of all resources of the process, made together where they coincide. */
  reads: SharedReads
  deletes: SharedDeletes
  configuration: Configuration
  /** Origin of the API URL, kept as the output `endpoint` of every resource. */
  endpoint: string
}

type Settings = (key: keyof Configuration) => string | undefined

let settings: Settings = () => undefined
let current: Session | undefined

/** Must not await: the engine's shim lets other calls in before this has returned. */
export async function configure({ config }: dynamic.ConfigureRequest): Promise<void> {
  settings = (key) => config.get(`scalebox:${key}`)
}

/** Throws a ScaleboxError with the code `configuration` where a setting is wrong. */
export function session(): Session {
  if (!current) {
    const configuration = readConfiguration(settings)
    const client = new ScaleboxClient(configuration, { send: outlivingNoEngine(axiosSender()) })
    current = {
      configuration,
      client,
      reads: new SharedReads(client, warnOfStrays),
      deletes: new SharedDeletes(client),
      endpoint: new URL(configuration.apiUrl).origin,
    }
  }
  return current
}

/** Throws where no call can succeed, so that a preview already says so. */
export function requireConfiguration(): void {
  if (!session().configuration.apiKey) throw missingKey()
}

/** A stack that was made on one endpoint must never be mistaken for one on another. */
export function refuseOtherEndpoint(properties: Record<string, unknown>, configured?: Configuration): void {
  const stored = properties.endpoint
  if (typeof stored !== "string") return
  const configuration = configured ?? session().configuration
  const endpoint = new URL(configuration.apiUrl).origin
  if (stored === endpoint || (isLoopback(stored) && isLoopback(endpoint))) return
  if (configuration.previousApiUrl && new URL(configuration.previousApiUrl).origin === stored) return
  throw new ScaleboxError({
    code: "configuration",
    message: `This resource was made on ${stored}, but the configured API is ${endpoint}`,
    hint:
      `Set scalebox:apiUrl (or SCALEBOX_API_URL) back to ${stored}, use another stack for ${endpoint}, ` +
      `or, if the API itself moved, set scalebox:previousApiUrl to ${stored}`,
  })
}
