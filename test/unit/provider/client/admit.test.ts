import { Admission } from "../../../../provider/src/client/admission"
import { admit, Unsent } from "../../../../provider/src/client/admit"
import type { HttpResponse } from "../../../../provider/src/client/http"
import { judge } from "../../../../provider/src/client/judge"
import type { Request } from "../../../../provider/src/client/step"
import { endpoints } from "../../../../provider/src/contract"
import { FakeClock } from "../../../support/clock"
import { failureOf } from "../../../support/failures"
import { ok, refused } from "../../../support/send"

const request = (deadline: number): Request =>
  ({
    row: endpoints.getSandbox,
    call: { method: "GET", path: "/v1/sandboxes/sbx-1" },
    params: { sandboxId: "sbx-1" },
    deadline,
  }) as unknown as Request

function step(...responses: HttpResponse[]) {
  const clock = new FakeClock()
  const times: number[] = []
  const started = clock.now()
  const admitted = admit(new Admission(1, clock), clock, async () => {
    times.push(clock.now() - started)
    return responses[times.length - 1] as HttpResponse
  })
  return { clock, times, send: (patience: number) => admitted(request(clock.now() + patience)) }
}

describe("admit", () => {
  test("passes answers on, and holds the next request back as long as a 429 asks", async () => {
    const limited = refused(429, "Slow down", { retryAfter: "3" })
    const { send, times } = step(limited, ok({}))
    await expect(send(60_000)).resolves.toBe(limited)
    await expect(send(60_000)).resolves.toEqual(ok({}))
    expect(times).toEqual([0, 3000])
  })

  test("says at once that the pause is longer than there is time", async () => {
    const { send, clock } = step(refused(429, "Slow down", { retryAfter: "3600" }))
    await send(60_000)
    const started = clock.now()
    const failure = await failureOf(send(60_000))
    expect(failure).toBeInstanceOf(Unsent)
    expect(failure.facts).toMatchObject({
      code: "rate_limited",
      message: "GET /v1/sandboxes/sbx-1 was not sent",
      retryAfterMs: 3_600_000,
    })
    expect(clock.now()).toBe(started)
  })

  test("says that the time was over", async () => {
    const failure = await failureOf(step().send(0))
    expect(failure).toBeInstanceOf(Unsent)
    expect(failure.message).toBe(
      "GET /v1/sandboxes/sbx-1 was not sent: its time was over before its turn came. Run the command again",
    )
  })
})

describe("judge", () => {
  const judged = (response: HttpResponse) => judge(new FakeClock(), async () => response)(request(0))

  test("answers the value of a success", async () => {
    const answer = judged(ok({ sandbox_id: "sbx-1", status: "running" }))
    await expect(answer).resolves.toMatchObject({ sandboxId: "sbx-1", status: "running" })
  })

  test("throws what a refusal says, and for how long it asks to wait", async () => {
    const { facts } = await failureOf(judged(refused(503, "Busy", { retryAfter: "7" })))
    expect(facts).toMatchObject({ code: "unavailable", status: 503, apiMessage: "Busy", retryAfterMs: 7000 })
  })
})
