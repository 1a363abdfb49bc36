import * as pulumi from "@pulumi/pulumi"
import { callOutput, callPlain } from "../../../../../../provider/src/faces/program/functions/call"
import { memory } from "../../../../../../provider/src/faces/program/memory"
import { Provider } from "../../../../../../provider/src/faces/program/provider"
import type { Lookup } from "../../../../../../provider/src/functions/lookup"
import { mockEngine } from "../../../../../support/program"

mockEngine()
// Pulumi's mocks answer for functions as well: here the functions themselves are wanted.
const monitor = jest.spyOn(pulumi.runtime, "getMonitor").mockReturnValue(undefined)
afterAll(() => monitor.mockRestore())

class Foreign extends pulumi.ProviderResource {}

const whoami: Lookup<{ loud?: boolean }, object> = {
  name: "whoAmI",
  args: { loud: true },
  call: async (client, args) => ({ client, args, key: client.configuration.apiKey }),
}

/** An output that fails; the engine would end the program for each of its promises that nobody heeds. */
function failing<T>(error: Error): pulumi.Output<T> {
  const output = pulumi.output(Promise.reject(error) as Promise<T>)
  for (const name of ["isKnown", "isSecret"]) (Reflect.get(output, name) as Promise<unknown>).catch(() => {})
  return output as pulumi.Output<T>
}

const asks = (args: ConstructorParameters<typeof Provider>[1]) =>
  callPlain(whoami, {}, { provider: new Provider(`p${Math.random()}`, args) })

describe("callPlain", () => {
  test("works with the settings of the provider that it is given", async () => {
    expect(await asks({ apiKey: pulumi.output("later") })).toMatchObject({ key: "later", args: {} })
  })

  test("has one client for each set of settings", async () => {
    const [one, same, other] = await Promise.all(
      ["a", "a", "b"].map(async (apiKey) => Reflect.get(await asks({ apiKey }), "client")),
    )
    expect(one).toBe(same)
    expect(one).not.toBe(other)
  })

  test("ends in the error of a setting that could not be had", async () => {
    const provider = new Provider("failing", { apiKey: "a" })
    memory.settings.set(provider, failing(new Error("no such host name")))
    await expect(callPlain(whoami, {}, { provider })).rejects.toThrow("no such host name")
  })

  test("refuses settings that are not known yet", async () => {
    const provider = new Provider("unknown", { apiKey: "a" })
    memory.settings.set(provider, pulumi.output({ apiUrl: pulumi.unknown }) as never)
    await expect(callPlain(whoami, {}, { provider })).rejects.toThrow(
      "whoAmI needs a Provider whose settings are known: use whoAmIOutput instead",
    )
  })

  test("refuses what is no argument, and what is no Provider of ours", async () => {
    await expect(callPlain(whoami, { lowd: true } as object)).rejects.toThrow(
      "whoAmI: lowd is not a known argument; did you mean loud?",
    )
    const provider = new Foreign("other", "foreign")
    await expect(callPlain(whoami, {}, { provider })).rejects.toThrow(
      'The option provider of a function must be a Provider imported from "pulumi-scalebox", as the function is',
    )
  })
})

test("The plain form says that it does not wait for dependsOn", async () => {
  const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue()
  const provider = new Provider("waiting", { apiKey: "a" })
  await callPlain(whoami, {}, { provider, dependsOn: provider } as pulumi.InvokeOptions)
  expect(warn.mock.calls).toEqual([["whoAmI does not wait for dependsOn: use whoAmIOutput"]])
  warn.mockRestore()
})

describe("callOutput", () => {
  const secrecy = (args: pulumi.Inputs) => {
    const provider = new Provider(`q${Math.random()}`, { apiKey: "a" })
    return pulumi.isSecret(callOutput({ ...whoami, call: async () => ({}) }, args, { provider }))
  }

  test("is secret if an argument is, and not because a Provider's key is", async () => {
    expect(await secrecy({ loud: true })).toBe(false)
    expect(await secrecy({ loud: pulumi.secret(true) })).toBe(true)
  })
})
