import type { Clock } from "./clock"
import type { HttpResponse } from "./http"
import type { Step } from "./step"

/** A Date header tells whole seconds, cut off: on average half a second has passed since. */
const cutMs = 500

/** The server's clock, as the `Date` header of its latest answer shows it. */
export class ServerTime {
  private offsetMs = 0

  constructor(private readonly clock: Clock) {}

  /** What the server's clock shows at a time of ours, both in milliseconds since 1970; ours until an answer came. */
  at(time: number): number {
    return time + this.offsetMs
  }

  /** Learns from each answer that passes. */
  readonly learn =
    (next: Step<HttpResponse>): Step<HttpResponse> =>
    async (request) => {
      const response = await next(request)
      const shown = Date.parse(response.headers.date ?? "")
      if (!Number.isNaN(shown)) this.offsetMs = shown + cutMs - this.clock.now()
      return response
    }
}
