import type { IncomingMessage } from "node:http"
import { text } from "node:stream/consumers"
import { cases, tryService } from "../live/cases"
import { Service } from "../live/service"
import { emulator } from "../support/api"
import { serve } from "../support/servers"

const server = emulator({ apiKeys: ["sk-live"], bootMs: 40, stopMs: 40 })
const quick = { pollMs: 10, patienceMs: 2_000 }

test("The cases for a live service hold on the emulator, which keeps nothing of them", async () => {
  const { account, running } = server.account("sk-live")
  const sandboxId = await running({ envVars: { A: "of-somebody-else" } })
  const service = new Service(server.url, "sk-live", quick)
  expect(await tryService(service)).toEqual([])
  expect(account.sandboxes().map((left) => left.sandboxId)).toEqual([sandboxId])
  expect(cases().length).toBeGreaterThan(30)
  const seen = JSON.stringify(service.seen)
  expect(seen).toContain('"envd_access_token":"…"')
  expect(seen).not.toMatch(/sk-live|of-somebody-else/)
  account.remove(sandboxId)
})

type Body = { message?: string; error?: string; data?: Record<string, unknown> & { sandboxes?: object[] } }

/** The emulator, as it would be if the service were another than the reference says. */
const deviating = () =>
  serve(async (incoming: IncomingMessage, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming
    const body = await text(incoming)
    const path = url.split("?", 1)[0] ?? ""
    const isShortening = method === "PUT" && JSON.parse(body).timeout === 200
    const answer = await fetch(server.url + url, {
      method: isShortening ? "GET" : method,
      headers: { "x-api-key": String(headers["x-api-key"] ?? ""), "content-type": "application/json" },
      ...(body === "" || isShortening ? {} : { body }),
    })
    const changed = JSON.parse((await answer.text()).replaceAll('"paused"', '"suspended"')) as Body
    if (answer.status === 404 && path.endsWith("/ports")) changed.error = changed.message = "Not Found"
    changed.data?.sandboxes?.reverse()
    if (path === "/v1/scalebox-regions") outgoing.sendDate = false
    if (path === "/v1/sandboxes/stats" || path.endsWith("/status")) changed.data = { sandbox_id: 7 }
    if (method === "DELETE" && answer.status === 404 && !path.includes("0000")) outgoing.statusCode = 200
    else outgoing.statusCode = answer.status
    if (url.includes("limit=1") && !url.includes("limit=100"))
      outgoing.setHeader("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
    outgoing.setHeader("Content-Type", "application/json")
    outgoing.end(JSON.stringify(changed))
  })

test("They tell where another service differs, and how", async () => {
  const { account } = server.account("sk-live")
  const service = new Service(`http://127.0.0.1:${await deviating()}`, "sk-live", quick)
  const findings = await tryService(service)
  expect(account.sandboxes()).toEqual([])
  expect(findings.map(({ name }) => name)).toEqual([
    "GET /v1/sandboxes/{sandboxId}/ports of something unknown is a 404 that says what is missing",
    "POST /v1/sandboxes/{sandboxId}/ports of something unknown is a 404 that says what is missing",
    "Answers have a Date within five minutes of this machine's clock",
    "A list shows the newest first, each with its metadata and with the fields that a look at it shows",
    "PUT takes no timeout that is shorter or the same",
    "A port can be added once, and removed once",
    "A pause ends in paused, without an end, and is refused the second time",
    "A deleted sandbox is terminating and then 404, and cannot be deleted twice",
    "All answers so far fit the vendor's description, and null is only in fields that allow it",
  ])
  const told = findings.flatMap(({ deviations }) => deviations).join("\n")
  expect(told).toContain(
    '"message":"Not Found","code":"not_found"} is read as unknown_route, unless the URL is',
  )
  expect(told).toContain("it is Thu, 01 Jan 2026 00:00:00 GMT")
  expect(told).toContain("the status is 200, not 400")
  // A slow look comes after the pause.
  expect(told).toMatch(/it went through (pausing, )?suspended/)
  expect(told).toContain("/v1/sandboxes/{sandbox_id}.data.status: not in the list of values")
  expect(JSON.stringify(service.seen) + told).not.toMatch(/sk-live|envd-[0-9a-f]/)
})
