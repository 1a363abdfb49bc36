import type { PortRecord } from "./shapes"

/** What the page shows of a sandbox; named one by one, so that no secret gets here. */
export interface PageSandbox {
  id: string
  account: string
  name: string
  status: string
  substatus: string | null
  reason: string | null
  /** Null where no end is set. */
  remainingSeconds: number | null
  /** Seconds. */
  timeout: number
  autoPause: boolean
  ports: Pick<PortRecord, "port" | "name" | "protocol">[]
  domain: string
  template: string
  region: string
  project: string
  cpuCount: number
  memoryMb: number
  storageGb: number
  createdAt: string
}

/** What the page shows of a request: no query, body or header, as these may hold secrets. */
export interface PageRequest {
  number: number
  account: string | null
  /** Milliseconds since 1970. */
  at: number
  method: string
  path: string
  /** Null while it is not answered, and for ever where the connection was reset. */
  status: number | null
  /** Milliseconds until the answer; null while it is not answered. */
  ms: number | null
  error: string | null
}

export interface PageState {
  version: string
  /** Another one means that the emulator was started again, and numbers of requests began anew. */
  run: string
  /** Newest first. */
  sandboxes: PageSandbox[]
  /** Oldest first. */
  requests: PageRequest[]
}
