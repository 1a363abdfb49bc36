import { createTemplateRequest, listTemplatesQuery } from "../../../../provider/src/contract"
import { faultTexts } from "../../../support/failures"

const faults = (change: object) => faultTexts(createTemplateRequest, { name: "golden", ...change })

describe("createTemplateRequest", () => {
  test.each(["abcd", "x".repeat(32)])("takes the name %p", (name) => {
    expect(faults({ name })).toEqual([])
  })

  test.each([
    ["abc", "must be at least 4 characters"],
    ["x".repeat(33), "must be at most 32 characters"],
    [undefined, "is required"],
  ])("refuses the name %p", (name, reason) => {
    expect(faults({ name })).toEqual([`name: ${reason}`])
  })

  test("takes each visibility of the API and no other", () => {
    for (const visibility of ["private", "account_shared", "public"])
      expect(faults({ visibility })).toEqual([])
    expect(faults({ visibility: "shared" })).toEqual([
      "visibility: must be one of private, account_shared, public",
    ])
  })

  test("has the lower limits of a sandbox", () => {
    expect(faults({ cpuCount: 1, memoryMb: 128 })).toEqual([])
    expect(faults({ cpuCount: 0, memoryMb: 127 })).toEqual([
      "cpuCount: must be at least 1",
      "memoryMb: must be at least 128",
    ])
  })

  test("takes ports and probe as text", () => {
    expect(faults({ ports: "[]", readyCommand: "{}" })).toEqual([])
    expect(faults({ ports: [], readyCommand: {} })).toEqual([
      "ports: must be a text",
      "readyCommand: must be a text",
    ])
  })
})

describe("listTemplatesQuery", () => {
  test.each([
    [true, true],
    ["true", true],
    ["0", false],
  ])("reads usable=%p as %p", (usable, read) => {
    expect(listTemplatesQuery.parse({ usable })).toEqual({ usable: read })
  })
})
