import { z } from "zod"
import { formatPath, valueAt } from "../../../../provider/src/contract"
import { faultTexts } from "../../../support/failures"

describe("parse", () => {
  test.each<[string, z.ZodType, unknown, string]>([
    ["a missing value", z.string(), undefined, "is required"],
    ["no text", z.string(), 1, "must be a text"],
    ["no number", z.number(), "1", "must be a number"],
    ["no whole number", z.number().int(), 1.5, "must be a whole number"],
    ["no boolean", z.boolean(), "yes", "must be true or false"],
    ["no list", z.array(z.string()), {}, "must be a list"],
    ["no object", z.object({}), "x", "must be an object"],
    ["no map", z.record(z.string(), z.string()), [], "must be an object"],
    ["null for a text", z.string(), null, "must be a text"],
    ["a number too small", z.number().min(60), 59, "must be at least 60"],
    ["a number too large", z.number().max(60), 61, "must be at most 60"],
    ["an empty text", z.string().min(1), "", "must not be empty"],
    ["a short text", z.string().min(4), "abc", "must be at least 4 characters"],
    ["a long text", z.string().max(2), "abc", "must be at most 2 characters"],
    ["an empty list", z.array(z.number()).min(1), [], "must not be empty"],
    ["a long list", z.array(z.number()).max(1), [1, 2], "must be at most 1 entries"],
    ["none of a choice", z.enum(["a", "b"]), "c", "must be one of a, b"],
    [
      "a message of its own",
      z.string().regex(/^x/, { error: "must begin with x" }),
      "y",
      "must begin with x",
    ],
  ])("says of %s what would be right", (_, schema, value, reason) => {
    expect(faultTexts(z.object({ it: schema }), { it: value })).toEqual([`it: ${reason}`])
  })

  test("names unknown keys one by one", () => {
    expect(faultTexts(z.strictObject({ a: z.string().optional() }), { b: 1, c: 2 })).toEqual([
      "b: is not a known property",
      "c: is not a known property",
    ])
  })

  test("speaks of the branch of a union that was meant", () => {
    const one = z.strictObject({ port: z.number() })
    const schema = z.object({ it: z.union([one, z.array(one)]) })
    expect(faultTexts(schema, { it: { port: "x" } })).toEqual(["it.port: must be a number"])
    expect(faultTexts(schema, { it: [{ port: 1 }, { port: "x" }] })).toEqual(["it[1].port: must be a number"])
    expect(faultTexts(schema, { it: 5 })).toEqual(["it: must be an object or a list"])
  })
})

describe("formatPath", () => {
  test.each([
    [["objectStorage", 0, "mountPoint"], "objectStorage[0].mountPoint"],
    [["timeout"], "timeout"],
    [["customPorts", 1], "customPorts[1]"],
    [["metadata", "a-b"], "metadata.a-b"],
    [["metadata", "línea"], "metadata.línea"],
    [["metadata", "a.b"], 'metadata["a.b"]'],
    [["line\nbreak"], '["line\\nbreak"]'],
    [["envVars", ""], 'envVars[""]'],
    [[], ""],
  ])("writes %j as %p", (path, text) => {
    expect(formatPath(path)).toBe(text)
  })
})

describe("valueAt", () => {
  const root = { list: [{ deep: 7 }], nothing: null }

  test("finds what a path leads to", () => {
    expect(valueAt(root, [])).toBe(root)
    expect(valueAt(root, ["list", 0, "deep"])).toBe(7)
  })

  test("is undefined if a path leads nowhere", () => {
    expect(valueAt(root, ["list", 1, "deep"])).toBeUndefined()
    expect(valueAt(root, ["nothing", "deep"])).toBeUndefined()
  })
})
