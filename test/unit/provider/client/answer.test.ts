import { inspect } from "node:util"
import { z } from "zod"
import { readAnswer, refusalError } from "../../../../provider/src/client/answer"
import { ScaleboxError } from "../../../../provider/src/client/errors"
import type { HttpResponse } from "../../../../provider/src/client/http"
import { json, text } from "../../../support/send"

const call = { method: "GET", path: "/v1/sandboxes/sbx-1" }
const schema = z.object({
  sandboxId: z.string(),
  customPorts: z.array(z.object({ port: z.number() })).optional(),
})
const data = { sandbox_id: "sbx-1", custom_ports: [{ port: 80 }] }

const read = (response: HttpResponse) => readAnswer(call, response, schema)

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

  test("takes an answer without data where nothing is expected", () => {
    const nothing = z.unknown()
    expect(() => readAnswer(call, json(200, { success: true, message: "Paused" }), nothing)).not.toThrow()
    expect(() => readAnswer(call, text(204, ""), nothing)).not.toThrow()
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
    const failure = failureIn(json(200, { data: { sandbox_id: "sbx-1", custom_ports: ports } }))
    expect(failure.message.match(/customPorts\[/g)).toHaveLength(5)
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
    [409, "conflict"],
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
    expect(refusalError(call, json(status, { message: "No" })).code).toBe(code)
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
    const { facts, message } = refusalError(call, json(409, body))
    expect(facts).toMatchObject({ status: 409, apiMessage, ...call })
    expect(facts.apiCode).toBe(apiCode)
    expect(message).toBe("GET /v1/sandboxes/sbx-1 answered 409: No room")
  })

  test("gives the request's id where the API sent one", () => {
    const error = refusalError(call, json(500, { message: "Oh" }, { requestId: "req-7" }))
    expect(error.facts.requestId).toBe("req-7")
    expect(error.facts.message).toBe("GET /v1/sandboxes/sbx-1 answered 500: Oh (request req-7)")
  })

  test("does not repeat a body that is no error of the API", () => {
    const error = refusalError(call, text(502, "<html>Bad gateway</html>"))
    expect(error.facts.message).toBe(
      "GET /v1/sandboxes/sbx-1 answered 502 with a body that is no error of the API",
    )
    expect(refusalError(call, text(502, "")).facts.message).toBe("GET /v1/sandboxes/sbx-1 answered 502")
  })

  test("says where to look", () => {
    expect(refusalError(call, json(401, { message: "No" })).message).toMatch(
      /scalebox:apiKey, SCALEBOX_API_KEY/,
    )
    expect(refusalError(call, text(404, "")).message).toMatch(/scalebox:apiUrl or SCALEBOX_API_URL/)
    expect(refusalError(call, json(429, {})).message).toMatch(/scalebox:maxConcurrency/)
  })
})

describe("A 404", () => {
  test.each<[string, unknown]>([
    [
      "a message that names the sandbox",
      { success: false, error: "Sandbox not found", message: "Sandbox not found" },
    ],
    ["a message that names the port", { message: "port 8080 does not exist" }],
    ["a code that names the sandbox", { message: "Not found", code: "sandbox_not_found" }],
    ["such a code in capitals", { error: { message: "Not found", code: "TEMPLATE_NOT_FOUND" } }],
    ["a general code beside such a message", { code: "not_found", message: 'Sandbox "sbx-1" not found' }],
    ["another code beside such a message", { code: "E404", message: "project prj-1 is unknown" }],
  ])("with %s says that the thing does not exist", (_, body) => {
    expect(refusalError(call, json(404, body)).code).toBe("not_found")
  })

  test.each<[string, unknown]>([
    ["an empty object", {}],
    ["a message that names nothing", { message: "Not Found" }],
    ["a general code alone", { code: "NOT_FOUND", message: "The page could not be found" }],
    ["a code of the route", { code: "route_not_found", message: "Sandbox API: nothing here" }],
    ["Fastify's words", { message: "Route GET:/v1/sandbox not found", error: "Not Found", statusCode: 404 }],
    ["Express's words", { message: "Cannot GET /v1/sandbox" }],
    ["words about the path", { message: "No handler for /v1/sandboxes/sbx-1" }],
  ])("with %s is about the URL, never about the sandbox", (_, body) => {
    expect(refusalError(call, json(404, body)).code).toBe("unknown_route")
  })

  test.each(["", "<html>404 sandbox</html>", "404 page not found"])(
    "with the body %p is about the URL",
    (body) => {
      expect(refusalError(call, text(404, body)).code).toBe("unknown_route")
    },
  )
})
