import * as pulumi from "@pulumi/pulumi"
import { configurationKeys } from "../../client/configuration"
import { suggestion } from "../../resources/suggestion"
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
  const misspelt = given.flatMap((name) => {
    const setting = name.startsWith(namespace) ? name.slice(namespace.length) : undefined
    if (setting === undefined || (configurationKeys as string[]).includes(setting)) return []
    return [`${name} is not a known setting${suggestion(setting, configurationKeys)}`]
  })
  const own = `${pulumi.getProject()}:apiKey`
  const isMissing = !pulumi.runtime.getConfig(key) && !process.env.SCALEBOX_API_KEY
  return given.includes(own) && isMissing
    ? [...misspelt, `${own} is a setting of the program: the API key is read from ${key}`]
    : misspelt
}
