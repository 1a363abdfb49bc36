import type { Output, ProviderResource } from "@pulumi/pulumi"
import type { ScaleboxClient } from "../../client"
import type { Settings } from "../face"

/** What a program remembers from one declaration to the next. */
export class Memory {
  /** Whether this package was found from the program's folder. */
  isResolvable = false
  /** Whether the stack's settings were looked at for what to warn of. */
  isConfigurationChecked = false
  /** Whether it was said that options of a transform are lost. */
  isLossSaid = false
  /** The settings that each Provider was created with. */
  readonly settings = new WeakMap<ProviderResource, Output<Settings>>()
  /** One client for each configuration, by its JSON text, so that all calls share connections and limits. */
  readonly clients = new Map<string, ScaleboxClient>()
}

/** A process runs one program, so there is one. */
export const memory = new Memory()
