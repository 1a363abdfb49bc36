import { metricsChartQuery, metricsQuery, sandboxMetrics } from "../../../../provider/src/contract"
import { faultTexts } from "../../../support/failures"

describe("metricsQuery", () => {
  test("takes whole seconds as step", () => {
    expect(faultTexts(metricsQuery, { start: "2026-01-01T00:00:00Z", end: "1767225600", step: 1 })).toEqual(
      [],
    )
    expect(faultTexts(metricsQuery, { step: 0 })).toEqual(["step: must be at least 1"])
    expect(faultTexts(metricsQuery, { step: "5s" })).toEqual(["step: must be a number"])
  })
})

describe("metricsChartQuery", () => {
  test.each(["5s", "15m", "1h", "0.5h", "30"])("takes the step %p", (step) => {
    expect(faultTexts(metricsChartQuery, { step })).toEqual([])
  })

  test.each(["", "m", "5 s", "1d", "-5s", "5s5s"])("refuses the step %p", (step) => {
    expect(faultTexts(metricsChartQuery, { step })).toEqual([
      "step: must be a duration such as 5s, 15m or 1h",
    ])
  })
})

describe("sandboxMetrics", () => {
  test.each([[null], [undefined]])("takes %p for no measurements", (metrics) => {
    expect(sandboxMetrics.parse({ sandboxId: "sbx-1", status: "paused", metrics })).toMatchObject({
      metrics: [],
    })
  })
})
