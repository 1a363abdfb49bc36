import * as pulumi from "@pulumi/pulumi"
import { misspelt } from "../misspelt"
import { memory } from "../program/memory"

/** Part of the SDK since 3.0, but missing in its type declarations. */
const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean }

const namespace = "scalebox:"
const key = `${namespace}apiKey`

/** Says once what is wrong with the settings of the stack although each of them can be read. */
export function warnAboutConfiguration(remembered = memory): void {
  if (remembered.isConfigurationChecked) return
  remembered.isConfigurationChecked = true
  for (const warning of [...clearKey(), ...nearMisses()]) void pulumi.log.warn(warning)
}

/** The engine keeps configuration that was set without --secret in plain text in the state of its default provider. */
function clearKey(): string[] {
  if (!pulumi.runtime.getConfig(key) || !isConfigSecret || isConfigSecret(key)) return []
  return [
    `${key} is stored in plain text, also in the stack's state. ` +
      `Run \`pulumi config set --secret ${key}\` and rotate the key`,
  ]
}

/** A setting of a name that there is not, or in the project's own namespace, would be passed over. */
function nearMisses(): string[] {
  const given = Object.keys(pulumi.runtime.allConfig())
  const ours = given.filter((name) => name.startsWith(namespace)).map((name) => name.slice(namespace.length))
  const warnings = misspelt(ours).map((reason) => `${namespace}${reason}`)
  const own = `${pulumi.getProject()}:apiKey`
  const isMissing = !pulumi.runtime.getConfig(key) && !process.env.SCALEBOX_API_KEY
  return given.includes(own) && isMissing
    ? [...warnings, `${own} is a setting of the program: the API key is read from ${key}`]
    : warnings
}
