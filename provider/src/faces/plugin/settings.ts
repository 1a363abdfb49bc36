import {
  type Configuration,
  type ConfigurationKey,
  configurationKeys,
  readConfiguration,
  type Setting,
} from "../../client"
import { type Properties, unknown } from "../../resources/properties"

export type Settings = Partial<Record<ConfigurationKey, Setting>>

/** The stack's configuration: keys come without the namespace, secrets decrypted. */
export function stackSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  return settingsIn(JSON.parse(env.PULUMI_CONFIG || "{}"))
}

/** Settings among a provider's properties; those of the dynamic provider have the namespace in front of their names. */
export function settingsIn(properties: Properties): Settings {
  const rows = configurationKeys.map((key) => [key, properties[key] ?? properties[`scalebox:${key}`]])
  return Object.fromEntries(rows.filter(([, value]) => isSetting(value)))
}

const isSetting = (value: unknown): value is Setting =>
  ["string", "number", "boolean"].includes(typeof value) && value !== ""

/** What a provider works with: its own settings, else the stack's, else the environment, else defaults. */
export const configurationOf = (own: Settings, stack: Settings = stackSettings()): Configuration =>
  readConfiguration((key) => own[key] ?? stack[key])

/** Whether nothing of the settings waits for a resource to be created. */
export const areKnown = (settings: Settings): boolean => !Object.values(settings).includes(unknown)

/** The engine's own provider of the package, whose settings are those of the stack. @param urn Of the provider. */
export const isDefault = (urn: string): boolean => /::default(_\d+_\d+_\d+.*)?$/.test(urn)
