import { logicalName, shortened } from "../../../../provider/src/resources/names"

describe("logicalName", () => {
  test.each([
    ["shop/dev/web", "web"],
    ["shop/dev/team/web", "team/web"],
    ["", ""],
  ])("in %p is %p", (owner, name) => {
    expect(logicalName(owner)).toBe(name)
  })
})

describe("shortened", () => {
  test.each([
    ["worker", 3, "wor"],
    ["worker", 6, "worker"],
    ["worker", 9, "worker"],
    ["\u{1f600}\u{1f600}x", 2, "\u{1f600}\u{1f600}"],
  ])("cuts %p to %p characters: %p", (text, length, cut) => {
    expect(shortened(text, length)).toBe(cut)
  })
})
