import { failureOf } from "../../../support/failures"
import { clientOn, lost, ok, type Reply, refused } from "../../../support/send"

const sandbox = { sandbox_id: "sbx-1", status: "running" }
const idle = () => new Promise((resolve) => setImmediate(resolve))

/** A request that ends only by its signal, as that of a real connection does. */
const endless: Reply = ({ signal }) =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(lost())))

describe("A signal", () => {
  test.each([
    ["getSandbox", false],
    ["createSandbox", true],
  ] as const)("ends the request of %s; lost is %p then", async (name, isLost) => {
    const { client } = clientOn([endless])
    const stop = new AbortController()
    const options = { signal: stop.signal }
    const call =
      name === "getSandbox" ? client.getSandbox("sbx-1", options) : client.createSandbox({}, options)
    await idle()
    stop.abort()
    const { code, facts, message } = await failureOf(call)
    expect({ code, lost: facts.lost }).toEqual({ code: "cancelled", lost: isLost })
    expect(message).toMatch(
      /^(GET|POST) \/v1\/sandboxes\S* was cancelled(\. It may have done its work all the same)?$/,
    )
  })

  test("ends the wait for a turn, and nothing is sent", async () => {
    const { client, requests } = clientOn([endless, ok(sandbox)], { maxConcurrency: 1 })
    const [first, second] = [new AbortController(), new AbortController()]
    const running = failureOf(client.getSandbox("sbx-1", { signal: first.signal }))
    await idle()
    const waiting = failureOf(client.createSandbox({}, { signal: second.signal }))
    await idle()
    second.abort()
    expect(await waiting).toMatchObject({ code: "cancelled", facts: { lost: false } })
    expect(requests).toHaveLength(1)
    first.abort()
    await running
    await client.getSandbox("sbx-1")
  })

  test("ends the pause between two tries", async () => {
    const { client, clock, requests } = clientOn([refused(429, "Slow down", { retryAfter: "30" })])
    const stop = new AbortController()
    const call = failureOf(client.createSandbox({}, { signal: stop.signal }))
    await idle()
    stop.abort()
    expect(await call).toMatchObject({ code: "cancelled", facts: { lost: false } })
    expect(requests).toHaveLength(1)
    expect(clock.sleeps).toHaveLength(1)
  })

  test("that is aborted already lets nothing be sent", async () => {
    const { client, requests } = clientOn([])
    const failure = await failureOf(client.createSandbox({}, { signal: AbortSignal.abort() }))
    expect(failure.code).toBe("cancelled")
    expect(requests).toEqual([])
  })
})
