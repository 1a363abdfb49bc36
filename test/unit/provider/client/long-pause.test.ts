import { failureOf } from "../../../support/failures"
import { clientOn, ok, refused } from "../../../support/send"

const idle = () => new Promise((resolve) => setImmediate(resolve))

const sandbox = { sandbox_id: "sbx-1", status: "running" }
const limited = (retryAfter: string) => refused(429, "Slow down", { retryAfter })

describe("A Retry-After beyond the deadline", () => {
  test("ends the call at once, and says for how long the API asked to wait", async () => {
    const { client, clock, requests } = clientOn([limited("300")])
    const started = clock.now()
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(failure.message).toBe(
      "GET /v1/sandboxes/sbx-1 answered 429: Slow down (given up, as the API asks to wait for 300 s, and 120 s are left). " +
        "Wait and run the command again, or lower scalebox:maxConcurrency",
    )
    expect(failure.code).toBe("rate_limited")
    expect(requests).toHaveLength(1)
    expect(clock.now()).toBe(started)
  })

  test("is named after the tries before it", async () => {
    const { client, clock } = clientOn([limited("2"), limited("300")])
    const failure = await failureOf(client.createSandbox({}, { deadline: clock.now() + 60_000 }))
    expect(failure.message).toContain(
      "answered 429: Slow down (given up after 2 tries in 2 s, as the API asks to wait for 300 s, and 58 s are left)",
    )
  })

  test("ends calls that have not been sent yet as well, but none that has the time", async () => {
    const { client, clock, requests } = clientOn([limited("60"), ok(sandbox), ok(sandbox)])
    const started = clock.now()
    const first = client.getSandbox("sbx-1")
    await idle()
    const short = await failureOf(client.createSandbox({}, { deadline: clock.now() + 5000 }))
    expect(short.message).toBe(
      "POST /v1/sandboxes was not sent (given up, as the API asks to wait for 60 s, and 5 s are left). " +
        "Wait and run the command again, or lower scalebox:maxConcurrency",
    )
    expect(short.facts).toMatchObject({ code: "rate_limited", method: "POST", path: "/v1/sandboxes" })
    expect(short.facts.lost).toBeFalsy()
    expect(clock.now()).toBe(started)
    await first
    await client.getSandbox("sbx-1")
    expect(requests.map(({ method }) => method)).toEqual(["GET", "GET", "GET"])
  })

  test("is what a call of its kind that waits for its next try is told, with what it was answered itself", async () => {
    const { client, clock, requests } = clientOn([limited("2"), limited("300")])
    const own = failureOf(client.getSandbox("sbx-1", { deadline: clock.now() + 60_000 }))
    await idle()
    const other = failureOf(client.getSandbox("sbx-2", { deadline: clock.now() + 100_000 }))
    expect((await other).message).toMatch(/given up.* asks to wait for (300|298) s/)
    expect((await own).message).toMatch(
      /^GET \/v1\/sandboxes\/sbx-1 answered 429: .*as the API asks to wait for \d+ s, and 58 s are left/,
    )
    expect(requests).toHaveLength(2)
  })

  test("of more than a minute ends calls of that kind alone", async () => {
    const { client, clock, requests } = clientOn([limited("3600"), ok(sandbox), ok(sandbox)])
    const started = clock.now()
    expect((await failureOf(client.createSandbox({}))).message).toContain("asks to wait for 3600 s")
    expect((await failureOf(client.createSandbox({}))).message).toBe(
      "POST /v1/sandboxes was not sent (given up, as the API asks to wait for 3600 s, and 120 s are left). " +
        "Wait and run the command again, or lower scalebox:maxConcurrency",
    )
    await client.getSandbox("sbx-1")
    await client.getSandbox("sbx-2")
    expect(requests.map(({ method }) => method)).toEqual(["POST", "GET", "GET"])
    expect(clock.now()).toBe(started)
  })
})
