import type { PortRecord } from "./shapes"

/** What the page shows of a sandbox; named one by one, so that no secret gets here. */
export interface PageSandbox {
  id: string
  /** Id of its account. */
  account: string
  name: string
  status: string
  substatus: string | null
  reason: string | null
  /** Null if no end is set. */
  remainingSeconds: number | null
  /** Seconds. */
  timeout: number
  autoPause: boolean
  ports: Pick<PortRecord, "port" | "name" | "protocol" | "isProtected">[]
  domain: string
  template: string
  region: string
  project: string
  cpuCount: number
  memoryMb: number
  storageGb: number
  createdAt: string
}

/** What the page shows of the chosen sandbox; of all of them it would be too much to send each second. */
export interface PageSettings {
  metadata: Record<string, string>
  /** Names of the environment variables; their values are secret. */
  variables: string[]
}

/** An account, by nothing from which its key could be found. */
export interface PageAccount {
  id: string
  /** The end of its key, or its id while no key was sent. */
  label: string
  /** How far its clock is ahead, in seconds. */
  aheadSeconds: number
  /** Names of the templates that it can use. */
  templates: string[]
}

/** A line of the list of requests: no query, body or header, as these may hold secrets. */
export interface PageRequest {
  number: number
  account: string | null
  /** Milliseconds since 1970. */
  at: number
  method: string
  path: string
  /** Null while it is not answered, and for ever if the connection was reset. */
  status: number | null
  /** Milliseconds until the answer; null while it is not answered. */
  ms: number | null
  error: string | null
}

/** What was asked and answered, without secrets. A text is pretty JSON if it could be read. */
export interface PageExchange {
  query: string | null
  body: string | null
  answer: string | null
}

export interface PageState {
  version: string
  /** Another one means that the emulator was started again, and numbers of requests began again. */
  run: string
  /** Whether the page can act and show bodies; not while other machines can reach it. */
  isLocal: boolean
  /** Whether each key is an account of its own; else the emulator was told which ones work. */
  takesAnyKey: boolean
  accounts: PageAccount[]
  /** Newest first. */
  sandboxes: PageSandbox[]
  /** Oldest first. */
  requests: PageRequest[]
}
