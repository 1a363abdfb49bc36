import { ScaleboxClient } from "../../provider/src/client/client"
import type { Send } from "../../provider/src/client/http"
import { FakeClock } from "./clock"

/** An account whose sandboxes are numbered by age, 0 the oldest. Times in milliseconds since the account began. */
export interface World {
  size: number
  /** What a sandbox is at a time; undefined once it is gone. */
  statusAt?: (index: number, time: number) => string | undefined
  madeAt?: (index: number) => number
  /** Which the listing hides although they are there; default none. */
  hides?: (index: number) => boolean
  /** How long a call takes; default 0. */
  latencyMs?: number
  /** The first on the first page; default the newest. */
  first?: "newest" | "oldest"
  /** After each page that is listed, so many of the newest go (negative: so many new ones come), up to so many times. */
  shift?: { by: number; times: number }
}

export const idOf = (index: number) => `sbx-${index}`
export const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)

/** A client of such an account with a fake clock, and the calls that it gets. */
export function accountOf({ size, latencyMs = 0, ...world }: World) {
  const clock = new FakeClock()
  const began = clock.now()
  const calls: string[] = []
  const moved = { by: 0, times: 0 }
  const statusAt = (index: number) => {
    if (index >= size - moved.by) return undefined
    return (world.statusAt ?? (() => "running"))(index, clock.now() - began)
  }
  const shown = (index: number) => ({
    sandbox_id: idOf(index),
    status: statusAt(index),
    timeout: 300,
    sandbox_domain: "a.b",
    envd_access_token: "t",
    metadata: { mark: String(index) },
    created_at: new Date(began + (world.madeAt?.(index) ?? index - size)).toISOString(),
  })
  const listing = (page: number) => {
    const living = range(0, size - moved.by).filter(
      (index) => statusAt(index) !== undefined && !world.hides?.(index),
    )
    if (world.first !== "oldest") living.reverse()
    const sandboxes = living.slice((page - 1) * 100, page * 100).map(shown)
    if (world.shift && moved.times < world.shift.times) {
      moved.by += world.shift.by
      moved.times += 1
    }
    return {
      sandboxes,
      pagination: { page, limit: 100, total: living.length, total_pages: Math.ceil(living.length / 100) },
    }
  }
  const send: Send = async ({ method, url, query }) => {
    const path = new URL(url).pathname
    calls.push(`${method} ${path}`)
    if (latencyMs > 0) await clock.sleep(latencyMs)
    const answer = (data: unknown, status = 200) => ({
      status,
      headers: { retryAfter: undefined, requestId: undefined },
      text: JSON.stringify(status < 300 ? { success: true, data } : data),
    })
    if (path === "/v1/sandboxes") return answer(listing(Number(query?.page)))
    const index = Number(path.split("sbx-")[1])
    return statusAt(index) === undefined
      ? answer({ success: false, code: "not_found", message: "Sandbox not found" }, 404)
      : answer(shown(index))
  }
  const client = new ScaleboxClient({ apiKey: "sk-1", apiUrl: "https://api.test" }, { clock, send })
  return { client, clock, calls, began, statusAt, deadline: began + 600_000 }
}
