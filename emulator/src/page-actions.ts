import type { FastifyInstance, FastifyRequest } from "fastify"
import { z } from "zod"
import { type EndpointName, endpoints } from "../../provider/src/contract"
import type { AccountState, Accounts } from "./accounts"
import { accountControl } from "./control"
import { ApiError } from "./errors"
import type { Reply } from "./faults"
import { refuseOtherOrigins } from "./hosts"
import { answerCall, replyTo, routeOf, send } from "./mount"
import { accountLabel } from "./payloads"
import { allHandlers } from "./routes"
import type { Services } from "./routes/handlers"
import { acceptBody, type ReceivedBody } from "./validation"

/** Calls of the API that the page makes, each for an account that it names by its id. */
const calls = [
  ...(["createSandbox", "pauseSandbox", "resumeSandbox", "terminateSandbox", "deleteSandbox"] as const),
  ...(["extendTimeout", "addPort", "removePort"] as const),
] satisfies EndpointName[]

const failure = z.object({ reason: z.string().min(1).max(500) })
const oneYear = 31_536_000
const passage = z.object({ seconds: z.number().int().min(1).max(oneYear) })

/** What the page can do. No key is asked for, so only the page itself, on this machine, may come. */
export function mountActions(app: FastifyInstance, services: Services, accounts: Accounts): void {
  const handlers = allHandlers(services)
  type Act = (account: AccountState, request: FastifyRequest) => Promise<Reply>
  const route = (method: string, path: string, act: Act) =>
    app.route({
      method,
      url: `/_emulator/accounts/:account${path}`,
      config: { isPage: true },
      handler: async (request, reply) => {
        refuseOtherOrigins(request)
        return send(reply, await act(accountOf(accounts, request), request))
      },
    })

  for (const name of calls) {
    const answer = <N extends EndpointName>(call: N): Act => {
      const handler = handlers[call]
      return (account, request) => answerCall(call, handler, account, request)
    }
    route(endpoints[name].method, routeOf(name), answer(name))
  }
  route("POST", `${routeOf("getSandbox")}/fail`, (account, request) =>
    replyTo(200, async () => {
      const { sandboxId } = services.store.get(account, paramsOf(request).sandboxId ?? "")
      const { reason } = bodyOf(failure, request)
      accountControl(account, services.store).change(sandboxId, { status: "failed", reason })
      return { data: { sandboxId }, message: "Sandbox failed" }
    }),
  )
  route("POST", "/time", (account, request) =>
    replyTo(200, async () => {
      account.clockOffsetMs += bodyOf(passage, request).seconds * 1000
      return { data: {}, message: "Time has passed" }
    }),
  )
}

const paramsOf = ({ params }: FastifyRequest) => params as Record<string, string>

const bodyOf = <T>(schema: z.ZodType<T>, { body }: FastifyRequest): T =>
  acceptBody(schema, (body as ReceivedBody | undefined) ?? { readable: true, value: undefined }, []) as T

function accountOf(accounts: Accounts, request: FastifyRequest): AccountState {
  const { account: label } = paramsOf(request)
  const account = accounts.all().find(({ id }) => accountLabel(id) === label)
  if (!account) throw new ApiError(404, "not_found", `The emulator knows no account "${label}"`)
  return account
}
