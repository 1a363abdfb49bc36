import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify"
import { endpoints } from "../../provider/src/contract"
import type { Accounts } from "./accounts"
import { unauthorized } from "./admission"
import { answerClientError } from "./client-error"
import type { Clock } from "./clock"
import { ApiError } from "./errors"
import { refuseForeignNames } from "./hosts"
import { errorReply, mountAll, noRoute, send } from "./mount"
import { isLoopback } from "./options"
import { mountActions } from "./page-actions"
import { mountPage } from "./page-routes"
import type { Services } from "./routes/handlers"
import { parseJson } from "./validation"
import { beginVisit, noteAnswer, visitOf } from "./visit"

const bodyLimit = 1024 * 1024
/** Long enough for any id that somebody tries; the real limit is the size of all headers. */
const longestUrl = 128 * 1024

export interface Parts {
  services: Services
  accounts: Accounts
  /** Address that is listened on. */
  host: string
  logs: boolean
}

export function buildApp({ services, accounts, host, logs }: Parts): FastifyInstance {
  const { clock } = services
  const app = fastify({
    bodyLimit,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: longestUrl },
    http: { maxHeaderSize: longestUrl },
    // Answers go to stdout's one line and stderr's log apart, so that scripts can read either.
    logger: logs ? { stream: process.stderr } : false,
    clientErrorHandler: answerClientError,
    frameworkErrors(error, request, reply) {
      beginVisit(request, reply, accounts, clock)
      answerError(error, request, reply, clock)
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser("*", { parseAs: "string" }, (_, text, done) => done(null, parseJson(String(text))))
  const isLocal = isLoopback(host)
  app.addHook("onRequest", async (request, reply) => {
    const { isPage } = request.routeOptions.config
    if (!isPage) beginVisit(request, reply, accounts, clock)
    if (isLocal) refuseForeignNames(request)
    if (!isPage) await admit(request, accounts, clock)
  })
  app.addHook("onSend", async (request, reply, payload) => {
    const [visit, { statusCode }] = [visitOf(request), reply]
    if (visit) accounts.recent.keepAnswer(visit.line, String(payload))
    // The account's clock may be set otherwise than that of this machine.
    reply.header("date", new Date(visit?.account?.now() ?? clock.now()).toUTCString())
    noteAnswer(visit, clock, statusCode, statusCode < 400 ? null : errorIn(String(payload)))
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => answerError(error, request, reply, clock))
  app.setNotFoundHandler((request, reply) => send(reply, errorReply(noRoute(request))))
  mountAll(app, services)
  mountPage(app, services, accounts, isLocal)
  if (isLocal) mountActions(app, services, accounts)
  return app
}

const longestError = 500

/** What an answer says of its error; a scripted one may be anything. */
function errorIn(text: string): string {
  const body = parseJson(text)
  const { message } = Object(body.readable ? body.value : undefined) as { message?: unknown }
  return (typeof message === "string" ? message : text).slice(0, longestError)
}

/** Key first, then the rate; whatever comes of it, the answer takes the time that was asked for. */
async function admit(request: FastifyRequest, accounts: Accounts, clock: Clock): Promise<void> {
  const visit = visitOf(request)
  if (!visit) return
  const { account, keyGiven, begunAt } = visit
  const { endpoint } = request.routeOptions.config
  const isPublic = endpoint === undefined || "public" in endpoints[endpoint]
  const { latencyMs, rateLimit } = account?.settings ?? accounts.settings
  let refusal: unknown
  try {
    if (!account && !isPublic) throw unauthorized(keyGiven)
    account?.rate.admit(rateLimit, begunAt)
  } catch (error) {
    refusal = error
  }
  if (latencyMs > 0) await clock.sleep(latencyMs)
  if (refusal) throw refusal
}

/** Fastify's own refusals, by its names for them. */
const ownRefusals: Record<string, ApiError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new ApiError(
    413,
    "body_too_large",
    "Request body is too large: must be at most 1 MiB",
  ),
  FST_ERR_BAD_URL: new ApiError(
    400,
    "invalid_request",
    "Invalid request: the path is not correctly percent-encoded",
  ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new ApiError(
    415,
    "unsupported_media_type",
    "Invalid content type: must be application/json",
  ),
}

function refusalFor(error: FastifyError | ApiError): ApiError {
  if (error instanceof ApiError) return error
  const known = ownRefusals[error.code]
  if (known) return known
  const status = error.statusCode ?? 500
  return status < 500
    ? new ApiError(status, "invalid_request", `Invalid request: ${error.message}`)
    : new ApiError(500, "internal_error", "The emulator failed: start it with logs to see why")
}

function answerError(
  error: FastifyError | ApiError,
  request: FastifyRequest,
  reply: FastifyReply,
  clock: Clock,
): void {
  const refusal = refusalFor(error)
  if (refusal.status >= 500) request.log.error(error)
  noteAnswer(visitOf(request), clock, refusal.status, refusal.message)
  send(reply, errorReply(refusal))
}
