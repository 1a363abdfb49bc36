import * as pulumi from "@pulumi/pulumi"
import { warnAboutConfiguration } from "../../../../../provider/src/faces/dynamic/configuration-warnings"
import { Memory } from "../../../../../provider/src/faces/program/memory"
import { mockEngine } from "../../../../support/program"

mockEngine()

/** What a new program with this configuration is warned of. */
function warnings(config: Record<string, string>, secretKeys: string[] = []): string[] {
  const warned: string[] = []
  const warn = jest.spyOn(pulumi.log, "warn").mockImplementation(async (line) => {
    warned.push(line)
  })
  pulumi.runtime.setAllConfig(config, secretKeys)
  const memory = new Memory()
  warnAboutConfiguration(memory)
  warnAboutConfiguration(memory)
  warn.mockRestore()
  return warned
}

describe("warnAboutConfiguration", () => {
  test("warns once about a key that is stored in plain text, and does not show it", () => {
    const [warning, ...more] = warnings({ "scalebox:apiKey": "sk-clear" })
    expect(more).toEqual([])
    expect(warning).toContain("Run `pulumi config set --secret scalebox:apiKey` and rotate the key")
    expect(warning).not.toContain("sk-clear")
  })

  test("says nothing of a secret key, or if there is none", () => {
    expect(warnings({ "scalebox:apiKey": "sk-secret" }, ["scalebox:apiKey"])).toEqual([])
    expect(warnings({ "scalebox:apiUrl": "https://api.test" })).toEqual([])
    expect(warnings({ "scalebox:apiKey": "" })).toEqual([])
  })

  test("names a setting that there is not, and a key in the program's own namespace", () => {
    expect(warnings({ "scalebox:apikey": "sk-1" }, ["scalebox:apikey"])).toEqual([
      "scalebox:apikey is not a known setting; did you mean apiKey?",
    ])
    expect(warnings({ "shop:apiKey": "sk-1" }, ["shop:apiKey"])).toEqual([
      "shop:apiKey is a setting of the program: the API key is read from scalebox:apiKey",
    ])
    const both = { "shop:apiKey": "sk-other", "scalebox:apiKey": "sk-1" }
    expect(warnings(both, Object.keys(both))).toEqual([])
  })
})
