import {
  type ConfigurationKey,
  configurationKeys,
  isLoopback,
  missingKey,
  readConfiguration,
  type Setting,
} from "../../../../provider/src/client/configuration"
import { ScaleboxError } from "../../../../provider/src/client/errors"

type Settings = Partial<Record<ConfigurationKey, Setting>>

const read = (settings: Settings, env: NodeJS.ProcessEnv = {}) =>
  readConfiguration((key) => settings[key], env)

function refusalOf(settings: Settings, env: NodeJS.ProcessEnv = {}): ScaleboxError {
  try {
    read(settings, env)
  } catch (error) {
    if (error instanceof ScaleboxError) return error
    throw error
  }
  throw new Error("Expected a refusal")
}

const everywhere: NodeJS.ProcessEnv = {
  SCALEBOX_API_KEY: "env-key",
  SCALEBOX_API_URL: "https://env.example.com",
  SCALEBOX_ALLOW_INSECURE_URL: "true",
  SCALEBOX_BELIEVE_MISSING: "true",
  SCALEBOX_PROJECT_ID: "env-project",
}

describe("readConfiguration", () => {
  test("has defaults for all but the key and the project", () => {
    expect(read({})).toEqual({
      apiUrl: "https://api.scalebox.dev",
      allowInsecureUrl: false,
      believeMissing: false,
      refreshBeforeUpdate: false,
      maxConcurrency: 16,
      requestTimeout: 30,
    })
  })

  test("takes the environment if nothing is set", () => {
    expect(read({}, everywhere)).toMatchObject({
      apiKey: "env-key",
      apiUrl: "https://env.example.com",
      allowInsecureUrl: true,
      believeMissing: true,
      projectId: "env-project",
    })
  })

  test("prefers what is set to the environment", () => {
    const settings = { apiKey: "key", apiUrl: "http://127.0.0.1:8080", projectId: "project" }
    expect(read(settings, everywhere)).toMatchObject(settings)
  })

  test.each(configurationKeys)("counts an empty %s as unset", (key) => {
    expect(read({ [key]: "" }, everywhere)).toEqual(read({}, everywhere))
  })

  test("counts an empty variable as unset", () => {
    const empty = { SCALEBOX_API_KEY: "", SCALEBOX_API_URL: "", SCALEBOX_PROJECT_ID: "" }
    expect(read({}, empty)).toEqual(read({}))
  })

  test("takes numbers as numbers and as texts, and forgives blanks around a value", () => {
    expect(read({ maxConcurrency: "4", requestTimeout: " 0.5 ", apiKey: " key\n" })).toMatchObject({
      maxConcurrency: 4,
      requestTimeout: 0.5,
      apiKey: "key",
    })
    expect(read({ maxConcurrency: 4, requestTimeout: 2 })).toMatchObject({
      maxConcurrency: 4,
      requestTimeout: 2,
    })
  })

  test.each<[ConfigurationKey, Setting, string]>([
    ["allowInsecureUrl", "yes", "must be true or false"],
    ["allowInsecureUrl", 1, "must be true or false"],
    ["apiKey", "two words", "must be printable ASCII without spaces"],
    ["apiKey", "schlüssel", "must be printable ASCII without spaces"],
    ["apiKey", "line\nbreak", "must be printable ASCII without spaces"],
    ["apiUrl", "api.scalebox.dev", "must be a URL that begins with https:// or http://"],
    ["apiUrl", "ftp://files.example.com", "must be a URL that begins with https:// or http://"],
    ["previousApiUrl", "old", "must be a URL that begins with https:// or http://"],
    ["maxConcurrency", "0", "must be a whole number of at least 1"],
    ["maxConcurrency", 0, "must be a whole number of at least 1"],
    ["maxConcurrency", "1.5", "must be a whole number of at least 1"],
    ["maxConcurrency", "many", "must be a whole number of at least 1"],
    ["maxConcurrency", Number.NaN, "must be a whole number of at least 1"],
    ["requestTimeout", "0", "must be a number of seconds above 0"],
    ["requestTimeout", 0, "must be a number of seconds above 0"],
    ["requestTimeout", "-1", "must be a number of seconds above 0"],
    ["requestTimeout", "soon", "must be a number of seconds above 0"],
    ["requestTimeout", 86_401, "must be at most 86400 seconds"],
    ["requestTimeout", Number.POSITIVE_INFINITY, "must be a number of seconds above 0"],
  ])("refuses the %s %p", (key, value, reason) => {
    const refusal = refusalOf({ [key]: value })
    expect(refusal.code).toBe("configuration")
    expect(refusal.message).toBe(`Invalid configuration: scalebox:${key} ${reason}`)
  })

  test.each(["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1", "HTTPS://api.test"])(
    "takes %s, if nobody reads along",
    (apiUrl) => expect(read({ apiUrl })).toMatchObject({ apiUrl, allowInsecureUrl: false }),
  )

  test.each([
    "http://api.scalebox.dev",
    "HTTP://10.0.0.1:8080",
    "http://localhost.evil.test",
    "http://127.evil.test",
  ])("takes %s, which sends the key in plain text, only if that is allowed", (apiUrl) => {
    const faults = [{}, { allowInsecureUrl: false }, { allowInsecureUrl: "false" }].map(
      (more) => refusalOf({ apiUrl, ...more }).message,
    )
    expect(new Set(faults)).toEqual(
      new Set([
        "Invalid configuration: scalebox:apiUrl must begin with https://, as http:// would send the key in plain text " +
          "to another machine; set scalebox:allowInsecureUrl to true to allow that",
      ]),
    )
    for (const allowInsecureUrl of [true, "true", " true "]) {
      expect(read({ apiUrl, allowInsecureUrl })).toMatchObject({ apiUrl, allowInsecureUrl: true })
    }
    expect(read({}, { SCALEBOX_API_URL: apiUrl, SCALEBOX_ALLOW_INSECURE_URL: "true" }).apiUrl).toBe(apiUrl)
  })

  test("refuses a plain URL also beside other faults", () => {
    const { message } = refusalOf({ apiUrl: "http://api.test", maxConcurrency: 0 })
    expect(message).toContain("scalebox:apiUrl must begin with https://")
    expect(message).toContain("scalebox:maxConcurrency must be")
  })

  test("names everything that is wrong, and shows no value", () => {
    const refusal = refusalOf(
      { apiKey: "wrong secret", maxConcurrency: "wrong-number" },
      { SCALEBOX_API_URL: "wrong-url" },
    )
    for (const name of ["scalebox:apiKey", "SCALEBOX_API_URL", "scalebox:maxConcurrency"])
      expect(refusal.message).toContain(`${name} `)
    expect(refusal.message).not.toMatch(/wrong/)
  })
})

describe("isLoopback", () => {
  test.each(["http://127.0.0.1", "https://127.9.8.7:1/x", "http://LOCALHOST:2", "http://[::1]"])(
    "is true of %s",
    (url) => expect(isLoopback(url)).toBe(true),
  )
  test.each([
    "http://10.0.0.1",
    "http://localhost.test",
    "http://127.0.0.1.test",
    "http://[::2]",
    "127.0.0.1",
    "",
  ])("is false of %p", (url) => expect(isLoopback(url)).toBe(false))
})

describe("missingKey", () => {
  test("names every way to set it, and the emulator", () => {
    const { code, message } = missingKey()
    expect(code).toBe("configuration")
    for (const way of [
      "pulumi config set --secret scalebox:apiKey",
      "SCALEBOX_API_KEY",
      "scalebox.Provider",
      "npx scalebox-emulator",
      "SCALEBOX_API_URL",
    ]) {
      expect(message).toContain(way)
    }
  })
})
