import type * as pulumi from "@pulumi/pulumi"
import type { Kind } from "../../../resources/kinds"

/** What a resource class is made of. */
export interface Shape {
  kind: Kind
  /** Names of what it is declared with. */
  inputs: readonly string[]
  /** Names of what it shows beside. */
  outputs: readonly string[]
  /** Outputs that show inputs again under another name: secret where one of those inputs is. */
  echoes?: Readonly<Record<string, readonly string[]>>
  /** Makes those inputs secret that always are. */
  sealed?: (inputs: pulumi.Inputs) => pulumi.Inputs
}
