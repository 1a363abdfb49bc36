import { contradictions, sandboxInputs } from "../../../../../provider/src/resources/sandbox/inputs"
import { faultTexts } from "../../../../support/failures"

describe("contradictions", () => {
  test.each([{ force: true }, { force: true, region: "" }, { force: true, autoDetect: true }])(
    "finds force without a region: %j",
    (locality) => {
      expect(contradictions({ locality })).toEqual([
        { path: ["locality", "force"], reason: "has no effect without locality.region" },
      ])
    },
  )

  test.each([{ force: true, region: "us-east" }, { force: false }, {}, null, undefined, "us-east"])(
    "takes the locality %j",
    (locality) => {
      expect(contradictions({ locality })).toEqual([])
    },
  )

  test("keeps the provider's own metadata keys to itself", () => {
    expect(
      contradictions({
        metadata: { "pulumi-scalebox-owner": "x", "pulumi-scalebox-nonce": "y", owner: "z" },
      }),
    ).toEqual([
      { path: ["metadata", "pulumi-scalebox-owner"], reason: "is reserved for pulumi-scalebox" },
      { path: ["metadata", "pulumi-scalebox-nonce"], reason: "is reserved for pulumi-scalebox" },
    ])
    expect(contradictions({ metadata: null })).toEqual([])
  })

  test.each([
    [3_600_000, 1],
    [87_000, 1],
    [86_400, 0],
    [86_401, 0],
    [3600, 0],
    ["3600000", 0],
  ])("sees by the timeout %p whether it was meant in milliseconds", (timeout, faults) => {
    expect(contradictions({ timeout })).toHaveLength(faults)
  })
})

describe("sandboxInputs", () => {
  test("takes waitForRunning, and not the API's own is_async", () => {
    expect(faultTexts(sandboxInputs, { waitForRunning: false })).toEqual([])
    expect(faultTexts(sandboxInputs, { isAsync: true })).toEqual(["isAsync: is not a known property"])
  })

  test("refuses ports that occur twice", () => {
    const customPorts = [
      { port: 80, name: "one" },
      { port: 80, name: "two" },
    ]
    expect(faultTexts(sandboxInputs, { customPorts })).toEqual([
      "customPorts[1].port: must be unique, the same as customPorts[0].port",
    ])
  })
})
