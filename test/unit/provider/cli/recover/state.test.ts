import {
  holdsSecret,
  nameIn,
  ownerPrefixIn,
  parseState,
  partsOfProvider,
  readable,
  toEncrypt,
} from "../../../../../provider/src/cli/recover/state"
import { unknown } from "../../../../../provider/src/resources/properties"
import { encrypted, entry, pending } from "../../../../support/deployment"

describe("A state", () => {
  test("is read without a change, and refused where it is none", () => {
    const state = { version: 3, deployment: { manifest: { a: 1 }, resources: [] } }
    expect(parseState(JSON.stringify(state))).toEqual(state)
    for (const text of ["{}", "null", '{"deployment":"x"}']) {
      expect(() => parseState(text)).toThrow("Cannot read the state of the stack")
    }
  })

  test("names the stack and its project", () => {
    expect(ownerPrefixIn({ resources: [entry("sandbox", "web")] })).toBe("shop/dev/")
    expect(ownerPrefixIn({ pending_operations: [pending("creating", entry("sandbox", "web"))] })).toBe(
      "shop/dev/",
    )
    expect(ownerPrefixIn({})).toBeUndefined()
  })

  test("names resources and providers", () => {
    expect(nameIn("urn:pulumi:dev::shop::a$b:c:D::team::web")).toBe("team::web")
    expect(partsOfProvider("urn:pulumi:dev::shop::p::x::id-1")).toEqual({
      urn: "urn:pulumi:dev::shop::p::x",
      id: "id-1",
    })
  })
})

describe("readable", () => {
  test("takes what is encrypted for not known, at every depth, and leaves our own keys out", () => {
    const properties = {
      name: "web",
      envVars: encrypted(),
      list: [encrypted(), { key: encrypted(), uri: "s3://b" }, null],
      __scalebox: { owner: "o" },
      __provider: "code",
    }
    expect(readable(properties)).toEqual({
      name: "web",
      envVars: unknown,
      list: [unknown, { key: unknown, uri: "s3://b" }, null],
    })
  })
})

describe("holdsSecret", () => {
  test.each([
    ["a secret", encrypted(), true],
    ["a map with one", { a: { b: encrypted() } }, true],
    ["a list with one", [1, encrypted()], true],
    ["what is to be encrypted", toEncrypt("a"), true],
    ["a plain map", { a: { b: 1 } }, false],
    ["a text", "text", false],
    ["nothing", null, false],
  ])("says of %s", (_, value, expected) => {
    expect(holdsSecret(value)).toBe(expected)
  })
})
