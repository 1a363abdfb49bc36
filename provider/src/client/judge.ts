import { readAnswer, refusalError } from "./answer"
import type { Clock } from "./clock"
import type { HttpResponse } from "./http"
import type { Step } from "./step"

/** Makes a value, or a ScaleboxError, of the answer. */
export const judge =
  (clock: Clock, next: Step<HttpResponse>): Step<unknown> =>
  async (request) => {
    const response = await next(request)
    const isTaken = response.status >= 200 && response.status < 300
    if (!isTaken) throw refusalError(request, response, clock.now())
    return readAnswer(request, response, clock.now())
  }
