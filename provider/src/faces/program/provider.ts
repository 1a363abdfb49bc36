import * as pulumi from "@pulumi/pulumi"
import { type Configuration, configurationKeys, environment } from "../../client/configuration"
import type { Settings } from "../face"
import { misspelt } from "../misspelt"
import { face } from "./face"
import { memory } from "./memory"
import { rightProvider } from "./right-provider"

/** Settings of one account or endpoint. What is left out comes from the stack configuration, else the environment. */
export type ProviderArgs = {
  [K in keyof Configuration]?: pulumi.Input<NonNullable<Configuration[K]> | undefined>
}

/** The settings that a Provider was created with; functions work with them outside of the engine. */
export function settingsOf(provider: pulumi.ProviderResource): pulumi.Output<Settings> {
  const found = memory.settings.get(provider)
  if (found) return found
  throw new pulumi.RunError(
    `The option provider of a function must be ${rightProvider(face.package)}, as the function is`,
  )
}

/** A misspelled key would leave the provider with the account of the stack configuration. */
function refuseUnknownSettings(name: string, args: ProviderArgs): void {
  const [reason] = misspelt(Object.keys(args))
  if (reason) throw new pulumi.RunError(`${name}: ${reason}`)
}

/**
 * One account or endpoint of ScaleBox. Needed only if a program works with several; otherwise the stack
 * configuration and the environment say all.
 *
 * ```ts
 * const eu = new scalebox.Provider("eu", { apiKey: config.requireSecret("euKey") })
 * new scalebox.Sandbox("worker", {}, { provider: eu })
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    refuseUnknownSettings(name, args)
    const own = Object.entries(args)
      .filter(([, value]) => value !== "" && value !== undefined)
      .map(([key, value]) => [key, key === "apiKey" ? pulumi.secret(value) : value] as const)
    const declared = face.declareProvider(Object.fromEntries(own), mappedSettings(opts))
    super(face.package, name, declared.props, opts)
    memory.settings.set(this, pulumi.output(declared.settings) as pulumi.Output<Settings>)
  }
}

/** Settings that `envVarMappings` takes from other variables for this provider alone. */
function mappedSettings({ envVarMappings = {} }: pulumi.ResourceOptions = {}): Settings {
  const found: Settings = {}
  for (const key of configurationKeys) {
    const variable = environment[key]
    const source = Object.entries(envVarMappings).find(([, target]) => target === variable)?.[0]
    const value = source && process.env[source]
    if (variable && value) found[key] = value
  }
  return found
}
