import { type EndpointName, endpoints } from "../../../../provider/src/contract"
import { exampleCalls } from "../../../support/calls"
import { failureOf } from "../../../support/failures"
import { clientOn, lost, notSent, ok, type Reply, refused, text, timedOut } from "../../../support/send"

const sandbox = { sandbox_id: "sbx-1", status: "running" }

const names = Object.keys(exampleCalls) as EndpointName[]
const repeatable = names.filter((name) => endpoints[name].repeatable)
const once = names.filter((name) => !endpoints[name].repeatable)

/** Makes the call of a row on a server that has answered before and then gives these answers. */
async function run(name: EndpointName, ...replies: Reply[]) {
  const { client, clock, requests } = clientOn([ok(sandbox), ...replies, ok(exampleCalls[name].data)])
  await client.getSandbox("sbx-0")
  const started = clock.now()
  const result = exampleCalls[name].make(client)
  const failure = await result.then(
    () => undefined,
    () => failureOf(result),
  )
  return { failure, sent: requests.length - 1, waited: clock.now() - started, client }
}

describe("Every call", () => {
  test.each(names)("%s is sent again after a 429, once the time it asks for is over", async (name) => {
    const result = await run(name, refused(429, "Slow down", { retryAfter: "7" }))
    expect(result.failure).toBeUndefined()
    expect(result).toMatchObject({ sent: 2, waited: 7000 })
  })

  test.each(names)("%s is sent again if nothing listened", async (name) => {
    const result = await run(name, notSent(), notSent())
    expect(result.failure).toBeUndefined()
    expect(result).toMatchObject({ sent: 3, waited: 450 })
  })

  test.each(names)("%s is not sent again after a refusal", async (name) => {
    const { failure, sent } = await run(name, refused(400, "Wrong"))
    expect(failure).toMatchObject({ code: "invalid", facts: { status: 400, apiMessage: "Wrong" } })
    expect(sent).toBe(1)
  })
})

describe("A call that may be repeated", () => {
  test.each(repeatable)("%s is sent again after a lost answer and a 5xx", async (name) => {
    const { failure, sent } = await run(name, lost(), timedOut(), text(503, ""), refused(500, "Oh"))
    expect(failure).toBeUndefined()
    expect(sent).toBe(5)
  })

  test("waits as long as a 503 asks for", async () => {
    const { waited } = await run("getSandbox", refused(503, "Busy", { retryAfter: "9" }))
    expect(waited).toBe(9000)
  })
})

describe("An answer that cannot be read", () => {
  const torn = () => text(200, '{"success": true, "da')
  const answers = (reply: () => Reply, times: number) => Array.from({ length: times }, reply)

  test("ends a call after two seconds of nothing else", async () => {
    const { failure, waited } = await run("getSandbox", ...answers(torn, 20))
    expect(failure?.code).toBe("malformed_response")
    expect(waited).toBeGreaterThan(1000)
    expect(waited).toBeLessThanOrEqual(2000)
  })

  test.each([
    ["a limit", refused(429, "Slow down", { retryAfter: "9" })],
    ["trouble", refused(503, "Busy", { retryAfter: "9" })],
    ["a lost answer", lost()],
  ])("is asked for again though %s has taken longer before it", async (_, trouble) => {
    const replies = [...answers(() => trouble, 4), torn(), trouble, torn()]
    expect(await run("getSandbox", ...replies)).toMatchObject({
      failure: undefined,
      sent: replies.length + 1,
    })
  })
})

describe("A call that must not be repeated", () => {
  test.each(once)("%s is not sent again after a 5xx", async (name) => {
    const { failure, sent } = await run(name, refused(502, "Oh"))
    expect(failure?.code).toBe("unavailable")
    expect(sent).toBe(1)
  })

  test.each(once)("%s is not sent again after a lost answer", async (name) => {
    const broken = await run(name, lost())
    expect(broken.failure?.code).toBe("connection")
    expect(broken.sent).toBe(1)
    const late = await run(name, timedOut())
    expect(late.failure?.code).toBe("timeout")
    expect(late.sent).toBe(1)
  })
})

describe("Retry-After", () => {
  test.each([
    ["seconds", "30", 30_000],
    ["a date", "Thu, 01 Jan 2026 00:00:12 GMT", 12_000],
    ["nothing", undefined, 1000],
    ["nonsense", "soon", 1000],
    ["no wait at all", "0", 150],
  ])("that says %s is kept to", async (_, retryAfter, waited) => {
    expect(await run("createSandbox", refused(429, "Slow down", { retryAfter }))).toMatchObject({
      waited,
      sent: 2,
    })
  })

  test("holds up all other calls as well", async () => {
    const { client, clock } = clientOn([
      refused(429, "Slow down", { retryAfter: "5" }),
      ok(sandbox),
      ok(sandbox),
    ])
    const started = clock.now()
    const first = client.getSandbox("sbx-1")
    await new Promise((resolve) => setImmediate(resolve))
    await client.getSandbox("sbx-2")
    expect(clock.now() - started).toBeGreaterThanOrEqual(5000)
    await first
  })
})

describe("The deadline", () => {
  const slow = () => refused(429, "Slow down", { retryAfter: "1" })

  test("ends even the retries of a 429, with what the API said", async () => {
    const { client, clock, requests } = clientOn([slow(), slow(), slow(), slow()])
    const deadline = clock.now() + 2500
    const failure = await failureOf(client.createSandbox({}, { deadline }))
    expect(failure).toMatchObject({ code: "rate_limited", facts: { apiMessage: "Slow down" } })
    expect(requests).toHaveLength(3)
    expect(clock.now()).toBeLessThan(deadline)
  })

  test("is two minutes from now if none is given", async () => {
    const { client, clock, requests } = clientOn([...Array.from({ length: 200 }, slow)])
    const started = clock.now()
    await failureOf(client.getSandbox("sbx-1"))
    expect(clock.now() - started).toBeGreaterThan(110_000)
    expect(clock.now() - started).toBeLessThanOrEqual(120_000)
    expect(requests.length).toBeGreaterThan(20)
  })

  test("bounds the time of a single request, as does requestTimeout", async () => {
    const { client, clock, requests } = clientOn([ok(sandbox), ok(sandbox)], { requestTimeout: 1.0005 })
    await client.getSandbox("sbx-1", { deadline: clock.now() + 200.5 })
    await client.getSandbox("sbx-1")
    expect(requests.map(({ timeoutMs }) => timeoutMs)).toEqual([201, 1001])
  })

  test("that passes while a call waits for its turn keeps it from being sent", async () => {
    const { client, clock, requests } = clientOn(
      [
        async () => {
          clock.pass(10_000)
          return ok(sandbox)
        },
      ],
      { maxConcurrency: 1 },
    )
    const first = client.getSandbox("sbx-1")
    const late = failureOf(client.createSandbox({}, { deadline: clock.now() + 5000 }))
    await first
    expect(await late).toMatchObject({ code: "timeout", facts: { method: "POST", path: "/v1/sandboxes" } })
    expect(requests).toHaveLength(1)
  })
})
