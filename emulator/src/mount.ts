import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { z } from "zod"
import { type Endpoint, type EndpointName, endpoints, toWire } from "../../provider/src/contract"
import type { AccountState } from "./accounts"
import { ApiError, errorBody } from "./errors"
import { type Reply, replyUnder } from "./faults"
import { allHandlers } from "./routes"
import type { Call, Handler, Services } from "./routes/handlers"
import type { FaultTarget } from "./types"
import { acceptBody, acceptQuery, type ReceivedBody } from "./validation"
import { noteAnswer, noteBody, type Visit, visitOf } from "./visit"

/** Methods that do the same on the same path. */
const alsoBy: Partial<Record<EndpointName, Endpoint["method"][]>> = { setTimeout: ["PUT"] }

/** Fields of a request whose zero value means "default", as Go clients send it. */
const zeroMeansDefault: Partial<Record<EndpointName, string[]>> = {
  createSandbox: ["name", "template", "cpuCount", "memoryMb", "storageGb"],
  createTemplate: ["visibility", "cpuCount", "memoryMb", "ports", "readyCommand", "customCommand"],
}

const names = Object.keys(endpoints) as EndpointName[]
/** The path of a call in the spelling of the routes. */
export const routeOf = (name: EndpointName) => endpoints[name].path.replace(/\{(\w+)\}/g, ":$1")
const methodsOf = (name: EndpointName): Endpoint["method"][] => [
  endpoints[name].method,
  ...(alsoBy[name] ?? []),
]

export function mountAll(app: FastifyInstance, services: Services): void {
  const handlers = allHandlers(services)
  for (const name of names) {
    app.route({
      method: methodsOf(name),
      url: routeOf(name),
      config: { endpoint: name },
      handler: (request, reply) => serve(name, handlers[name], services, request, reply),
    })
  }
}

const patterns = names.map((name) => ({
  pattern: new RegExp(`^${endpoints[name].path.replace(/\{\w+\}/g, "[^/]+")}$`),
  methods: methodsOf(name),
}))

/** By which methods a path can be called; none if there is no such path. */
const allowedMethods = (path: string): string[] => [
  ...new Set(patterns.flatMap(({ pattern, methods }) => (pattern.test(path) ? methods : []))),
]

export function noRoute({ method, url }: FastifyRequest): ApiError {
  const path = url.split("?", 1)[0] ?? ""
  const allowed = allowedMethods(path)
  if (allowed.length === 0) {
    return new ApiError(404, "route_not_found", `No such route: ${method} ${path.slice(0, 200)}`)
  }
  return new ApiError(
    405,
    "method_not_allowed",
    `Method ${method} is not allowed here: must be one of ${allowed.join(", ")}`,
    { allow: allowed.join(", ") },
  )
}

async function serve<N extends EndpointName>(
  name: N,
  handler: Handler<N>,
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const row: Endpoint = endpoints[name]
  // An empty id must not look like a thing that is gone.
  if (Object.values(request.params as Record<string, string>).includes("")) {
    return send(reply, errorReply(noRoute(request)))
  }
  const visit = visitOf(request)
  const received = receivedBody(row, request)
  if (visit && received.readable) noteBody(visit, received.value)
  const work = () => answerCall(name, handler, visit?.account, request)
  const fault = visit?.account?.faults.takeForRequest(name, targetOf(services, visit, received, request))
  const answer = await replyUnder(fault, services.clock, work)
  if (!answer) {
    noteAnswer(visit, services.clock, null)
    reply.hijack()
    request.raw.socket.destroy()
    return reply
  }
  return send(reply, answer)
}

/** What the API answers to a call by an account. */
export function answerCall<N extends EndpointName>(
  name: N,
  handler: Handler<N>,
  account: AccountState | undefined,
  request: FastifyRequest,
): Promise<Reply> {
  const row: Endpoint = endpoints[name]
  return replyTo(row.status, async () => handler(acceptCall(name, row, account, request)))
}

/** A body is looked at only if the API takes one. */
const receivedBody = (row: Endpoint, request: FastifyRequest): ReceivedBody =>
  row.body && request.body ? (request.body as ReceivedBody) : { readable: true, value: undefined }

function acceptCall<N extends EndpointName>(
  name: N,
  row: Endpoint,
  account: AccountState | undefined,
  request: FastifyRequest,
): Call<N> {
  const received = receivedBody(row, request)
  const accepted = {
    params: request.params,
    query: row.query && acceptQuery(row.query as z.ZodType, request.query as Record<string, unknown>),
    body: row.body && acceptBody(row.body as z.ZodType, received, zeroMeansDefault[name] ?? []),
    account,
    isAbandoned: () => request.raw.socket.destroyed,
  }
  // The row's own schemas have just made these types true.
  return accepted as Call<N>
}

export async function replyTo(
  status: number,
  work: () => Promise<{ data: unknown; message: string }>,
): Promise<Reply> {
  try {
    return jsonReply(status, toWire({ success: true, ...(await work()) }))
  } catch (error) {
    if (error instanceof ApiError) return errorReply(error)
    throw error
  }
}

const jsonReply = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  text: JSON.stringify(body),
})

export const errorReply = ({ status, code, message, headers }: ApiError): Reply =>
  jsonReply(status, errorBody(message, code), headers)

export const send = (reply: FastifyReply, { status, headers, text }: Reply): FastifyReply =>
  reply.code(status).type("application/json; charset=utf-8").headers(headers).send(text)

function targetOf(
  { store }: Services,
  { account }: Visit,
  received: ReceivedBody,
  request: FastifyRequest,
): FaultTarget {
  const { sandboxId } = request.params as { sandboxId?: string }
  if (sandboxId !== undefined) {
    return { sandboxId, name: account && store.find(account, sandboxId)?.name }
  }
  const body = received.readable ? received.value : undefined
  const name = body !== null && typeof body === "object" ? Reflect.get(body, "name") : undefined
  return { sandboxId, name: typeof name === "string" ? name : undefined }
}
