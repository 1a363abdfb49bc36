import type { Clock } from "./clock"
import type { Configuration } from "./configuration"
import { cancelled } from "./errors"
import { ConnectionFailure, connectionError, type HttpResponse, type Send } from "./http"
import type { Step } from "./step"

/**
 * Sends one request, until the deadline or, unless the server waits for its work, for `requestTimeout`. Throws a ScaleboxError if no answer came.
 *
 * @param graceMs Milliseconds that a call which changes something may still take once its signal is aborted.
 */
export function sending(
  { apiUrl, requestTimeout }: Configuration,
  clock: Clock,
  send: Send,
  graceMs = 0,
): Step<HttpResponse> {
  const { origin } = new URL(apiUrl)
  return async ({ http, call, deadline, signal, waits }) => {
    // Never 0, which would mean no limit.
    const longestMs = waits ? Number.POSITIVE_INFINITY : requestTimeout * 1000
    const timeoutMs = Math.max(1, Math.ceil(Math.min(deadline - clock.now(), longestMs)))
    const kept = later(clock, call.method === "GET" ? 0 : graceMs, signal)
    try {
      return await send({ ...http, timeoutMs, signal: kept.signal })
    } catch (failure) {
      if (signal?.aborted) throw cancelled(call, call.method !== "GET")
      if (failure instanceof ConnectionFailure) throw connectionError(failure, call.method, call.path, origin)
      throw failure
    } finally {
      kept.end()
    }
  }
}

/** A signal that is aborted so many milliseconds after another one. */
function later(clock: Clock, graceMs: number, signal: AbortSignal | undefined) {
  if (!signal || graceMs === 0) return { signal, end: () => undefined }
  const controller = new AbortController()
  let forget = () => {}
  const abort = () => {
    forget = clock.after(graceMs, () => controller.abort())
  }
  if (signal.aborted) abort()
  else signal.addEventListener("abort", abort, { once: true })
  return {
    signal: controller.signal,
    end: () => {
      signal.removeEventListener("abort", abort)
      forget()
    },
  }
}
