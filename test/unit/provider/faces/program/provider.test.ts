import * as pulumi from "@pulumi/pulumi"
import { Provider } from "../../../../../provider/src/faces/program/provider"
import { mockEngine, registrationOf, secretInputs } from "../../../../support/program"

mockEngine()

const stack = {
  "scalebox:apiKey": "stack-key",
  "scalebox:apiUrl": "https://stack.test",
  "scalebox:maxConcurrency": "3",
}

async function made(args: ConstructorParameters<typeof Provider>[1], config: Record<string, string> = stack) {
  pulumi.runtime.setAllConfig(config, ["scalebox:apiKey"])
  const registered = await registrationOf(new Provider(`p${Math.random()}`, args))
  const plain = Object.entries(registered.inputs).map(([key, value]) => [
    key,
    value !== null && typeof value === "object" ? Reflect.get(value, "value") : value,
  ])
  return {
    type: registered.type,
    settings: Object.fromEntries(plain),
    secrets: secretInputs(registered),
  }
}

describe("Provider", () => {
  test("is a provider of the package that serves dynamic resources", async () => {
    expect((await made({})).type).toBe("pulumi:providers:pulumi-nodejs")
  })

  test("takes the stack's configuration, which no explicit provider sees by itself", async () => {
    expect((await made({})).settings).toEqual(stack)
  })

  test("refuses what is no setting: it would work with the stack's account instead", () => {
    const misspelled = { api_key: "own-key" } as object
    expect(() => new Provider("misspelled", misspelled)).toThrow(
      "misspelled: api_key is not a known setting; did you mean apiKey? api_key is how the API spells it",
    )
  })

  test("prefers its arguments, and fills up from the stack", async () => {
    const { settings } = await made({ apiKey: "own-key", projectId: "prj-1", requestTimeout: 5 })
    expect(settings).toEqual({
      ...stack,
      "scalebox:apiKey": "own-key",
      "scalebox:projectId": "prj-1",
      "scalebox:requestTimeout": 5,
    })
  })

  test("counts an empty argument as not given", async () => {
    expect((await made({ apiKey: "", apiUrl: "" })).settings).toEqual(stack)
  })

  test("makes the key secret wherever it comes from, and nothing else", async () => {
    expect((await made({ apiKey: "own-key" }, {})).secrets).toEqual(["scalebox:apiKey"])
    expect((await made({ apiKey: pulumi.output("later") }, {})).secrets).toEqual(["scalebox:apiKey"])
    expect((await made({})).secrets).toEqual(["scalebox:apiKey"])
  })

  test("hands over nothing that nobody set", async () => {
    expect((await made({}, {})).settings).toEqual({})
  })
})
