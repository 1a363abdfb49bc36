import { unknown } from "../../../../../provider/src/resources/properties"
import { effects as settingEffects } from "../../../../../provider/src/resources/sandbox/changes"
import { changesOf, effects, inputNames } from "../../../../../provider/src/resources/sandbox-pool/changes"

const unchanged = { replaces: [], inPlace: [] }

describe("changesOf", () => {
  test("replaces for all that replaces a Sandbox, and for another prefix", () => {
    const ofSandbox = Object.entries(settingEffects).filter(([name]) => name !== "name")
    const ofPool = Object.entries(effects).filter(([name]) => name !== "count" && name !== "namePrefix")
    expect(ofPool).toEqual(ofSandbox)
    for (const name of inputNames.filter((name) => effects[name] === "replace")) {
      expect(changesOf({ [name]: "one" }, { [name]: "two" })).toEqual({ replaces: [name], inPlace: [] })
    }
    expect(effects.namePrefix).toBe("replace")
  })

  test.each([
    [3, 5],
    [5, 3],
    [3, 0],
    [3, unknown],
  ])("changes the count from %p to %p in place", (before, after) => {
    expect(changesOf({ count: before }, { count: after })).toEqual({ replaces: [], inPlace: ["count"] })
  })

  test("extends a timeout in place, and replaces to shorten it", () => {
    expect(changesOf({ timeout: 300 }, { timeout: 301 })).toEqual({ replaces: [], inPlace: ["timeout"] })
    expect(changesOf({ timeout: 300 }, { timeout: unknown })).toEqual({ replaces: [], inPlace: ["timeout"] })
    expect(changesOf({ timeout: 300 }, { timeout: 299 })).toEqual({ replaces: ["timeout"], inPlace: [] })
  })

  test("leaves alone what means the same", () => {
    expect(changesOf({ waitForRunning: true }, { waitForRunning: false })).toEqual(unchanged)
    expect(changesOf({ customPorts: [] }, {})).toEqual(unchanged)
    expect(changesOf({ count: 3, sandboxIds: ["a"] }, { count: 3 })).toEqual(unchanged)
  })
})
