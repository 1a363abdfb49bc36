import { once } from "node:events"
import { type IncomingMessage, request } from "node:http"
import { json } from "node:stream/consumers"
import type { PageState } from "../../../emulator/src/page-types"
import { harness } from "./support"

const emulator = harness()

interface Answer {
  status: number | undefined
  body: { message: string; data: { sandbox_id: string } }
}

/** As the page asks, or with other headers. */
async function act(
  method: string,
  path: string,
  body: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { url } = emulator.h.emulator
  const { accounts }: PageState = await (await fetch(`${url}/_emulator/state`)).json()
  const text = JSON.stringify(body)
  const own = { origin: url, "sec-fetch-site": "same-origin", "content-length": String(text.length) }
  const sent = request(`${url}/_emulator/accounts/${accounts[0]?.id}${path}`, {
    method,
    headers: { ...own, ...headers },
  })
  sent.end(text)
  const [answer] = (await once(sent, "response")) as [IncomingMessage]
  return { status: answer.statusCode, body: (await json(answer)) as Answer["body"] }
}

describe("The page's actions", () => {
  test("do what the API does, without a key, as a call of nobody", async () => {
    const { h } = emulator
    const made = await act("POST", "/v1/sandboxes", { name: "web", timeout: 600, is_async: true })
    const id = made.body.data.sandbox_id
    const path = `/v1/sandboxes/${id}`
    h.clock.pass(4000)
    expect(await h.statusOf(id)).toBe("running")
    await act("POST", `${path}/ports`, { port: 8080, name: "http" })
    expect((await h.get(id)).custom_ports).toMatchObject([{ port: 8080, name: "http" }])
    await act("DELETE", `${path}/ports/8080`)
    expect((await h.get(id)).custom_ports).toEqual([])
    await act("PUT", path, { timeout: 7200 })
    expect(await h.get(id)).toMatchObject({ timeout: 7200 })
    await act("POST", `${path}/pause`, { is_async: true })
    h.clock.pass(1000)
    expect(await h.statusOf(id)).toBe("paused")
    await act("POST", `${path}/resume`, { is_async: true })
    h.clock.pass(4000)
    expect(await h.statusOf(id)).toBe("running")
    expect(h.account.requests().filter(({ method }) => method !== "GET")).toEqual([])
    await act("POST", `${path}/terminate`)
    h.clock.pass(1000)
    expect(await h.statusOf(id)).toBe("terminated")
    await act("DELETE", path)
    h.clock.pass(1000)
    expect(await h.statusOf(id)).toBe("gone")
  })

  test("let a sandbox fail, and time pass for its account", async () => {
    const { h } = emulator
    const failed = await h.run()
    const ends = await h.run({ timeout: 600 })
    await act("POST", `/v1/sandboxes/${failed}/fail`, { reason: "Node lost" })
    expect(await h.get(failed)).toMatchObject({ status: "failed", reason: "Node lost" })
    await act("POST", "/time", { seconds: 601 })
    expect(await h.statusOf(ends)).toBe("terminated")
  })

  test("answer the API's errors", async () => {
    const { h } = emulator
    const id = await h.run({ timeout: 600 })
    const answers = [
      await act("POST", `/v1/sandboxes/${id}/resume`),
      await act("PUT", `/v1/sandboxes/${id}`, { timeout: 60 }),
      await act("DELETE", "/v1/sandboxes/sbx-none"),
      await act("POST", "/v1/sandboxes/sbx-none/fail", { reason: "x" }),
      await act("POST", `/v1/sandboxes/${id}/fail`, {}),
      await act("POST", "/time", { seconds: -1 }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 400, 404, 404, 400, 400])
    expect(answers[1]?.body.message).toContain("60 must be greater than the present 600")
  })

  test.each<[string, Record<string, string>, string]>([
    ["another origin", { origin: "http://127.0.0.1:1" }, "foreign_origin"],
    ["no origin at all", { origin: "null" }, "foreign_origin"],
    ["another site", { "sec-fetch-site": "cross-site" }, "foreign_origin"],
    ["another port of this machine", { "sec-fetch-site": "same-site" }, "foreign_origin"],
    ["a foreign name", { host: "evil.example", origin: "http://evil.example" }, "foreign_host"],
  ])("refuse %s", async (_, headers, code) => {
    const { h } = emulator
    const id = await h.run()
    const calls = [
      act("DELETE", `/v1/sandboxes/${id}`, {}, headers),
      act("POST", `/v1/sandboxes/${id}/fail`, { reason: "x" }, headers),
      act("POST", "/time", { seconds: 3600 }, headers),
    ]
    for (const answer of await Promise.all(calls))
      expect(answer).toMatchObject({ status: 403, body: { code } })
    expect(await h.statusOf(id)).toBe("running")
  })

  test("know only accounts that there are", async () => {
    const { url } = emulator.h.emulator
    const response = await fetch(`${url}/_emulator/accounts/usr-none/time`, { method: "POST" })
    expect([response.status, await response.json()]).toEqual([
      404,
      expect.objectContaining({ message: 'The emulator knows no account "usr-none"' }),
    ])
  })
})
