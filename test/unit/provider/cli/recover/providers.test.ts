import { StackProviders } from "../../../../../provider/src/cli/recover/providers"
import type { ResourceState } from "../../../../../provider/src/cli/recover/state"
import { NotedLog } from "../../../../support/context"
import { encrypted, entry, providerState } from "../../../../support/deployment"

const urn = "urn:pulumi:dev::shop::pulumi:providers:pulumi-nodejs::eu"
const mapped = { __internal: { envVarMappings: { EU_KEY: "SCALEBOX_API_KEY", EU_URL: "SCALEBOX_API_URL" } } }

/** The Provider `eu` of a stack, as a shell with these variables finds it. */
function found(inputs: ResourceState["inputs"], env: NodeJS.ProcessEnv) {
  const provider = providerState({ urn, ...(inputs && { inputs }) })
  const sandbox = entry("sandbox", "web", { id: "sbx-1", provider: `${urn}::id-1` })
  const all = { SCALEBOX_API_URL: "https://api.test", ...env }
  const providers = new StackProviders({ resources: [provider, sandbox] }, {}, new NotedLog(), all)
  const [one] = providers.all()
  const { apiKey, apiUrl } = one?.inventory.session.configuration ?? {}
  return [apiKey, new URL(apiUrl ?? "").hostname, one?.isKeyCertain]
}

test.each<[string, ResourceState["inputs"], NodeJS.ProcessEnv, unknown[]]>([
  ["that of the shell", {}, { SCALEBOX_API_KEY: "shell" }, ["shell", "api.test", true]],
  [
    "that of a variable that stands in for it",
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
