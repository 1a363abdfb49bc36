import { inspect } from "node:util"
import { z } from "zod"
import { type Asked, readAnswer, refusalError } from "../../../../provider/src/client/answer"
import { ScaleboxError } from "../../../../provider/src/client/errors"
import type { HttpResponse } from "../../../../provider/src/client/http"
import { endpoints } from "../../../../provider/src/contract"
import { json, text } from "../../../support/send"

const call = { method: "GET", path: "/v1/sandboxes/sbx-1" }
const now = Date.parse("2026-01-01T00:00:00Z")
const schema = z.object({
  sandboxId: z.string(),
  customPorts: z.array(z.object({ port: z.number() })).optional(),
})
const data = { sandbox_id: "sbx-1", custom_ports: [{ port: 80 }] }

const asked: Asked = {
  call,
  row: { ...endpoints.getSandbox, response: schema },
  params: { sandboxId: "sbx-1" },
}

const read = (response: HttpResponse) => readAnswer(asked, response, now)
const refusalOf = (response: HttpResponse) => refusalError(asked, response, now)

function failureIn(response: HttpResponse): ScaleboxError {
  try {
    read(response)
  } catch (error) {
    if (error instanceof ScaleboxError) return error
    throw error
  }
  throw new Error("Expected a failure")
}

describe("readAnswer", () => {
  test.each([
    ["the documented envelope", { success: true, data, message: "Fine" }],
    ["an envelope without success", { data, message: "Fine" }],
    ["an envelope of data alone", { data }],
    ["a bare body", data],
  ])("opens %s", (_, body) => {
    for (const status of [200, 201, 202]) {
      expect(read(json(status, body))).toEqual({ sandboxId: "sbx-1", customPorts: [{ port: 80 }] })
    }
  })

  test("takes an answer without data if nothing is expected", () => {
    const silent = { ...asked, row: { ...asked.row, response: z.unknown() } }
    expect(() => readAnswer(silent, json(200, { success: true, message: "Paused" }), now)).not.toThrow()
    expect(() => readAnswer(silent, text(204, ""), now)).not.toThrow()
  })

  test.each([
    ["no JSON", "<html>Welcome to the hotel</html>"],
    ["JSON that was cut off", '{"success": true, "data": {"sandbox_id": "sb'],
  ])("refuses %s", (_, body) => {
    const failure = failureIn(text(200, body))
    expect(failure.code).toBe("malformed_response")
    expect(failure.message).toBe(
      "GET /v1/sandboxes/sbx-1 answered 200 with a body that is no JSON. " +
        "Check that the API URL is right and that no proxy answers in its place",
    )
  })

  test.each([
    ["an empty body", text(200, "")],
    ["null", text(200, "null")],
    ["a list", json(200, [])],
    ["data that is null", json(200, { success: true, data: null })],
  ])("refuses %s in place of an object", (_, response) => {
    const failure = failureIn(response)
    expect(failure.code).toBe("malformed_response")
    expect(failure.message).toContain("a body of the wrong shape (")
  })

  test("names the places that have the wrong shape, and no value", () => {
    const failure = failureIn(
      json(200, { data: { sandbox_id: 7, custom_ports: [{ port: 1 }, { port: "hidden" }] } }),
    )
    expect(failure.code).toBe("malformed_response")
    expect(failure.message).toContain("a body of the wrong shape (sandboxId, customPorts[1].port)")
    expect(inspect(failure)).not.toContain("hidden")
  })

  test("names five places at most", () => {
    const ports = Array.from({ length: 9 }, () => ({ port: "x" }))
    const failure = failureIn(json(200, { data: { custom_ports: ports } }))
    expect(failure.message.match(/customPorts\[|sandboxId/g)).toHaveLength(5)
  })

  test("believes a refusal inside a 2xx", () => {
    const failure = failureIn(
      json(200, { success: false, error: "Plan is used up", message: "Plan is used up" }),
    )
    expect(failure.code).toBe("rejected")
    expect(failure.message).toBe("GET /v1/sandboxes/sbx-1 answered 200: Plan is used up")
  })
})

describe("refusalError", () => {
  test.each([
    [400, "invalid"],
    [401, "unauthorized"],
    [402, "rejected"],
    [403, "forbidden"],
    [408, "unavailable"],
    [409, "conflict"],
    [421, "unavailable"],
    [425, "unavailable"],
    [499, "unavailable"],
    [413, "invalid"],
    [418, "rejected"],
    [422, "invalid"],
    [429, "rate_limited"],
    [500, "unavailable"],
    [502, "unavailable"],
    [503, "unavailable"],
    [504, "unavailable"],
    [302, "rejected"],
  ])("turns %p into %s", (status, code) => {
    expect(refusalOf(json(status, { message: "No" })).code).toBe(code)
  })

  test.each<[string, unknown, string, string | undefined]>([
    [
      "the documented envelope",
      { success: false, error: "No room", message: "No room", code: "locality_constraint_failed" },
      "No room",
      "locality_constraint_failed",
    ],
    ["error alone", { success: false, error: "No room" }, "No room", undefined],
    ["message alone", { message: "No room" }, "No room", undefined],
    ["detail", { detail: "No room" }, "No room", undefined],
    ["an error object", { error: { message: "No room", code: "full" } }, "No room", "full"],
    ["a code that is a number", { code: 429, message: "No room" }, "No room", undefined],
  ])("understands %s", (_, body, apiMessage, apiCode) => {
    const { facts, message } = refusalOf(json(409, body))
    expect(facts).toMatchObject({ status: 409, apiMessage, ...call })
    expect(facts.apiCode).toBe(apiCode)
    expect(message).toBe("GET /v1/sandboxes/sbx-1 answered 409: No room")
  })

  test("gives the request's id where the API sent one", () => {
    const error = refusalOf(json(500, { message: "Oh" }, { requestId: "req-7" }))
    expect(error.facts.requestId).toBe("req-7")
    expect(error.facts.message).toBe("GET /v1/sandboxes/sbx-1 answered 500: Oh (request req-7)")
  })

  test("does not repeat a body that is no error of the API", () => {
    const error = refusalOf(text(502, "<html>Bad gateway</html>"))
    expect(error.facts.message).toBe(
      "GET /v1/sandboxes/sbx-1 answered 502 with a body that is no error of the API",
    )
    expect(refusalOf(text(502, "")).facts.message).toBe("GET /v1/sandboxes/sbx-1 answered 502")
  })

  test("says where to look", () => {
    expect(refusalOf(json(401, { message: "No" })).message).toMatch(/scalebox:apiKey, SCALEBOX_API_KEY/)
    expect(refusalOf(text(404, "")).message).toMatch(/scalebox:apiUrl or SCALEBOX_API_URL/)
    expect(refusalOf(json(429, {})).message).toMatch(/scalebox:maxConcurrency/)
  })
})

describe("Retry-After", () => {
  test("counts a date from the answer's own clock", () => {
    const headers = { retryAfter: "Fri, 02 Jan 2026 03:00:07 GMT", date: "Fri, 02 Jan 2026 03:00:00 GMT" }
    expect(refusalOf(json(503, {}, headers)).facts.retryAfterMs).toBe(7000)
  })
})
