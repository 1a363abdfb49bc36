import { launch } from "../../../emulator/src/emulator"
import type { Account, Emulator, EmulatorOptions } from "../../../emulator/src/types"
import { FakeClock } from "../../support/clock"

/** What is under `data`, as far as tests read single fields of it. */
export interface WireData {
  sandbox_id: string
  template_id: string
  name: string
  status: string
  substatus: string | null
  owner_user_id: string
  envd_access_token: string
  credential: string
  successful: number
  results: object[]
  custom_ports: object[]
  object_storage: object[]
  sandboxes: WireData[]
  templates: WireData[]
  metrics: { timestamp: string }[]
  series: { data: object[]; statistics: object | null }[]
  pagination: object
}

export interface WireBody {
  success: boolean
  message: string
  code: string
  data: WireData
}

export interface Answer {
  status: number
  headers: Headers
  body: WireBody
}

/** One emulator with a clock of the test's, and one account on it. */
export class Harness {
  readonly apiKey = "sk-unit"
  readonly account: Account

  private constructor(
    readonly emulator: Emulator,
    readonly clock: FakeClock,
  ) {
    this.account = emulator.account(this.apiKey)
  }

  static async start(options: EmulatorOptions = {}): Promise<Harness> {
    const clock = new FakeClock()
    return new Harness(await launch({ bootMs: 4000, stopMs: 1000, ...options }, () => clock), clock)
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    apiKey: string | null = this.apiKey,
  ): Promise<Answer> {
    const response = await fetch(this.emulator.url + path, {
      method,
      headers: { ...(apiKey === null ? {} : { "X-API-Key": apiKey }), "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as WireBody }
  }

  /** Id of a new sandbox that has only begun to start. */
  async begin(body: Record<string, unknown> = {}): Promise<string> {
    const { status, body: answer } = await this.call("POST", "/v1/sandboxes", { ...body, is_async: true })
    expect(status).toBe(201)
    return answer.data.sandbox_id
  }

  /** Id of a new sandbox that runs. */
  async run(body: Record<string, unknown> = {}): Promise<string> {
    const { status, body: answer } = await this.call("POST", "/v1/sandboxes", body)
    expect({ status, sandbox: answer.data?.status }).toEqual({ status: 201, sandbox: "running" })
    return answer.data.sandbox_id
  }

  async get(sandboxId: string): Promise<WireData> {
    return (await this.call("GET", `/v1/sandboxes/${sandboxId}`)).body.data
  }

  async statusOf(sandboxId: string): Promise<string> {
    const { status, body } = await this.call("GET", `/v1/sandboxes/${sandboxId}/status`)
    if (status === 404) return "gone"
    return body.data.substatus ? `${body.data.status}/${body.data.substatus}` : body.data.status
  }

  close(): Promise<void> {
    return this.emulator.close()
  }
}

/** Starts one for a test file, and closes it at its end. */
export function harness(options: EmulatorOptions = {}): { readonly h: Harness } {
  let started: Harness | undefined
  beforeEach(async () => {
    started = await Harness.start(options)
  })
  afterEach(() => started?.close())
  return {
    get h() {
      if (!started) throw new Error("The harness is there in tests only")
      return started
    },
  }
}
