import { ScaleboxClient } from "../../provider/src/client"
import { emulator } from "../support/api"
import { FakeClock } from "../support/clock"
import { failureOf } from "../support/failures"

const server = emulator()

/** A client for which the time between its tries passes at once. */
function patient(key: string) {
  const clock = new FakeClock()
  return { clock, client: new ScaleboxClient({ apiKey: key, apiUrl: server.url }, { clock }) }
}

describe("The client over HTTP", () => {
  test("keeps asking while the API is too busy, and makes each sandbox once", async () => {
    const { account } = server.account("sk-busy")
    account.addFault({
      kind: "status",
      endpoint: "createSandbox",
      status: 429,
      headers: { "retry-after": "2" },
      times: 5,
    })
    const { client } = patient("sk-busy")
    const made = await Promise.all(Array.from({ length: 10 }, () => client.createSandbox({ isAsync: true })))
    expect(new Set(made.map(({ sandboxId }) => sandboxId)).size).toBe(10)
    expect(account.sandboxes()).toHaveLength(10)
    expect(account.requests().filter(({ status }) => status === 429)).toHaveLength(5)
  })

  test("asks again where a GET got no answer, a 5xx, or was cut off", async () => {
    const { account, running } = server.account("sk-flaky")
    const id = await running()
    const { client } = patient("sk-flaky")
    await client.getSandbox(id)
    account.clearRequests()
    account.addFault({ kind: "resetBefore", endpoint: "getSandbox" })
    account.addFault({ kind: "resetAfter", endpoint: "getSandbox" })
    account.addFault({ kind: "status", endpoint: "getSandbox", status: 503, body: "<html>busy</html>" })
    expect(await client.getSandbox(id)).toMatchObject({ sandboxId: id })
    expect(account.requests().map(({ status }) => status)).toEqual([null, null, 503, 200])
  })

  test.each(["resetBefore", "resetAfter"] as const)("never sends a create again after a %s", async (kind) => {
    const { account } = server.account(`sk-${kind}`)
    account.addFault({ kind, endpoint: "createSandbox" })
    const { client } = patient(`sk-${kind}`)
    expect((await failureOf(client.createSandbox({}))).code).toBe("connection")
    expect(account.requests()).toHaveLength(1)
    expect(account.sandboxes()).toHaveLength(kind === "resetAfter" ? 1 : 0)
  })

  test("gives up on an answer that does not come in time", async () => {
    const { account, running } = server.account("sk-slow")
    const id = await running()
    account.addFault({ kind: "delay", endpoint: "extendTimeout", delayMs: 5000 })
    const client = new ScaleboxClient({ apiKey: "sk-slow", apiUrl: server.url, requestTimeout: 0.05 })
    expect((await failureOf(client.extendTimeout(id, 900))).code).toBe("timeout")
  })

  test.each(['{"success": true, "data": {"sandbox_id"', "<html>hello</html>", '{"data": {"id": 7}}'])(
    "says that the answer %p is malformed, not that the sandbox is gone",
    async (rawBody) => {
      const { account, running } = server.account("sk-malformed")
      account.clearFaults()
      const id = await running()
      account.addFault({ kind: "rawBody", endpoint: "getSandbox", rawBody, times: Number.POSITIVE_INFINITY })
      const { client } = patient("sk-malformed")
      expect((await failureOf(client.getSandbox(id))).code).toBe("malformed_response")
    },
  )

  test("asks again after a single malformed answer", async () => {
    const { account, running } = server.account("sk-cut")
    const id = await running()
    account.addFault({ kind: "rawBody", endpoint: "getSandbox", rawBody: '{"succ' })
    expect((await patient("sk-cut").client.getSandbox(id)).sandboxId).toBe(id)
  })

  test("tells a wrong URL from a sandbox that does not exist", async () => {
    const { client } = server.account()
    expect((await failureOf(client.getSandbox("sbx-nowhere"))).code).toBe("not_found")
    const wrong = new ScaleboxClient({ apiKey: "sk-1", apiUrl: `${server.url}/api` })
    expect((await failureOf(wrong.getSandbox("sbx-nowhere"))).code).toBe("unknown_route")
  })

  test("names itself and the request in its errors, for support", async () => {
    const { client, account } = server.account()
    const failure = await failureOf(client.getSandbox("sbx-nowhere"))
    expect(failure.facts.requestId).toMatch(/\w{8}/)
    expect(account.requests()[0]?.userAgent).toMatch(/^pulumi-scalebox\/\d/)
  })

  test("sends ids that are no plain words as one part of the path", async () => {
    const { client, account } = server.account()
    await failureOf(client.getSandbox("a/b?c#d"))
    expect(account.requests()).toMatchObject([
      { endpoint: "getSandbox", path: "/v1/sandboxes/a%2Fb%3Fc%23d" },
    ])
  })
})
