import { isSecret, revealed, secret, unknownText } from "../support/engine"
import { about, plugged, providerUrn } from "../support/plugin-stage"

const { stage } = plugged()

/** Sets the stack's configuration for a test, as the engine hands it to a plugin. */
function stackConfig(settings: Record<string, string>): void {
  process.env.PULUMI_CONFIG = JSON.stringify(settings)
}
afterEach(() => {
  delete process.env.PULUMI_CONFIG
})

const byDefault = providerUrn("default_0_1_0")

describe("CheckConfig", () => {
  test("keeps nothing of the default provider's settings, which each run brings along", async () => {
    const { engine } = await stage({ isConfigured: false })
    const { inputs, failures } = await engine.checkConfig(byDefault, {
      version: "0.1.0",
      apiKey: secret("sk-stack"),
      apiUrl: "https://api.test",
    })
    expect({ inputs, failures }).toEqual({ inputs: { version: "0.1.0" }, failures: [] })
  })

  test.each(["eu", "default-eu", "default_eu"])(
    "keeps the key of the provider %s, encrypted",
    async (name) => {
      const { engine } = await stage({ isConfigured: false })
      const { inputs } = await engine.checkConfig(providerUrn(name), { apiKey: "sk-eu", maxConcurrency: "4" })
      expect(isSecret(inputs.apiKey)).toBe(true)
      expect(revealed(inputs)).toEqual({ apiKey: "sk-eu", maxConcurrency: "4" })
    },
  )

  test("refuses a setting that is none, and a wrong one, without its value", async () => {
    const { engine } = await stage({ isConfigured: false })
    const { failures } = await engine.checkConfig(providerUrn("eu"), {
      apikey: "sk-eu",
      apiUrl: "http://far.test",
    })
    expect(failures.map(({ reason }) => reason)).toEqual([
      "apikey is not a known setting; did you mean apiKey?",
      expect.stringContaining("apiUrl must begin with https://"),
    ])
    expect(JSON.stringify(failures)).not.toContain("sk-eu")
  })

  test("warns of a near miss in the stack's configuration, which others may use as well", async () => {
    const { engine } = await stage({ isConfigured: false })
    const { failures } = await engine.checkConfig(byDefault, { apikey: "sk-eu" })
    expect(failures).toEqual([])
    expect(await engine.line(({ severity }) => severity === "warning")).toMatchObject({
      message: "scalebox:apikey is not a known setting; did you mean apiKey?",
    })
  })

  test("judges nothing that is not known yet", async () => {
    const { engine } = await stage({ isConfigured: false })
    const { failures } = await engine.checkConfig(providerUrn("eu"), { apiUrl: unknownText })
    expect(failures).toEqual([])
  })
})

describe("Configure", () => {
  test("The default provider works with the stack's key, whatever the state says", async () => {
    const { engine, apiKey, url, calls } = await stage({ isConfigured: false })
    stackConfig({ apiKey, apiUrl: url })
    await engine.configure(byDefault, { apiKey: "sk-rotated-away" })
    await engine.read(about("Sandbox"), "sbx-none")
    expect(calls()).not.toEqual([])
    expect(calls().every((call) => call.startsWith(`${apiKey} `))).toBe(true)
  })

  test("An explicit provider works with its own key, and with the stack's settings where it has none", async () => {
    const { engine, apiKey, url, calls } = await stage({ isConfigured: false })
    stackConfig({ apiKey: "sk-stack", apiUrl: url })
    await engine.configure(providerUrn("eu"), { apiKey: secret(apiKey) })
    await engine.read(about("Sandbox"), "sbx-none")
    expect(calls().every((call) => call.startsWith(`${apiKey} `))).toBe(true)
  })

  test("names every wrong setting", async () => {
    const { engine } = await stage({ isConfigured: false })
    await expect(
      engine.configure(providerUrn("eu"), { maxConcurrency: 0, requestTimeout: "soon" }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/maxConcurrency .*requestTimeout /) })
  })
})

describe("DiffConfig", () => {
  const eu = providerUrn("eu")

  /** Two keys, each with a sandbox of its account. */
  async function twoAccounts() {
    const [a, b] = [await stage(), await stage()]
    for (const { engine } of [a, b]) {
      const { inputs } = await engine.check(about("Sandbox"), {})
      await engine.create(about("Sandbox"), inputs)
    }
    return { a, b }
  }

  test("A provider of another account replaces what the old one has created", async () => {
    const { a, b } = await twoAccounts()
    const [old, now] = [a, b].map(({ apiKey, url }) => ({ apiKey: secret(apiKey), apiUrl: url }))
    expect(await a.engine.diffConfig(eu, old ?? {}, now ?? {})).toMatchObject({
      isChanged: true,
      replaces: ["apiKey"],
    })
  })

  test("So does one of an account that has nothing yet", async () => {
    const { a } = await twoAccounts()
    const empty = await stage()
    const found = await a.engine.diffConfig(
      eu,
      { apiKey: secret(a.apiKey), apiUrl: a.url },
      { apiKey: secret(empty.apiKey), apiUrl: a.url },
    )
    expect(found.replaces).toEqual(["apiKey"])
  })

  test("A rotated key of the same account replaces nothing", async () => {
    const { a } = await twoAccounts()
    a.account.addKey("sk-rotated")
    const found = await a.engine.diffConfig(
      eu,
      { apiKey: secret(a.apiKey), apiUrl: a.url },
      { apiKey: secret("sk-rotated"), apiUrl: a.url },
    )
    expect(found).toMatchObject({ isChanged: true, replaces: [] })
  })

  test("Nor does one whose account cannot be told", async () => {
    const [one, other] = [await stage(), await stage()]
    const found = await one.engine.diffConfig(
      eu,
      { apiKey: secret(one.apiKey), apiUrl: one.url },
      { apiKey: secret(other.apiKey), apiUrl: one.url },
    )
    expect(found.replaces).toEqual([])
  })

  test.each([
    ["another API", { apiUrl: "https://one.test" }, { apiUrl: "https://two.test" }, ["apiUrl"]],
    [
      "the dynamic provider's spelling",
      { "scalebox:apiUrl": "https://one.test" },
      { apiUrl: "https://one.test" },
      [],
    ],
    ["another loopback port", { apiUrl: "http://127.0.0.1:1" }, { apiUrl: "http://localhost:2" }, []],
    [
      "an API that has moved",
      { apiUrl: "https://one.test" },
      { apiUrl: "https://two.test", previousApiUrl: "https://one.test" },
      [],
    ],
    ["a setting that is not known yet", { apiUrl: "https://one.test" }, { apiUrl: unknownText }, []],
    ["another version", { version: "0.1.0" }, { version: "0.2.0" }, []],
    ["another limit", { maxConcurrency: 4 }, { maxConcurrency: 8 }, []],
  ])("replaces as it must for %s", async (_, old, now, replaces) => {
    const { engine } = await stage({ isConfigured: false })
    expect((await engine.diffConfig(eu, old, now)).replaces).toEqual(replaces)
  })
})
