import { withoutTraces } from "../../../../../provider/src/faces/program/traces"

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

  test("keeps of a full trace what leads to the user, in whatever way traces are written", () => {
    const deep = (depth: number): string[] => {
      if (depth > 0) return deep(depth - 1)
      Error.stackTraceLimit = Number.POSITIVE_INFINITY
      return new Error("full").stack?.split("\n") ?? []
    }
    const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace") ?? {}
    for (const [writer, heading] of [
      [undefined, 1],
      [(_: Error, frames: NodeJS.CallSite[]) => frames.join("\n"), 0],
    ] as const) {
      Reflect.deleteProperty(Error, "prepareStackTrace")
      if (writer) Error.prepareStackTrace = writer
      const goOn = withoutTraces()
      const lines = deep(10)
      goOn()
      expect(lines).toHaveLength(heading + 6)
      expect(lines.slice(heading).every((line) => line.includes(__filename))).toBe(true)
      expect(Error.prepareStackTrace).toBe(writer)
    }
    Object.defineProperty(Error, "prepareStackTrace", before)
  })

  test("gives an error that came meanwhile a trace of its own", () => {
    const goOn = withoutTraces()
    const bare = new Error("bare")
    expect(goOn(bare)).toBe(bare)
    expect(bare.stack).toContain(__filename)
  })
})
