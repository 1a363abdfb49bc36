import {
  type ClientParts,
  type Configuration,
  type ConfigurationKey,
  isScaleboxError,
  readConfiguration,
  type ScaleboxError,
} from "../../client"
import { environment } from "../../client/configuration"
import { valueAt } from "../../contract"
import { isDefault } from "../../faces/plugin/settings"
import type { Log } from "../../resources/log"
import { refuseOtherOrigin } from "../../resources/origin"
import { newSession } from "../../resources/session"
import { Inventory } from "./inventory"
import { kindOf } from "./kinds"
import type { StackConfiguration } from "./pulumi"
import { type Deployment, isSecret, nameIn, partsOfProvider, type ResourceState } from "./state"

const dynamicType = "pulumi:providers:pulumi-nodejs"
const pluginType = "pulumi:providers:scalebox"

/** A provider of the stack, and the account behind it. */
export interface StackProvider {
  /** `URN::ID` as resources refer to it. */
  reference: string
  name: string
  endpoint: string
  inventory: Inventory
  /** Whether the key at hand is surely this provider's own; a Provider's key is stored encrypted in the state. */
  isKeyCertain: boolean
}

/** Whether a call failed because the key at hand is not the provider's own. */
export const lacksKey = (provider: StackProvider, error: unknown): error is ScaleboxError =>
  !provider.isKeyCertain && isScaleboxError(error, "unauthorized", "forbidden", "configuration")

/** The environment variable that names the key of an explicit Provider to this command: `SCALEBOX_API_KEY_EU` for `eu`. */
export const keyVariable = (name: string) => `SCALEBOX_API_KEY_${name.replace(/\W/g, "_").toUpperCase()}`

/** What a provider of the state keeps of a setting: that of the dynamic one has the namespace before its name. */
const storedIn = ({ type, inputs = {} }: ResourceState, key: ConfigurationKey): unknown =>
  inputs[type === pluginType ? key : `scalebox:${key}`]

/** The variables of the environment that replace others, by their own names. */
const mappingsOf = ({ inputs }: ResourceState) =>
  (valueAt(inputs, ["__internal", "envVarMappings"]) ?? {}) as Record<string, string>

/** The providers of a stack, with what can be had of their settings without decrypting the state. */
export class StackProviders {
  private readonly resources: ResourceState[]
  private readonly inventories = new Map<string, Inventory>()

  /** @param parts For tests: another clock, and another way to send. */
  constructor(
    private readonly deployment: Deployment,
    private readonly stack: StackConfiguration,
    private readonly log: Log,
    private readonly env: NodeJS.ProcessEnv = process.env,
    private readonly parts: ClientParts = {},
  ) {
    this.resources = (deployment.resources ?? []).filter(
      ({ type }) => type === dynamicType || type === pluginType,
    )
  }

  /**
   * The provider that a resource refers to, or the one that is in its place now; undefined if there is none.
   * Throws a ScaleboxError if its settings are wrong or point at another endpoint than its resources are on.
   */
  find(reference: string): StackProvider | undefined {
    const { urn, id } = partsOfProvider(reference)
    const living = this.resources.filter((resource) => resource.urn === urn && !resource.delete)
    const found = living.find((resource) => resource.id === id) ?? living.at(-1)
    return found && this.provider(found)
  }

  /** All that resources of ours, or operations on them, refer to; else what the engine would make by itself. */
  all(): StackProvider[] {
    const { resources = [], pending_operations = [] } = this.deployment
    const ours = [...resources, ...pending_operations.map(({ resource }) => resource)].filter(
      ({ type }) => kindOf(type) !== undefined,
    )
    const references = new Set(ours.map(({ provider = "" }) => provider))
    const found = [...references].flatMap((reference) => this.find(reference) ?? [])
    const byReference = new Map(found.map((provider) => [provider.reference, provider]))
    return found.length > 0
      ? [...byReference.values()]
      : [this.provider({ urn: `urn:pulumi:::::${dynamicType}::default`, type: dynamicType })]
  }

  private provider(resource: ResourceState): StackProvider {
    const { urn, id = "" } = resource
    const configuration = this.configuration(resource)
    for (const { provider, outputs } of this.deployment.resources ?? []) {
      if (provider && outputs && partsOfProvider(provider).urn === urn) {
        refuseOtherOrigin(outputs.endpoint, configuration)
      }
    }
    return {
      reference: `${urn}::${id}`,
      name: nameIn(urn),
      endpoint: new URL(configuration.apiUrl).origin,
      inventory: this.inventory(configuration),
      isKeyCertain:
        isDefault(urn) || Boolean(this.env[keyVariable(nameIn(urn))]) || this.hasOwnKeyAtHand(resource),
    }
  }

  /** A key that the state holds is encrypted, and the variable of a mapping may be set for other commands only. */
  private hasOwnKeyAtHand(resource: ResourceState): boolean {
    const stored = storedIn(resource, "apiKey")
    const sources = Object.entries(mappingsOf(resource)).filter(([, target]) => target === environment.apiKey)
    return !isSecret(stored) && (stored !== undefined || sources.every(([source]) => this.env[source]))
  }

  private configuration(resource: ResourceState): Configuration {
    const { urn, type } = resource
    const stackValue = (key: ConfigurationKey) => this.stack[`scalebox:${key}`]
    if (isDefault(urn)) return readConfiguration(stackValue, this.env)
    const keyAtHand = this.env[keyVariable(nameIn(urn))] || this.env.SCALEBOX_API_KEY
    return readConfiguration((key) => {
      const stored = storedIn(resource, key)
      if (!isSecret(stored) && stored !== undefined) return String(stored)
      // The class of the dynamic face writes all that it takes from the stack; the plugin has both at hand.
      if (stored === undefined) return type === pluginType ? stackValue(key) : undefined
      return (key === "apiKey" && keyAtHand) || stackValue(key)
    }, this.environmentOf(resource))
  }

  /** The environment as the engine gives it to a provider: with the variables that replace others. */
  private environmentOf(resource: ResourceState): NodeJS.ProcessEnv {
    const env = { ...this.env }
    for (const [source, target] of Object.entries(mappingsOf(resource))) {
      if (this.env[source]) env[target] = this.env[source]
    }
    const named = this.env[keyVariable(nameIn(resource.urn))]
    return named ? { ...env, SCALEBOX_API_KEY: named } : env
  }

  private inventory(configuration: Configuration): Inventory {
    const account = JSON.stringify([configuration.apiUrl, configuration.apiKey])
    const inventory =
      this.inventories.get(account) ??
      new Inventory(newSession(configuration, this.log, this.parts), this.log)
    this.inventories.set(account, inventory)
    return inventory
  }
}
