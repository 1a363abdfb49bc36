import * as pulumi from "@pulumi/pulumi"
import {
  type Configuration,
  type ConfigurationKey,
  configurationKeys,
  environment,
  type Setting,
} from "../../../client/configuration"
import { suggestion } from "../../../resources/suggestion"
import { warnAboutClearKey } from "./clear-key"
import { memory } from "./memory"

/** Settings of one account or endpoint. What is left out comes from the stack configuration, else the environment. */
export type ProviderArgs = {
  [K in keyof Configuration]?: pulumi.Input<NonNullable<Configuration[K]> | undefined>
}

/** The settings that a Provider was made with; functions work with them outside of the engine. */
export function settingsOf(provider: pulumi.ProviderResource): pulumi.Output<Record<string, Setting>> {
  const found = memory.settings.get(provider)
  if (found) return found
  throw new pulumi.RunError("The provider option must be a scalebox.Provider")
}

/** A misspelled key would leave the provider with the account of the stack configuration. */
function refuseUnknownSettings(name: string, args: ProviderArgs): void {
  for (const key of Object.keys(args).filter((key) => !(configurationKeys as string[]).includes(key))) {
    throw new pulumi.RunError(`${name}: ${key} is not a known setting${suggestion(key, configurationKeys)}`)
  }
}

/**
 * One account or endpoint of ScaleBox. Needed only where a program works with several; otherwise the stack
 * configuration and the environment say all.
 *
 * ```ts
 * const eu = new scalebox.Provider("eu", { apiKey: config.requireSecret("euKey") })
 * new scalebox.Sandbox("worker", {}, { provider: eu })
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    warnAboutClearKey()
    refuseUnknownSettings(name, args)
    const stack = new pulumi.Config("scalebox")
    const mapped = mappedSettings(opts)
    const given = configurationKeys.map((key) => {
      const argument = args[key] === "" ? undefined : args[key]
      // What the environment gives this provider alone comes before what the stack gives all.
      const ofStack = mapped[key] !== undefined ? undefined : ofStackConfiguration(stack, key)
      const value = argument ?? ofStack
      return [key, key === "apiKey" && value !== undefined ? pulumi.secret(value) : value] as const
    })
    super(
      "pulumi-nodejs",
      name,
      Object.fromEntries(given.map(([key, value]) => [`scalebox:${key}`, value])),
      opts,
    )
    const known = Object.fromEntries(given.filter(([, value]) => value !== undefined))
    memory.settings.set(
      this,
      pulumi.output({ ...mapped, ...known }) as pulumi.Output<Record<string, Setting>>,
    )
  }
}

const ofStackConfiguration = (stack: pulumi.Config, key: ConfigurationKey) =>
  key === "apiKey" ? stack.getSecret(key) : stack.get(key)

/** Settings that `envVarMappings` takes from other variables for this provider alone. */
function mappedSettings({ envVarMappings = {} }: pulumi.ResourceOptions = {}): Record<string, string> {
  const found: Record<string, string> = {}
  for (const key of configurationKeys) {
    const variable = environment[key]
    const source = Object.entries(envVarMappings).find(([, target]) => target === variable)?.[0]
    const value = source && process.env[source]
    if (variable && value) found[key] = value
  }
  return found
}
