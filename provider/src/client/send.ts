import type { Clock } from "./clock"
import type { Configuration } from "./configuration"
import { cancelled } from "./errors"
import { ConnectionFailure, connectionError, type HttpResponse, type Send } from "./http"
import type { Step } from "./step"

/** Sends one request, until the deadline or, unless the server waits for its work, for `requestTimeout`. Throws a ScaleboxError where no answer came. */
export function sending(
  { apiUrl, requestTimeout }: Configuration,
  clock: Clock,
  send: Send,
): Step<HttpResponse> {
  const { origin } = new URL(apiUrl)
  return async ({ http, call, deadline, signal, waits }) => {
    // Never 0, which would mean no limit.
    const longestMs = waits ? Number.POSITIVE_INFINITY : requestTimeout * 1000
    const timeoutMs = Math.max(1, Math.ceil(Math.min(deadline - clock.now(), longestMs)))
    try {
      return await send({ ...http, timeoutMs, signal })
    } catch (failure) {
      if (signal?.aborted) throw cancelled(call, call.method !== "GET")
      if (failure instanceof ConnectionFailure) throw connectionError(failure, call.method, call.path, origin)
      throw failure
    }
  }
}
