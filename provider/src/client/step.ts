import type { Endpoint } from "../contract"
import type { HttpRequest } from "./http"

/** What a call may be given beside its parameters. */
export interface CallOptions {
  /** When to give up, in milliseconds since 1970 by the client's clock; default: two minutes from now. */
  deadline?: number | undefined
  /** Ends the call when it is aborted: the error's code is `cancelled` then. */
  signal?: AbortSignal | undefined
}

/** What the client's own steps may be given beside that. */
export interface InnerOptions extends CallOptions {
  /** Called before the call is sent again although an earlier try may have done its work. */
  onRepeat?: (() => void) | undefined
}

/** What a call is about. */
export interface CallInput {
  params?: Record<string, string | number>
  query?: unknown
  body?: unknown
}

/** The call that an answer belongs to, as messages show it. */
export interface Call {
  method: string
  path: string
}

/** One call on its way; the same for all its tries. */
export interface Request {
  readonly row: Endpoint
  readonly call: Call
  /** Values of the parameters in the path. */
  readonly params: Record<string, string | number>
  readonly http: Omit<HttpRequest, "timeoutMs" | "signal">
  /** Texts of the body that nobody may see. */
  readonly secrets: readonly string[]
  /** Milliseconds since 1970. */
  readonly started: number
  /** Milliseconds since 1970. */
  readonly deadline: number
  readonly signal: AbortSignal | undefined
  /** Whether an answer may be as long in coming as the deadline allows. */
  readonly waits: boolean
  /** Called before the call is sent again although an earlier try may have done its work. */
  readonly onRepeat: (() => void) | undefined
}

/** One link of the chain: carries a request on, and answers what its own part makes of the answer. */
export type Step<Out> = (request: Request) => Promise<Out>
