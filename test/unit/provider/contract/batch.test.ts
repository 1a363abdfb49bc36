import {
  batchDeleteResult,
  batchRequest,
  batchResult,
  forcedBatchRequest,
} from "../../../../provider/src/contract"
import { faultTexts } from "../../../support/failures"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `sbx-${index}`)

describe.each([
  ["batchRequest", batchRequest],
  ["forcedBatchRequest", forcedBatchRequest],
])("%s", (_, schema) => {
  test("takes 1 to 100 ids", () => {
    expect(faultTexts(schema, { sandboxIds: ids(1) })).toEqual([])
    expect(faultTexts(schema, { sandboxIds: ids(100) })).toEqual([])
  })

  test("refuses none, more than 100, and what is no id", () => {
    expect(faultTexts(schema, { sandboxIds: [] })).toEqual(["sandboxIds: must not be empty"])
    expect(faultTexts(schema, { sandboxIds: ids(101) })).toEqual(["sandboxIds: must be at most 100 entries"])
    expect(faultTexts(schema, { sandboxIds: ["", 7] })).toEqual([
      "sandboxIds[0]: must not be empty",
      "sandboxIds[1]: must be a text",
    ])
    expect(faultTexts(schema, {})).toEqual(["sandboxIds: is required"])
  })
})

describe("force", () => {
  test("belongs to delete and terminate only", () => {
    expect(faultTexts(forcedBatchRequest, { sandboxIds: ids(1), force: true })).toEqual([])
    expect(faultTexts(batchRequest, { sandboxIds: ids(1), force: true })).toEqual([
      "force: is not a known property",
    ])
  })
})

describe("batchDeleteResult", () => {
  test.each([[null], [undefined]])("takes %p for an empty list", (list) => {
    expect(
      batchDeleteResult.parse({ successfulCount: 0, failedCount: 0, successful: list, failed: list }),
    ).toEqual({ successfulCount: 0, failedCount: 0, successful: [], failed: [] })
  })
})

describe("batchResult", () => {
  test("knows success and error only", () => {
    const result = (status: string) => ({
      total: 1,
      successful: 1,
      failed: 0,
      results: [{ sandboxId: "sbx-1", status }],
    })
    expect(faultTexts(batchResult, result("success"))).toEqual([])
    expect(faultTexts(batchResult, result("error"))).toEqual([])
    expect(faultTexts(batchResult, result("maybe"))).toEqual([
      "results[0].status: must be one of success, error",
    ])
  })
})
