import * as pulumi from "@pulumi/pulumi"
import { warnAboutClearKey } from "../../../../../../provider/src/faces/dynamic/program/clear-key"
import { Memory } from "../../../../../../provider/src/faces/dynamic/program/memory"
import { mockEngine } from "../../../../../support/program"

mockEngine()

/** What a new program with this configuration is warned of. */
function warnings(config: Record<string, string>, secretKeys: string[] = []): string[] {
  const warned: string[] = []
  const warn = jest.spyOn(pulumi.log, "warn").mockImplementation(async (line) => {
    warned.push(line)
  })
  pulumi.runtime.setAllConfig(config, secretKeys)
  const memory = new Memory()
  warnAboutClearKey(memory)
  warnAboutClearKey(memory)
  warn.mockRestore()
  return warned
}

describe("warnAboutClearKey", () => {
  test("warns once about a key that is stored in plain text, and does not show it", () => {
    const [warning, ...more] = warnings({ "scalebox:apiKey": "sk-clear" })
    expect(more).toEqual([])
    expect(warning).toContain("Run `pulumi config set --secret scalebox:apiKey` and rotate the key")
    expect(warning).not.toContain("sk-clear")
  })

  test("says nothing of a secret key, or where there is none", () => {
    expect(warnings({ "scalebox:apiKey": "sk-secret" }, ["scalebox:apiKey"])).toEqual([])
    expect(warnings({ "scalebox:apiUrl": "https://api.test" })).toEqual([])
    expect(warnings({ "scalebox:apiKey": "" })).toEqual([])
  })
})
