import type { BootStep, EndpointName, PortRecord, SandboxRecord } from "./shapes"

/** How an emulator starts. Every field may be left out. */
export interface EmulatorOptions {
  /** TCP port; 0 takes any free one. Default 0. */
  port?: number
  /** Address to listen on; default `127.0.0.1`, which only this machine reaches. */
  host?: string
  /** The only valid API keys; default: any non-empty key works, and each is a separate account. */
  apiKeys?: string[]
  /** Milliseconds from the creation, or from a resume, until a sandbox runs; default 1500. */
  bootMs?: number
  /** Milliseconds that pausing, terminating and deleting take; default 500. */
  stopMs?: number
  /** Milliseconds before each answer; default 0. */
  latencyMs?: number
  /** Requests a second that an account may send, more are answered by 429; default 0, no limit. */
  rateLimit?: number
  /** File that keeps the sandboxes across restarts; default: none, all is forgotten. */
  dataFile?: string
  /** Ids of regions that have no room. */
  fullRegions?: string[]
  /** Write a JSON log to stderr; default false. */
  logs?: boolean
}

/** A running emulator. */
export interface Emulator {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string
  /** What belongs to one API key; always the same state for the same key. */
  account(apiKey: string): Account
  /** Stops listening and ends all connections at once, also those of requests under way. */
  close(): Promise<void>
}

/** Settings of one account, over those of the emulator. */
export interface AccountSettings {
  bootMs?: number
  stopMs?: number
  latencyMs?: number
  rateLimit?: number
}

/** One account, as a test sees and steers it. */
export interface Account {
  /** Requests in order of arrival; the newest 50,000 are kept, or as many as have 64 MiB of bodies. */
  requests(): JournalEntry[]
  clearRequests(): void
  /** All sandboxes in order of creation, as they are now. Deleted ones are not among them. */
  sandboxes(): SandboxRecord[]
  sandbox(id: string): SandboxRecord | undefined
  /** Faults are tried in the order in which they were added, and a request takes the first that fits. */
  addFault(fault: Fault): void
  clearFaults(): void
  configure(settings: AccountSettings): void
  /** Makes another key one of this account, as a rotation does; the first one stays good. */
  addKey(apiKey: string): void
  /** Shifts this account's time by so many milliseconds against the wall clock; negative is the past. */
  setClockOffset(ms: number): void
  /** Changes a sandbox as if somebody else had. Throws if there is no such sandbox. */
  change(id: string, fields: SandboxChange): void
  /** Makes a sandbox disappear at once. Throws if there is no such sandbox. */
  remove(id: string): void
  /** Lets a boot that hangs go on. Throws if there is no such sandbox. */
  release(id: string): void
}

/** What may be changed from outside. */
export interface SandboxChange {
  /** Any text; the times that belong to a known status follow it. */
  status?: string
  substatus?: string | null
  reason?: string | null
  /** Seconds from the start. */
  timeout?: number
  name?: string
  description?: string
  projectId?: string
  metadata?: Record<string, string>
  customPorts?: PortRecord[]
}

/** One request, without API key. */
export interface JournalEntry {
  /** Milliseconds since 1970, by the wall clock. */
  at: number
  method: string
  /** Without the query, in the spelling of the request. */
  path: string
  /** Which call of the API this is; null if there is none. */
  endpoint: EndpointName | null
  query: Record<string, unknown>
  /** Parsed JSON with object storage keys masked; null if there is none or it cannot be read. */
  body: unknown
  contentType: string | null
  userAgent: string | null
  /** Null while it is not answered, and for ever if the connection was reset. */
  status: number | null
  /** Milliseconds until the answer. */
  ms: number | null
}

/** The sandbox that a request is about, as far as that is known before the work is done. */
export interface FaultTarget {
  /** Undefined for a create and for calls on no single sandbox. */
  sandboxId: string | undefined
  name: string | undefined
}

interface FaultScope {
  /** Default: every sandbox. */
  sandbox?: (target: FaultTarget) => boolean
  /** How often it happens, `Infinity` for always; default 1. */
  times?: number
}

interface RequestScope extends FaultScope {
  endpoint: EndpointName
}

/** What goes wrong with a request. */
export type RequestFault =
  /** This answer instead of the real one; with `after` the work is done first. A text as body is sent as it is. */
  | (RequestScope & {
      kind: "status"
      status: number
      body?: unknown
      headers?: Record<string, string>
      after?: boolean
    })
  /** The work, or with `after` only the answer, comes so many milliseconds later. */
  | (RequestScope & { kind: "delay"; delayMs: number; after?: boolean })
  /** The connection ends and nothing is done. */
  | (RequestScope & { kind: "resetBefore" })
  /** The connection ends after the work is done. */
  | (RequestScope & { kind: "resetAfter" })
  /** The work is done, and this text is answered with status 200. */
  | (RequestScope & { kind: "rawBody"; rawBody: string })
  /** The work is done, and what `alter` makes of the answer's body, as it would travel, is answered with its status. */
  | (RequestScope & { kind: "alter"; alter: (body: unknown) => unknown })

/** What goes wrong with a sandbox. */
export type SandboxFault =
  /** A new sandbox fails at the end of this step. */
  | (FaultScope & { kind: "failBoot"; substatus: BootStep; reason: string })
  /** A new sandbox stays in this step until it is released. */
  | (FaultScope & { kind: "hangBoot"; substatus: BootStep })
  /** A pause ends in `running`, or a resume in `paused`. */
  | (FaultScope & { kind: "rollBack"; of: "pause" | "resume"; reason: string })
  /** A template that is created from a sandbox fails to build. */
  | (FaultScope & { kind: "failTemplate"; reason: string })

export type Fault = RequestFault | SandboxFault
