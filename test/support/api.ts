import { type Account, type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/src"
import { ScaleboxClient } from "../../provider/src/client"
import type { CreateSandboxRequest } from "../../provider/src/contract"
import "./send"
import { vendorFaults } from "./vendor"

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number
  /** Parsed JSON. */
  body: unknown
  /** What is under `data`; empty if there is no object. */
  data: Record<string, unknown>
}

export interface RawRequest {
  /** An object is sent as JSON, a text as it is. */
  body?: unknown
  /** Default: the account's key; null sends none. */
  key?: string | null
}

/** One account, seen through our client, through plain HTTP, and from behind the emulator's scenes. */
export interface Api {
  client: ScaleboxClient
  account: Account
  raw(method: string, path: string, request?: RawRequest): Promise<RawAnswer>
  /** Id of a new sandbox that runs. */
  running(settings?: CreateSandboxRequest): Promise<string>
}

/** An emulator for a test file, whose sandboxes boot and stop at once unless a test configures its account. */
export function emulator(options: EmulatorOptions = {}) {
  let started: Emulator | undefined
  let accounts = 0
  beforeAll(async () => {
    started = await startEmulator({ bootMs: 0, stopMs: 0, ...options })
  })
  afterAll(() => started?.close())
  return {
    get url() {
      if (!started) throw new Error("The emulator is there in tests only")
      return started.url
    },
    /** A new account without sandboxes. */
    account(key?: string): Api {
      accounts += 1
      return apiOf(started, key ?? `sk-contract-${accounts}`)
    },
  }
}

function apiOf(started: Emulator | undefined, apiKey: string): Api {
  if (!started) throw new Error("Accounts are there in tests only")
  const { url } = started
  const client = new ScaleboxClient({ apiKey, apiUrl: url })
  return {
    client,
    account: started.account(apiKey),
    raw: (method, path, { body, key = apiKey } = {}) => rawCall(url, method, path, { body, key }),
    running: async (settings = {}) => {
      const { sandboxId, status } = await client.createSandbox(settings)
      expect(status).toBe("running")
      return sandboxId
    },
  }
}

async function rawCall(
  url: string,
  method: string,
  path: string,
  { body, key }: RawRequest,
): Promise<RawAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: { ...(key ? { "X-API-Key": key } : {}), "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  expect(vendorFaults(method, path, response.status, answer)).toEqual([])
  const data = answer !== null && typeof answer === "object" ? Reflect.get(answer, "data") : undefined
  return {
    status: response.status,
    body: answer,
    data: data !== null && typeof data === "object" ? (data as Record<string, unknown>) : {},
  }
}

/** The envelope of a refusal that says, after "Invalid request: ", this. */
export const invalid = (...faults: string[]) => refusal(`Invalid request: ${faults.join("; ")}`)

/** The envelope of a refusal with this text. */
export const refusal = (message: string, code?: string) => ({
  success: false,
  error: message,
  message,
  code: code ?? expect.any(String),
})
