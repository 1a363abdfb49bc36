import { nameLimits } from "../../../../../provider/src/contract"
import {
  namePrefixLength,
  poolLimits,
  sandboxPoolInputs,
} from "../../../../../provider/src/resources/sandbox-pool/inputs"
import { faultTexts } from "../../../../support/failures"

describe("sandboxPoolInputs", () => {
  test.each([0, 1, 5000])("takes a count of %p", (count) => {
    expect(faultTexts(sandboxPoolInputs, { count })).toEqual([])
  })

  test.each([
    [undefined, "count: is required"],
    ["5", "count: must be a number"],
    [-1, "count: must be at least 0"],
    [5001, "count: must be at most 5000"],
    [2.5, "count: must be a whole number"],
  ])("refuses a count of %p", (count, fault) => {
    expect(faultTexts(sandboxPoolInputs, { count })).toEqual([fault])
  })

  test("takes a prefix that leaves room for every index, counted in characters", () => {
    const longest = "😀".repeat(namePrefixLength)
    expect(faultTexts(sandboxPoolInputs, { count: 1, namePrefix: longest })).toEqual([])
    expect(faultTexts(sandboxPoolInputs, { count: 1, namePrefix: `${longest}x` })).toEqual([
      "namePrefix: must be at most 19 characters, as an index follows it",
    ])
    const last = `${longest}-${poolLimits.max - 1}`
    expect([...last]).toHaveLength(nameLimits.max)
  })

  test("finds all faults at once, those of the sandboxes' settings too, and knows no name", () => {
    const customPorts = [
      { port: 80, name: "one" },
      { port: 80, name: "two" },
    ]
    expect(faultTexts(sandboxPoolInputs, { count: -1, timeout: 10, name: "web", customPorts })).toEqual([
      "count: must be at least 0",
      "timeout: must be at least 60",
      "name: is not a known property",
      "customPorts[1].port: must be unique, the same as customPorts[0].port",
    ])
  })
})
