import { hiddenKey, hiddenOf, lasting, plain } from "../../../../provider/src/faces/hidden"

describe("hiddenOf", () => {
  test("answers what is under the hidden key", () => {
    const hidden = { owner: "shop/dev/web", nonce: "n" }
    expect(hiddenOf({ name: "web", [hiddenKey]: hidden })).toEqual(hidden)
  })

  test.each([undefined, null, "text"])("answers an empty owner if there is %p", (hidden) => {
    expect(hiddenOf({ [hiddenKey]: hidden })).toEqual({ owner: "" })
    expect(hiddenOf({})).toEqual({ owner: "" })
  })

  test("has a key that the engine never shows", () => {
    expect(hiddenKey).toBe("__scalebox")
  })
})

describe("lasting", () => {
  test("is what a refresh or a delete needs", () => {
    const hidden = { owner: "shop/dev/web", nonce: "n", import: "sbx-1", replaceOnChanges: ["*"] }
    const rest = { timeouts: { delete: 9 }, secretOutputs: ["assignedName"] }
    expect(lasting("sandbox", { ...hidden, ...rest })).toEqual(rest)
    expect(lasting("sandbox", hidden)).toBeUndefined()
  })

  test("is all of it for a pool, whose messages name its owner", () => {
    const hidden = { owner: "shop/dev/web", nonce: "n", timeouts: { delete: 9 } }
    expect(lasting("sandboxPool", hidden)).toEqual(hidden)
  })
})

describe("plain", () => {
  test("leaves out what only the engine's side needs", () => {
    expect(plain({ name: "web", [hiddenKey]: { owner: "o" }, __provider: "code" })).toEqual({ name: "web" })
  })
})
