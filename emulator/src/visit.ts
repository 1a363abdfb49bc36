import type { FastifyReply, FastifyRequest } from "fastify"
import type { AccountState, Accounts } from "./accounts"
import type { Clock } from "./clock"
import { accountLabel } from "./payloads"
import type { RecentRequest, RecentRequests } from "./recent"
import { newRequestId } from "./secrets"
import type { EndpointName } from "./shapes"

declare module "fastify" {
  interface FastifyContextConfig {
    endpoint?: EndpointName
    /** Part of the emulator's own page: no call of the API, so nobody's key, rate or journal is concerned. */
    isPage?: true
  }
}

/** Who sent a request, and where it is noted. */
export interface Visit {
  keyGiven: boolean
  account: AccountState | undefined
  line: RecentRequest
  recent: RecentRequests
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
  const entry = {
    at: begunAt,
    method,
    path: url.split("?", 1)[0] ?? "",
    endpoint: request.routeOptions.config.endpoint ?? null,
    query: { ...(request.query as object) },
    contentType: single(headers["content-type"]) ?? null,
    userAgent: single(headers["user-agent"]) ?? null,
    body: null,
    status: null,
    ms: null,
  }
  account?.journal.add(entry)
  const line = accounts.recent.add(entry, account ? accountLabel(account.id) : null)
  const visit = { keyGiven: Boolean(key), account, line, recent: accounts.recent, begunAt }
  visits.set(request, visit)
  return visit
}

/** Undefined if a request failed before it was begun. */
export const visitOf = (request: FastifyRequest): Visit | undefined => visits.get(request)

/** Fills in what was asked, as far as it could be read. */
export function noteBody({ account, line, recent }: Visit, body: unknown): void {
  account?.journal.addBody(line.entry, body)
  recent.keepBody(line, body)
}

/** Fills in the journal's line; a reset connection has no status. */
export function noteAnswer(
  visit: Visit | undefined,
  clock: Clock,
  status: number | null,
  error: string | null = null,
): void {
  if (!visit) return
  visit.line.entry.status = status
  visit.line.entry.ms = clock.now() - visit.begunAt
  visit.line.error = error
}
