import type { ScaleboxClient } from "../../../../provider/src/client"
import { clientOn, lost, ok, refused, timedOut } from "../../../support/send"

type Ending = [string, (client: ScaleboxClient) => Promise<unknown>, string]

const endings: Ending[] = [
  ["deleteSandbox", (client) => client.deleteSandbox("sbx-1"), "Sandbox not found"],
  ["terminateSandbox", (client) => client.terminateSandbox("sbx-1"), "Sandbox not found"],
  ["removePort", (client) => client.removePort("sbx-1", 80), "Port 80 not found"],
  ["deleteTemplate", (client) => client.deleteTemplate("tpl-1"), "Template not found"],
]

describe.each(endings)("%s", (_, call, words) => {
  test("resolves if its first answer was lost and the next try finds nothing", async () => {
    for (const loss of [lost, timedOut]) {
      await expect(call(clientOn([loss(), refused(404, words)]).client)).resolves.toBeUndefined()
    }
  })

  test("is not_found for what never was", async () => {
    await expect(call(clientOn([refused(404, words)]).client)).rejects.toMatchObject({ code: "not_found" })
  })

  test("is not_found if the try before was surely not taken", async () => {
    const { client } = clientOn([refused(429, "Slow down"), refused(404, words)])
    await expect(call(client)).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("A call that waits on the server", () => {
  const created = ok({ sandbox_id: "sbx-1", status: "running" })
  const waits: [string, boolean, (client: ScaleboxClient) => Promise<unknown>][] = [
    ["createSandbox", true, (client) => client.createSandbox({})],
    ["createSandbox", false, (client) => client.createSandbox({ isAsync: true })],
    ["pauseSandbox", true, (client) => client.pauseSandbox("sbx-1")],
    ["pauseSandbox", false, (client) => client.pauseSandbox("sbx-1", true)],
    ["resumeSandbox", true, (client) => client.resumeSandbox("sbx-1")],
    ["resumeSandbox", false, (client) => client.resumeSandbox("sbx-1", true)],
    ["getSandbox", false, (client) => client.getSandbox("sbx-1")],
  ]

  test.each(waits)("%s (waits: %p) has until its deadline only then", async (_, isWaiting, call) => {
    const { client, requests } = clientOn([created])
    await call(client)
    expect(requests[0]?.timeoutMs).toBe(isWaiting ? 120_000 : 30_000)
  })

  test("ends at a deadline of its own", async () => {
    const { client, clock, requests } = clientOn([created])
    await client.createSandbox({}, { deadline: clock.now() + 45_000 })
    expect(requests[0]?.timeoutMs).toBe(45_000)
  })
})
