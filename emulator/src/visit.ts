import type { FastifyReply, FastifyRequest } from "fastify"
import type { AccountState, Accounts } from "./accounts"
import type { Clock } from "./clock"
import { newRequestId } from "./secrets"
import type { EndpointName, JournalEntry } from "./types"

declare module "fastify" {
  interface FastifyContextConfig {
    endpoint?: EndpointName
  }
}

/** Who sent a request, and its line in the journal. */
export interface Visit {
  keyGiven: boolean
  account: AccountState | undefined
  entry: JournalEntry | undefined
  begunAt: number
}

const visits = new WeakMap<FastifyRequest, Visit>()

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)

/** To be called first for each request, also for those that no route takes. */
export function beginVisit(
  request: FastifyRequest,
  reply: FastifyReply,
  accounts: Accounts,
  clock: Clock,
): Visit {
  reply.header("x-request-id", newRequestId())
  const { headers, method, url } = request
  const key = single(headers["x-api-key"])
  const account = accounts.admitted(key)
  const begunAt = clock.now()
  const entry = account?.journal.begin({
    at: begunAt,
    method,
    path: url.split("?", 1)[0] ?? "",
    endpoint: request.routeOptions.config.endpoint ?? null,
    query: { ...(request.query as object) },
    contentType: single(headers["content-type"]) ?? null,
    userAgent: single(headers["user-agent"]) ?? null,
  })
  const visit = { keyGiven: Boolean(key), account, entry, begunAt }
  visits.set(request, visit)
  return visit
}

/** Undefined where a request failed before it was begun. */
export const visitOf = (request: FastifyRequest): Visit | undefined => visits.get(request)

/** Fills in the journal's line; a reset connection has no status. */
export function noteAnswer(visit: Visit | undefined, clock: Clock, status: number | null): void {
  if (!visit?.entry) return
  visit.entry.status = status
  visit.entry.ms = clock.now() - visit.begunAt
}
