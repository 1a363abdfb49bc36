import type { z } from "zod"
import { type PortConfig, portConfig } from "../../contract"
import { type Equal, same } from "../../contract/equal"
import { textOf } from "../../contract/text"

/** What a SandboxPort is declared with. Every change closes the port and opens another. */
export interface SandboxPortInputs extends Omit<PortConfig, "name"> {
  /** Id of the sandbox that the port belongs to. */
  sandboxId: string
  /**
   * 1 to 15 characters, lower-case letters, digits and inner hyphens, with at least one letter; unique in the sandbox;
   * default: the logical name, cut to 15 characters.
   */
  name?: string | undefined
}

export const sandboxPortInputs = portConfig.extend({
  sandboxId: textOf(1),
  name: portConfig.shape.name.optional(),
})
same<Equal<z.input<typeof sandboxPortInputs>, SandboxPortInputs>>()

/** A port's inputs with the default filled in, as check answers them and later calls receive them. */
export type CheckedPortInputs = SandboxPortInputs & Pick<PortConfig, "name">
