import { requireKey } from "../../../../provider/src/resources/session"
import { scripted } from "../../../support/context"

describe("A session", () => {
  test("keeps the origin of the API alone as the endpoint of its resources", () => {
    expect(scripted([], { apiUrl: "https://api.test/path/" }).session.endpoint).toBe("https://api.test")
  })

  test("is refused to a preview if there is no key", () => {
    expect(() => requireKey(scripted([]).session)).not.toThrow()
    expect(() => requireKey(scripted([], { apiKey: "" }).session)).toThrow(
      "No ScaleBox API key is configured",
    )
  })
})
