import {
  allowedSeconds,
  hiddenKey,
  hiddenOf,
  lasting,
  logicalName,
} from "../../../../provider/src/resources/hidden"

describe("hiddenOf", () => {
  test("answers what stands under the hidden key", () => {
    const hidden = { owner: "shop/dev/web", nonce: "n" }
    expect(hiddenOf({ name: "web", [hiddenKey]: hidden })).toEqual(hidden)
  })

  test.each([undefined, null, "text"])("answers an empty owner where there is %p", (hidden) => {
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
    expect(lasting({ ...hidden, ...rest })).toEqual(rest)
    expect(lasting(hidden)).toBeUndefined()
  })
})

describe("allowedSeconds", () => {
  test("is 10, 5 and 5 minutes where nothing is said", () => {
    const seconds = (["create", "update", "delete"] as const).map((operation) =>
      allowedSeconds({ owner: "", timeouts: {} }, operation),
    )
    expect(seconds).toEqual([600, 300, 300])
  })

  test("is what customTimeouts say", () => {
    const hidden = { owner: "", timeouts: { create: 7, delete: 0.5 } }
    expect(allowedSeconds(hidden, "create")).toBe(7)
    expect(allowedSeconds(hidden, "delete")).toBe(0.5)
    expect(allowedSeconds(hidden, "update")).toBe(300)
  })
})

describe("logicalName", () => {
  test.each([
    ["shop/dev/web", "web"],
    ["shop/dev/team/web", "team/web"],
    ["", ""],
  ])("in %p is %p", (owner, name) => {
    expect(logicalName(owner)).toBe(name)
  })
})
