import { withoutTraces } from "../../../../../provider/src/resources/program/traces"

describe("withoutTraces", () => {
  test("spares traces until told to go on", () => {
    const before = Error.stackTraceLimit
    const goOn = withoutTraces()
    const bare = new Error("bare")
    goOn()
    expect(bare.stack).toBe("Error: bare")
    expect(Error.stackTraceLimit).toBe(before)
    expect(new Error("full").stack).toContain(__filename)
  })

  test("gives an error that came meanwhile a trace of its own", () => {
    const goOn = withoutTraces()
    const bare = new Error("bare")
    expect(goOn(bare)).toBe(bare)
    expect(bare.stack).toContain(__filename)
  })
})
