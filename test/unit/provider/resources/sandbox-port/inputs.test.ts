import { sandboxPortInputs } from "../../../../../provider/src/resources/sandbox-port/inputs"
import { faultTexts } from "../../../../support/failures"

describe("sandboxPortInputs", () => {
  test("are a port and its sandbox", () => {
    expect(
      faultTexts(sandboxPortInputs, { sandboxId: "sbx-1", port: 80, name: "web", protocol: "tcp" }),
    ).toEqual([])
  })

  test("need sandbox and port", () => {
    expect(faultTexts(sandboxPortInputs, {})).toEqual(["port: is required", "sandboxId: is required"])
    expect(faultTexts(sandboxPortInputs, { sandboxId: "", port: 80, name: "web" })).toEqual([
      "sandboxId: must not be empty",
    ])
  })
})
