import { type Endpoint, endpoints } from "../contract"
import { Admission } from "./admission"
import { admit } from "./admit"
import type { Clock } from "./clock"
import type { Configuration } from "./configuration"
import { existence } from "./existence"
import type { Send } from "./http"
import { judge } from "./judge"
import { type ClientLog, logged } from "./log"
import { redact } from "./redact"
import { retry } from "./retry"
import { sending } from "./send"
import type { ServerTime } from "./server-time"
import type { CallInput, InnerOptions, Step } from "./step"
import { requestOf } from "./validate"

export type { CallInput, CallOptions } from "./step"

export interface TransportParts {
  configuration: Configuration
  clock: Clock
  send: Send
  log: ClientLog
  serverTime: ServerTime
  graceMs?: number | undefined
}

/** Carries the call of an endpoint row to the server and back. */
export type Transport = (row: Endpoint, input: CallInput, options: InnerOptions) => Promise<unknown>

/**
 * The chain: validate -> retry -> existence -> judge -> redact -> admit -> send. Each try waits for its turn, an answer
 * loses its secrets before anything is made of it, and what cannot be right is refused before anything is tried.
 */
export function transport({
  configuration,
  clock,
  send,
  log,
  serverTime,
  graceMs,
}: TransportParts): Transport {
  const admission = new Admission(configuration.maxConcurrency, clock)
  const contact = { isMade: false }
  const sent = logged(log, clock, serverTime.learn(sending(configuration, clock, send, graceMs)))
  const judged = judge(clock, redact(configuration.apiKey, admit(admission, clock, sent)))
  const tried = (step: Step<unknown>) => retry(clock, log, contact, step)
  const askGoodRoute = tried(judged)
  const call = tried(
    existence(judged, (request) =>
      askGoodRoute(
        requestOf(
          configuration,
          clock,
          endpoints.listSandboxes,
          { query: { limit: 1 } },
          { deadline: request.deadline, signal: request.signal },
        ),
      ),
    ),
  )
  return async (row, input, options) => call(requestOf(configuration, clock, row, input, options))
}
