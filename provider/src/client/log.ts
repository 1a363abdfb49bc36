import type { Clock } from "./clock"
import { isScaleboxError } from "./errors"
import type { HttpResponse } from "./http"
import type { Step } from "./step"

/** Where the client says what it does. No line holds a key, a header, a body or a query. */
export interface ClientLog {
  /** Each request, with what came of it: `GET /v1/sandboxes/sbx-1 200 in 12 ms`. */
  debug(line: string): void
  /** A call that is about to be tried again: `GET /v1/sandboxes answered 503, trying again (40 s)`, since its first try. */
  retrying(line: string): void
}

/** The log that SCALEBOX_LOG asks for: with `debug` every line goes to stderr, else nothing is said. */
export function logOf(env: NodeJS.ProcessEnv = process.env): ClientLog {
  const write = (line: string) => void process.stderr.write(`scalebox: ${line}\n`)
  const say = env.SCALEBOX_LOG === "debug" ? write : () => undefined
  return { debug: say, retrying: say }
}

/** Says of each request how it ended. */
export const logged =
  (log: ClientLog, clock: Clock, next: Step<HttpResponse>): Step<HttpResponse> =>
  async (request) => {
    const began = clock.now()
    const say = (end: string | number) =>
      log.debug(`${request.call.method} ${request.call.path} ${end} in ${Math.round(clock.now() - began)} ms`)
    try {
      const response = await next(request)
      say(response.status)
      return response
    } catch (error) {
      say(isScaleboxError(error) ? `no answer (${error.code})` : "failed")
      throw error
    }
  }
