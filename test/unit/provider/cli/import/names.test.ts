import { Names } from "../../../../../provider/src/cli/import/names"

describe("Names", () => {
  test.each([
    ["web-1", "web-1"],
    ["büro 1", "buro-1"],
    ["a::b$c", "a-b-c"],
    ["  x_y  ", "x_y"],
    ["日本", "sandbox"],
    ["", "sandbox"],
  ])("makes of %j the logical name %s", (wanted, name) => {
    expect(new Names().logical(wanted, "sandbox")).toBe(name)
  })

  test("gives each logical name once", () => {
    const names = new Names()
    const given = ["web", "web", "web-2", "web"].map((wanted) => names.logical(wanted, "sandbox"))
    expect(given).toEqual(["web", "web-2", "web-2-2", "web-3"])
  })

  test.each([
    ["web-1", "web1"],
    ["Web_api-x", "webApiX"],
    ["1st", "_1st"],
    ["default", "default2"],
    ["config", "config2"],
  ])("makes of %s the variable %s", (logical, variable) => {
    expect(new Names().variable(logical)).toBe(variable)
  })

  test("gives each variable once", () => {
    const names = new Names()
    expect(["web-1", "web1", "web_1"].map((logical) => names.variable(logical))).toEqual([
      "web1",
      "web12",
      "web13",
    ])
  })
})
