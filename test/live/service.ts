import { setTimeout as sleep } from "node:timers/promises"

/** An answer as it came over the wire. */
export interface Answer {
  status: number
  /** The header, if there is one. */
  date: string | undefined
  body: unknown
  /** What is under `data`; empty if there is no object. */
  data: Record<string, unknown>
}

/** An exchange, without secrets. */
export interface Seen {
  /** Such as `GET /v1/sandboxes/sbx-1`. */
  call: string
  request?: unknown
  status: number
  body: unknown
}

export interface ServiceOptions {
  /** Milliseconds between two looks. Default 1000. */
  pollMs?: number
  /** Milliseconds until a change of a sandbox must have happened. Default 3 minutes. */
  patienceMs?: number
}

/** Names of fields whose values nobody else may see. */
const secret = /token|password|credential|proxy_url|username|email|_ip$/

/** What of an answer others may see. */
export const withoutSecrets = (body: unknown): unknown =>
  JSON.parse(
    JSON.stringify(body ?? null, (name, value) =>
      secret.test(name) && typeof value === "string" ? "…" : value,
    ),
  )

/** A service under test: plain calls, a record of all that was said, and an end for all that was created. */
export class Service {
  readonly seen: Seen[] = []
  private readonly made: string[] = []
  private readonly pollMs: number
  private readonly patienceMs: number

  constructor(
    readonly url: string,
    private readonly key: string,
    { pollMs = 1000, patienceMs = 180_000 }: ServiceOptions = {},
  ) {
    this.pollMs = pollMs
    this.patienceMs = patienceMs
  }

  /** Sends a call; `key` null sends none. */
  async call(
    method: string,
    path: string,
    request?: unknown,
    key: string | null = this.key,
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...(key ? { "X-API-Key": key } : {}), "Content-Type": "application/json" },
      ...(request === undefined ? {} : { body: JSON.stringify(request) }),
    })
    const text = await response.text()
    const body = parsed(text)
    const seen = { call: `${method} ${path}`, status: response.status, body: withoutSecrets(this.own(body)) }
    this.seen.push(request === undefined ? seen : { ...seen, request })
    const data = body !== null && typeof body === "object" ? Reflect.get(body, "data") : undefined
    return {
      status: response.status,
      date: response.headers.get("date") ?? undefined,
      body,
      data: data !== null && typeof data === "object" ? (data as Record<string, unknown>) : {},
    }
  }

  /** What the account has besides is nobody's business: only what the tests created is kept of a list. */
  private own(body: unknown): unknown {
    const { data } = (body ?? {}) as { data?: { sandboxes?: { sandbox_id?: string }[] } }
    if (!Array.isArray(data?.sandboxes)) return body
    const sandboxes = data.sandboxes.filter(({ sandbox_id = "" }) => this.made.includes(sandbox_id))
    return { ...(body as object), data: { ...data, sandboxes } }
  }

  /** Makes a sandbox that ends by itself after five minutes, should this process die. */
  async make(settings: object = {}): Promise<Answer> {
    const metadata = { "pulumi-scalebox-live-test": "yes" }
    const answer = await this.call("POST", "/v1/sandboxes", {
      timeout: 300,
      is_async: true,
      metadata,
      ...settings,
    })
    if (typeof answer.data.sandbox_id === "string") this.made.push(answer.data.sandbox_id)
    return answer
  }

  /** Looks at a sandbox until something is so, or for as long as the patience lasts; answers the statuses that it went through. */
  async follow(id: string, isSo: (answer: Answer) => boolean): Promise<{ statuses: string[]; last: Answer }> {
    const statuses: string[] = []
    // Looks are counted, as a machine that stalls would be out of patience after two of them.
    for (let waitedMs = 0; ; waitedMs += this.pollMs) {
      const last = await this.call("GET", `/v1/sandboxes/${id}`)
      const status = last.status === 200 ? String(last.data.status) : String(last.status)
      if (statuses.at(-1) !== status) statuses.push(status)
      if (isSo(last) || waitedMs >= this.patienceMs) return { statuses, last }
      await sleep(this.pollMs)
    }
  }

  /** Deletes all that was created; answers the ids that are still there. */
  async cleanUp(): Promise<string[]> {
    const left: string[] = []
    for (const id of this.made) {
      await this.call("DELETE", `/v1/sandboxes/${id}`)
      const { last } = await this.follow(id, ({ status }) => status === 404)
      if (last.status !== 404) left.push(id)
    }
    return left
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
