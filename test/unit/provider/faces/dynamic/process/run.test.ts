import "../../../../support/send"

type Session = typeof import("../../../../../provider/src/resources/process/session")

/** A provider process with this configuration. */
function processWith(settings: Record<string, string>): Session {
  let loaded: Session | undefined
  jest.isolateModules(() => {
    loaded = require("../../../../../provider/src/resources/process/session")
  })
  if (!loaded) throw new Error("Not loaded")
  const get = (key: string) => settings[key]
  void loaded.configure({ config: { get, require: (key: string) => settings[key] ?? "" } })
  return loaded
}

describe("session", () => {
  test("works with the configuration of its provider, at once", () => {
    const { session } = processWith({
      "scalebox:apiKey": "key",
      "scalebox:apiUrl": "https://api.test/path",
      "scalebox:maxConcurrency": "3",
    })
    expect(session()).toMatchObject({
      endpoint: "https://api.test",
      configuration: { apiKey: "key", apiUrl: "https://api.test/path", maxConcurrency: 3 },
      client: { configuration: { apiKey: "key", maxConcurrency: 3 } },
    })
    expect(session()).toBe(session())
  })

  test("says what is wrong with the configuration", () => {
    expect(() => processWith({ "scalebox:requestTimeout": "soon" }).session()).toThrow(
      "Invalid configuration: scalebox:requestTimeout must be a number of seconds above 0",
    )
  })
})

describe("refuseOtherEndpoint", () => {
  const refuse = (apiUrl: string, endpoint: unknown, more: Record<string, string> = {}) =>
    processWith({ "scalebox:apiUrl": apiUrl, ...more }).refuseOtherEndpoint({ endpoint })

  test.each([
    ["https://api.test", "https://api.test"],
    ["https://api.test/v2/", "https://api.test"],
    ["http://127.0.0.1:8080", "http://localhost:9090"],
    ["http://[::1]:1", "http://127.1.2.3:2"],
    ["https://api.test", undefined],
  ])("takes %p for a resource made on %p", (apiUrl, endpoint) => {
    expect(() => refuse(apiUrl, endpoint)).not.toThrow()
  })

  test.each([
    ["https://api.test", "http://127.0.0.1:8080"],
    ["http://127.0.0.1:8080", "https://api.test"],
    ["https://api.test", "https://api.test:8443"],
    ["https://localhost.evil.test", "http://127.0.0.1:8080"],
  ])("refuses %p for a resource made on %p, naming both", (apiUrl, endpoint) => {
    expect(() => refuse(apiUrl, endpoint)).toThrow(
      `This resource was made on ${endpoint}, but the configured API is ${apiUrl}`,
    )
  })

  test("takes the origin that scalebox:previousApiUrl names, and no third", () => {
    const moved = { "scalebox:previousApiUrl": "https://old.test/path" }
    expect(() => refuse("https://new.test", "https://old.test", moved)).not.toThrow()
    expect(() => refuse("https://new.test", "https://third.test", moved)).toThrow(/third\.test/)
  })
})
