import { StackProviders } from "../../../../../provider/src/cli/recover/providers"
import type { ResourceState } from "../../../../../provider/src/cli/recover/state"
import { NotedLog } from "../../../../support/context"
import { encrypted, entry, providerState } from "../../../../support/deployment"

const urn = "urn:pulumi:dev::shop::pulumi:providers:pulumi-nodejs::eu"
const mapped = { __internal: { envVarMappings: { EU_KEY: "SCALEBOX_API_KEY", EU_URL: "SCALEBOX_API_URL" } } }

/** The one provider of a stack, as a shell with these variables finds it. */
function found(
  inputs: ResourceState["inputs"],
  env: NodeJS.ProcessEnv,
  {
    provider: state = {},
    stack = {},
  }: { provider?: Partial<ResourceState>; stack?: Record<string, string> } = {},
) {
  const provider = providerState({ urn, ...(inputs && { inputs }), ...state })
  const sandbox = entry("sandbox", "web", { id: "sbx-1", provider: `${provider.urn}::id-1` })
  const all = { SCALEBOX_API_URL: "https://api.test", ...env }
  const providers = new StackProviders({ resources: [provider, sandbox] }, stack, new NotedLog(), all)
  const [one] = providers.all()
  const { apiKey, apiUrl } = one?.inventory.session.configuration ?? {}
  return [apiKey, new URL(apiUrl ?? "").hostname, one?.isKeyCertain]
}

test.each<[string, ResourceState["inputs"], NodeJS.ProcessEnv, unknown[]]>([
  ["that of the shell", {}, { SCALEBOX_API_KEY: "shell" }, ["shell", "api.test", true]],
  [
    "that of a variable that replaces it",
    mapped,
    { SCALEBOX_API_KEY: "shell", EU_KEY: "eu", EU_URL: "https://eu.test" },
    ["eu", "eu.test", true],
  ],
  [
    "uncertain if that variable is not set here",
    mapped,
    { SCALEBOX_API_KEY: "shell" },
    ["shell", "api.test", false],
  ],
  [
    "that of the variable with the name of the Provider",
    mapped,
    { SCALEBOX_API_KEY: "shell", SCALEBOX_API_KEY_EU: "named" },
    ["named", "api.test", true],
  ],
  [
    "that in the state, if that is readable",
    { "scalebox:apiKey": "stored", ...mapped },
    { SCALEBOX_API_KEY: "shell" },
    ["stored", "api.test", true],
  ],
  [
    "uncertain if it is encrypted in the state",
    { "scalebox:apiKey": encrypted() },
    { SCALEBOX_API_KEY: "shell" },
    ["shell", "api.test", false],
  ],
])("the key of a Provider is %s", (_, inputs, env, expected) => {
  expect(found(inputs, env)).toEqual(expected)
})

describe("of the plugin", () => {
  const named = (name: string) => {
    const type = "pulumi:providers:scalebox"
    return { type, urn: `urn:pulumi:dev::shop::${type}::${name}` }
  }
  const stack = { "scalebox:apiKey": "ofStack", "scalebox:apiUrl": "https://stack.test" }
  const shell = { SCALEBOX_API_KEY: "shell" }

  test.each<[string, string, ResourceState["inputs"], NodeJS.ProcessEnv, Record<string, string>, unknown[]]>([
    [
      "the default one works with the shell's",
      "default_0_1_0",
      { version: "0.1.0" },
      shell,
      {},
      ["shell", "api.test", true],
    ],
    ["the default one works with the stack's", "default", {}, shell, stack, ["ofStack", "stack.test", true]],
    [
      "an explicit one has its own URL, and a key that is encrypted",
      "default-eu",
      { apiUrl: "https://eu.test", apiKey: encrypted() },
      shell,
      stack,
      ["shell", "eu.test", false],
    ],
    [
      "the key of an explicit one may be named",
      "eu",
      { apiKey: encrypted() },
      { ...shell, SCALEBOX_API_KEY_EU: "named" },
      {},
      ["named", "api.test", true],
    ],
    [
      "what an explicit one leaves out is the stack's",
      "eu",
      { maxConcurrency: 4 },
      shell,
      stack,
      ["ofStack", "stack.test", true],
    ],
  ])("%s", (_, name, inputs, env, settings, expected) => {
    expect(found(inputs, env, { provider: named(name), stack: settings })).toEqual(expected)
  })
})
