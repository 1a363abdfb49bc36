import { type ClientParts, type Configuration, Deletes, missingKey, ScaleboxClient, Watch } from "../client"
import { Account } from "./account"
import { Attempts } from "./attempts"
import type { Log } from "./log"
import { Regions } from "./regions"
import { Strays } from "./strays"
import { Templates } from "./templates"
import { Turns } from "./turns"

/** What all calls with one configuration share, and what they remember of a run. A face makes it. */
export interface Session {
  readonly configuration: Configuration
  /** Origin of the API URL, kept as the output `endpoint` of every resource. */
  readonly endpoint: string
  readonly client: ScaleboxClient
  /** Looks of all resources, made together where they coincide. */
  readonly watch: Watch
  /** Deletes of sandboxes, the same. */
  readonly deletes: Deletes
  /** Port changes of one sandbox, one after the other. */
  readonly turns: Turns
  /** Looks at templates, made together where they coincide. */
  readonly templates: Templates
  readonly account: Account
  readonly regions: Regions
  readonly strays: Strays
  readonly attempts: Attempts
}

/** @param log Gets what belongs to no single resource. */
export function newSession(
  configuration: Configuration,
  log: Pick<Log, "warn">,
  parts: ClientParts = {},
): Session {
  const client = new ScaleboxClient(configuration, parts)
  const strays = new Strays(log)
  return {
    configuration,
    endpoint: new URL(configuration.apiUrl).origin,
    client,
    watch: new Watch(client, (listed) => strays.warnOf(listed)),
    deletes: new Deletes(client),
    turns: new Turns(),
    templates: new Templates(client),
    account: new Account(log),
    regions: new Regions(client),
    strays,
    attempts: new Attempts(),
  }
}

/** Throws where no call can succeed, so that a preview already says so. */
export function requireKey({ configuration }: Session): void {
  if (!configuration.apiKey) throw missingKey()
}
