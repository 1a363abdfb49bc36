import { type Admission, NotAdmitted } from "./admission"
import { hints } from "./answer"
import type { Clock } from "./clock"
import { ScaleboxError } from "./errors"
import type { HttpResponse } from "./http"
import { retryAfterMs } from "./retry-after"
import type { Call, Step } from "./step"

/** The error of a request that was not sent, because its time was over before its turn came. */
export class Unsent extends ScaleboxError {}

/** Lets a request wait for its turn, and learns from its answer how fast others may follow. */
export const admit =
  (admission: Admission, clock: Clock, next: Step<HttpResponse>): Step<HttpResponse> =>
  async (request) => {
    const { call, row, deadline, signal } = request
    const kind = `${row.method} ${row.path}`
    try {
      return await admission.run({ deadline, signal, kind }, async () => {
        const response = await next(request)
        if (response.status !== 429) admission.accepted()
        else admission.limited(kind, retryAfterMs(response.headers, clock.now()))
        return response
      })
    } catch (error) {
      throw error instanceof NotAdmitted ? unsent(call, error.pauseMs) : error
    }
  }

/** A request sent with no time left might do its work and never be heard of; one sent in a pause would prolong it. */
function unsent(call: Call, pauseMs: number): Unsent {
  const message = `${call.method} ${call.path} was not sent`
  return pauseMs > 0
    ? new Unsent({ code: "rate_limited", message, hint: hints.rate_limited, ...call, retryAfterMs: pauseMs })
    : new Unsent({
        code: "timeout",
        message: `${message}: its time was over before its turn came`,
        hint: "Run the command again",
        ...call,
      })
}
