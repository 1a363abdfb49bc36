import { type ClientParts, type Configuration, Deletes, missingKey, ScaleboxClient, Watch } from "../client"
import { Account } from "./account"
import { Attempts } from "./attempts"
import type { Log } from "./log"
import { Plans } from "./plans"
import { Regions } from "./regions"
import { Strays } from "./strays"
import { TemplateNames } from "./template-names"
import { Templates } from "./templates"
import { Turns } from "./turns"

/** What all calls with one configuration share, and what they remember of a run. A face creates it. */
export interface Session {
  readonly configuration: Configuration
  /** Origin of the API URL, kept as the output `endpoint` of every resource. */
  readonly endpoint: string
  readonly client: ScaleboxClient
  /** Looks of all resources, made together if they coincide. */
  readonly watch: Watch
  /** Deletes of sandboxes, the same. */
  readonly deletes: Deletes
  /** Changes of the ports and of the power of one sandbox, one after the other. */
  readonly turns: Turns
  readonly plans: Plans
  /** Looks at templates, made together if they coincide. */
  readonly templates: Templates
  /** The one verdict on whose something is. */
  readonly account: Account
  readonly regions: Regions
  readonly templateNames: TemplateNames
  readonly strays: Strays
  readonly attempts: Attempts
}

/** @param log Gets what belongs to no single resource. */
export function newSession(
  configuration: Configuration,
  log: Pick<Log, "warn">,
  parts: ClientParts = {},
): Session {
  const client: ScaleboxClient = new ScaleboxClient(configuration, {
    ...parts,
    shown: (sandboxes) => {
      account.learn(sandboxes)
      void strays.warnOf(sandboxes)
    },
  })
  const account = new Account(client, configuration)
  const strays = new Strays(client, log)
  return {
    configuration,
    endpoint: new URL(configuration.apiUrl).origin,
    client,
    watch: new Watch(client),
    deletes: new Deletes(client),
    turns: new Turns(),
    plans: new Plans(),
    templates: new Templates(client),
    account,
    regions: new Regions(client),
    templateNames: new TemplateNames(client),
    strays,
    attempts: new Attempts(),
  }
}

/** Throws if no call can succeed, so that a preview already says so. */
export function requireKey({ configuration }: Session): void {
  if (!configuration.apiKey) throw missingKey()
}
