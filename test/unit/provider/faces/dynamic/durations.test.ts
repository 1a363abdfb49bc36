import { timeoutsInSeconds } from "../../../../../provider/src/faces/dynamic/durations"

describe("timeoutsInSeconds", () => {
  test.each([
    ["90s", 90],
    ["10m", 600],
    ["1h30m", 5400],
    ["1.5h", 5400],
    ["1h2m3s", 3723],
    ["500ms", 0.5],
    ["2m500ms", 120.5],
    ["1500us", 0.0015],
    ["1500µs", 0.0015],
    ["2000000ns", 0.002],
    ["0s", 0],
  ])("reads %p as %p", (duration, seconds) => {
    expect(timeoutsInSeconds({ create: duration })?.create).toBeCloseTo(seconds, 9)
  })

  test("reads all operations, and leaves out what is not given", () => {
    expect(timeoutsInSeconds({ create: "1m", update: "", delete: "2m" })).toEqual({ create: 60, delete: 120 })
  })

  test.each([[undefined], [{}], [{ create: "" }]])("is undefined for %j", (timeouts) => {
    expect(timeoutsInSeconds(timeouts)).toBeUndefined()
  })

  test.each(["10", "m", "ten minutes", "10m!", "10 m", "-5m", "5d", "1h 30m"])("refuses %p", (duration) => {
    expect(() => timeoutsInSeconds({ delete: duration })).toThrow(
      "customTimeouts.delete must be a duration such as 90s, 10m or 1h30m",
    )
  })
})
