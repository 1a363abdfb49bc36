import { errorEnvelope, pageQuery } from "../../../../provider/src/contract"
import { faultTexts } from "../../../support/failures"

describe("pageQuery", () => {
  test("takes numbers, and the texts that a URL carries", () => {
    expect(pageQuery.parse({ page: 2, limit: 50, offset: 0 })).toEqual({ page: 2, limit: 50, offset: 0 })
    expect(pageQuery.parse({ page: "2", pageSize: "50", skip: "0" })).toEqual({
      page: 2,
      pageSize: 50,
      skip: 0,
    })
  })

  test.each([
    ["page", 0, "must be at least 1"],
    ["limit", 0, "must be at least 1"],
    ["pageSize", "-1", "must be at least 1"],
    ["offset", -1, "must be at least 0"],
    ["skip", "1.5", "must be a whole number"],
    ["page", "two", "must be a number"],
  ])("refuses %s %p", (key, value, reason) => {
    expect(faultTexts(pageQuery, { [key]: value })).toEqual([`${key}: ${reason}`])
  })
})

describe("errorEnvelope", () => {
  test("holds the text twice, and a code if there is one", () => {
    const refusal = { success: false, error: "Not so", message: "Not so" }
    expect(faultTexts(errorEnvelope, refusal)).toEqual([])
    expect(faultTexts(errorEnvelope, { ...refusal, code: "invalid_region" })).toEqual([])
    expect(faultTexts(errorEnvelope, { ...refusal, success: true })).not.toEqual([])
    expect(faultTexts(errorEnvelope, { success: false, error: "Not so" })).toEqual(["message: is required"])
  })
})
