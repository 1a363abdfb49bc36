import { readConfiguration } from "../../../../provider/src/client"
import { ConnectionFailure, type HttpRequest } from "../../../../provider/src/client/http"
import { sending } from "../../../../provider/src/client/send"
import type { Request } from "../../../../provider/src/client/step"
import { FakeClock } from "../../../support/clock"
import { failureOf } from "../../../support/failures"
import { ok } from "../../../support/send"

const clock = new FakeClock(1_000_000)
const configuration = readConfiguration((key) => (key === "requestTimeout" ? 5 : undefined), {})

const request = (more: Partial<Request> = {}): Request =>
  ({
    call: { method: "POST", path: "/v1/x" },
    http: { method: "POST", url: "https://api.test/v1/x", headers: {}, query: undefined, body: "{}" },
    deadline: Number.POSITIVE_INFINITY,
    ...more,
  }) as Request

describe("sending", () => {
  test.each([
    [Number.POSITIVE_INFINITY, 5000],
    [1_002_000.5, 2001],
    [1_000_000, 1],
    [999_000, 1],
  ])(
    "with the deadline %p allows %p ms, at most requestTimeout and never none",
    async (deadline, timeoutMs) => {
      const sent: HttpRequest[] = []
      await sending(configuration, clock, async (http) => {
        sent.push(http)
        return ok({})
      })(request({ deadline }))
      expect(sent).toMatchObject([{ url: "https://api.test/v1/x", body: "{}", timeoutMs }])
    },
  )

  test("makes a ScaleboxError of a broken connection, and names the origin", async () => {
    const broken = sending(configuration, clock, () =>
      Promise.reject(new ConnectionFailure("ECONNRESET", true, false)),
    )
    const { code, facts } = await failureOf(broken(request()))
    expect(code).toBe("connection")
    expect(facts).toMatchObject({ lost: true, untrusted: false })
    expect(facts.message).toBe("POST /v1/x got no answer from https://api.scalebox.dev: ECONNRESET")
  })

  test("passes on what is no failure of the connection", async () => {
    const bug = new TypeError("a bug")
    await expect(sending(configuration, clock, () => Promise.reject(bug))(request())).rejects.toBe(bug)
  })
})
