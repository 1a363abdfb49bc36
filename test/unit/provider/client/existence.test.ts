import { ScaleboxError } from "../../../../provider/src/client"
import { refusalError } from "../../../../provider/src/client/answer"
import { existence } from "../../../../provider/src/client/existence"
import type { HttpResponse } from "../../../../provider/src/client/http"
import type { Request } from "../../../../provider/src/client/step"
import { type EndpointName, endpoints } from "../../../../provider/src/contract"
import { failureOf } from "../../../support/failures"
import { clientOn, json, lost, ok, type Reply, refused, text } from "../../../support/send"

/** What a 404 of a row means; `?` in front where it is ambiguous. */
function meaning(response: HttpResponse, name: EndpointName = "getSandbox", params = { sandboxId: "sbx-1" }) {
  const row = endpoints[name]
  const call = { method: row.method, path: row.path.replace("{sandboxId}", params.sandboxId) }
  const { facts } = refusalError({ call, row, params }, response, 0)
  return (facts.ambiguous ? "?" : "") + facts.code
}

const envelope = (message: string, code?: string) =>
  json(404, { success: false, error: message, message, code })

describe("A 404", () => {
  test.each<[string, unknown]>([
    [
      "a message that names the sandbox",
      { success: false, error: "Sandbox not found", message: "Sandbox not found" },
    ],
    ["a code that names the sandbox", { message: "Not found", code: "sandbox_not_found" }],
    ["such a code in capitals", { error: { message: "Not found", code: "SANDBOX_NOT_FOUND" } }],
    ["a general code beside such a message", { code: "not_found", message: 'Sandbox "sbx-1" not found' }],
    ["the id that was asked for", { code: "E404", message: "sbx-1 is unknown" }],
    ["more than the sandbox", { message: "Sandbox not found in project prj-1" }],
  ])("with %s says that the sandbox does not exist", (_, body) => {
    expect(meaning(json(404, body))).toBe("not_found")
  })

  test.each<[string, unknown]>([
    ["an empty object", {}],
    ["a general code alone", { code: "NOT_FOUND", message: "The page could not be found" }],
    ["a code of the route", { code: "route_not_found", message: "Sandbox API: nothing here" }],
    ["Fastify's words", { message: "Route GET:/v1/sandbox not found", error: "Not Found", statusCode: 404 }],
    ["Express's words", { message: "Cannot GET /v1/sandbox" }],
    ["Spring's words", { success: false, message: "No static resource v1/sandboxes/sbx-1." }],
    ["a framework's bare message", { message: "Not Found" }],
    ["a framework's bare detail", { detail: "Not Found" }],
    ["words about the path", { message: "No handler for /v1/sandboxes/sbx-1" }],
  ])("with %s is about the URL, never about the sandbox", (_, body) => {
    expect(meaning(json(404, body))).toBe("unknown_route")
  })

  test.each<[string, unknown]>([
    ["the reference's own heading", { error: "Resource not found" }],
    ["a code alone", { code: "NOT_FOUND" }],
    ["an object", { error: { message: "Resource not found", code: "not_found" } }],
    ["the id of another sandbox", { message: "sbx-12 is unknown" }],
  ])("with %s in any JSON object is ambiguous", (_, body) => {
    expect(meaning(json(404, body))).toBe("?unknown_route")
    expect(meaning(json(404, body), "listSandboxes")).toBe("unknown_route")
  })

  test.each(["", "<html>404 sandbox</html>", "404 page not found"])(
    "with the body %p is about the URL",
    (body) => expect(meaning(text(404, body))).toBe("unknown_route"),
  )

  test.each<[EndpointName, string, string]>([
    ["getSandbox", "project prj-1 is unknown", "rejected"],
    ["getSandbox", "Template not found", "rejected"],
    ["removePort", "Port 8080 not found", "not_found"],
    ["removePort", "Sandbox not found", "not_found"],
    ["removePort", "Project not found", "rejected"],
    ["addPort", "Port 8080 not found", "rejected"],
    ["createSandbox", "Template base not found", "not_found"],
    ["createSandbox", "Project not found", "not_found"],
    ["switchProject", "Project not found", "not_found"],
    ["getTemplate", "Sandbox not found", "rejected"],
    ["listSandboxes", "Project not found", "rejected"],
    ["listSandboxes", "Sandbox not found", "rejected"],
    ["listSandboxes", "Not found", "unknown_route"],
    ["getSandbox", "Not found", "?unknown_route"],
    ["getSandbox", "Resource not found", "?unknown_route"],
    ["deleteSandbox", "Not found", "?unknown_route"],
  ])("of %s that says %p in the API's envelope is %s", (name, message, expected) => {
    expect(meaning(envelope(message), name)).toBe(expected)
  })
})

const page = { sandboxes: [], pagination: { page: 1, limit: 1, total: 0, total_pages: 0 } }
const ambiguous = () => refused(404, "Resource not found")

describe("An ambiguous 404", () => {
  const isProbe = (url: string, query: unknown) =>
    url === "https://api.test/v1/sandboxes" && JSON.stringify(query) === '{"limit":1}'

  test("is believed once a good route has answered in the contract's shape, which is asked once for all", async () => {
    const { client, requests } = clientOn(
      Array.from(
        { length: 20 },
        (): Reply =>
          async ({ url, query }) =>
            isProbe(url, query) ? ok(page) : ambiguous(),
      ),
    )
    const calls = ["sbx-1", "sbx-2", "sbx-3"].map((id) => failureOf(client.getSandbox(id)))
    for (const failure of await Promise.all(calls)) {
      expect(failure.code).toBe("not_found")
      expect(failure.message).toMatch(/^GET \/v1\/sandboxes\/sbx-\d answered 404: Resource not found$/)
    }
    expect((await failureOf(client.deleteSandbox("sbx-4"))).code).toBe("not_found")
    expect(requests.filter(({ url, query }) => isProbe(url, query))).toHaveLength(1)
    expect(requests).toHaveLength(5)
  })

  test.each<[string, Reply[]]>([
    ["says the same", [ambiguous()]],
    ["names a thing", [refused(404, "Sandbox not found")]],
    ["answers HTML", Array.from({ length: 9 }, () => text(200, "<html>"))],
    ["answers another shape", Array.from({ length: 9 }, () => ok({ hello: "world" }))],
    ["is refused", [refused(403, "No")]],
  ])("is about the URL where the good route %s", async (_, probes) => {
    const { client, requests } = clientOn([ambiguous(), ...probes])
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(failure.message).toBe(
      "GET /v1/sandboxes/sbx-1 answered 404: Resource not found. Check the API URL: scalebox:apiUrl or SCALEBOX_API_URL",
    )
    expect(requests.slice(1).every(({ url, query }) => isProbe(url, query))).toBe(true)
  })

  test("is not asked about again once the URL is known to be wrong", async () => {
    const { client, requests } = clientOn([ambiguous(), refused(403, "No"), ambiguous()])
    await failureOf(client.getSandbox("sbx-1"))
    expect((await failureOf(client.getSandbox("sbx-2"))).code).toBe("unknown_route")
    expect(requests).toHaveLength(3)
  })

  test("waits for a good route that has trouble, and asks again where it never came", async () => {
    const { client, clock } = clientOn([
      ambiguous(),
      refused(503, "Busy"),
      refused(503, "Busy", { retryAfter: "50" }),
      ambiguous(),
      lost(),
      ok(page),
    ])
    const short = await failureOf(client.getSandbox("sbx-1", { deadline: clock.now() + 5000 }))
    expect(short.code).toBe("unknown_route")
    expect((await failureOf(client.getSandbox("sbx-1"))).code).toBe("not_found")
  })
})

describe("existence", () => {
  const request = (signal?: AbortSignal) =>
    ({ call: { method: "GET", path: "/v1/sandboxes/sbx-1" }, signal }) as Request
  const gone = () =>
    Promise.reject(new ScaleboxError({ code: "unknown_route", message: "404", ambiguous: true }))

  test("lets each of those who wait ask where the time of the first was too short", async () => {
    let asked = 0
    const step = existence(gone, async () => {
      asked += 1
      if (asked === 1) throw new ScaleboxError({ code: "timeout", message: "Late" })
    })
    const codes = await Promise.all([1, 2, 3].map(async () => (await failureOf(step(request()))).code))
    expect(codes).toEqual(["unknown_route", "not_found", "not_found"])
    expect(asked).toBe(2)
  })

  test("ends as cancelled when the signal is aborted meanwhile", async () => {
    const stop = new AbortController()
    const step = existence(gone, async () => {
      stop.abort()
      throw new ScaleboxError({ code: "cancelled", message: "Cancelled" })
    })
    expect(await failureOf(step(request(stop.signal)))).toMatchObject({
      code: "cancelled",
      facts: { lost: false },
    })
  })

  test("leaves answers and other failures alone", async () => {
    const never = () => Promise.reject(new Error("Nobody should ask"))
    const bug = new TypeError("a bug")
    await expect(existence(async () => 7, never)(request())).resolves.toBe(7)
    await expect(existence(() => Promise.reject(bug), never)(request())).rejects.toBe(bug)
  })
})
