import type { z } from "zod"
import { type PortConfig, portConfig } from "../../contract"
import { type Equal, same } from "../../contract/equal"
import { textOf } from "../../contract/text"

/** What a SandboxPort is declared with. Every change closes the port and opens another. */
export interface SandboxPortInputs extends PortConfig {
  /** Id of the sandbox that the port belongs to. */
  sandboxId: string
}

export const sandboxPortInputs = portConfig.extend({ sandboxId: textOf(1) })
same<Equal<z.input<typeof sandboxPortInputs>, SandboxPortInputs>>()
