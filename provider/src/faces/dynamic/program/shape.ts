import type * as pulumi from "@pulumi/pulumi"
import type { Facts } from "../../../resources/facts"
import type { Kind } from "../../../resources/kinds"

/** What a resource class is made of. */
export interface Shape extends Pick<Facts, "inputs" | "outputs" | "echoes"> {
  kind: Kind
  /** Makes those inputs secret that always are. */
  sealed?: (inputs: pulumi.Inputs) => pulumi.Inputs
}
