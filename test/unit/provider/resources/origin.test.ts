import { refuseOtherOrigin } from "../../../../provider/src/resources/origin"

const refuse = (apiUrl: string, endpoint: unknown, previousApiUrl?: string) =>
  refuseOtherOrigin(endpoint, { apiUrl, previousApiUrl })

describe("refuseOtherOrigin", () => {
  test.each([
    ["https://api.test", "https://api.test"],
    ["https://api.test/v2/", "https://api.test"],
    ["http://127.0.0.1:8080", "http://localhost:9090"],
    ["http://[::1]:1", "http://127.1.2.3:2"],
    ["https://api.test", undefined],
  ])("takes %p for a resource created on %p", (apiUrl, endpoint) => {
    expect(() => refuse(apiUrl, endpoint)).not.toThrow()
  })

  test.each([
    ["https://api.test", "http://127.0.0.1:8080"],
    ["http://127.0.0.1:8080", "https://api.test"],
    ["https://api.test", "https://api.test:8443"],
    ["https://localhost.evil.test", "http://127.0.0.1:8080"],
  ])("refuses %p for a resource created on %p, naming both", (apiUrl, endpoint) => {
    expect(() => refuse(apiUrl, endpoint)).toThrow(
      `This resource was created on ${endpoint}, but the configured API is ${apiUrl}`,
    )
  })

  test("takes the origin that scalebox:previousApiUrl names, and no third", () => {
    expect(() => refuse("https://new.test", "https://old.test", "https://old.test/path")).not.toThrow()
    expect(() => refuse("https://new.test", "https://third.test", "https://old.test/path")).toThrow(
      /third\.test/,
    )
  })
})
