import type * as pulumi from "@pulumi/pulumi"
import type { ConfigurationKey, Setting } from "../client"
import type { Lookup } from "../functions/lookup"
import type { Facts } from "../resources/facts"
import type { Kind } from "../resources/kinds"
import type { ProviderPackage } from "./types"

/** What a resource class is made of. */
export interface Shape extends Pick<Facts, "inputs" | "outputs" | "echoes"> {
  kind: Kind
  /** Makes those inputs secret that always are. */
  sealed?: (inputs: pulumi.Inputs) => pulumi.Inputs
}

/** What a class hands to `super`. */
export interface Declaration {
  props: pulumi.Inputs
  opts: pulumi.CustomResourceOptions
}

export type Settings = Partial<Record<ConfigurationKey, Setting>>

/** Settings as a program gives them to a Provider. */
export type GivenSettings = Partial<Record<ConfigurationKey, pulumi.Input<Setting | undefined>>>

/** What a Provider hands to `super`, and the settings that functions work with. */
export interface ProviderDeclaration {
  props: pulumi.Inputs
  settings: GivenSettings
}

/** Where a function looks: the settings of the Provider that it was given, with that itself; neither for the default one. */
export interface Place {
  provider?: pulumi.ProviderResource | undefined
  settings?: Settings | undefined
}

/**
 * How the classes and functions of a program reach what does the work. They are written once and built twice: with the
 * face of dynamic resources, and with that of the plugin.
 */
export interface Face {
  /** The package of its Providers. */
  package: ProviderPackage
  /** The type that a resource has in the state. */
  typeOf(kind: Kind): string
  /** Inputs and options of a resource as this face hands them to the engine. Throws a RunError for what cannot be. */
  declare(shape: Shape, name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions): Declaration
  /**
   * @param own What the program gives.
   * @param mapped Settings that come from variables of the environment for this provider alone.
   */
  declareProvider(own: GivenSettings, mapped: Settings): ProviderDeclaration
  /** Calls a function, secrets included. */
  call<Args extends object, Result extends object, Secret extends keyof Result>(
    lookup: Lookup<Args, Result, Secret>,
    args: Args,
    place: Place,
  ): Promise<Result>
}
