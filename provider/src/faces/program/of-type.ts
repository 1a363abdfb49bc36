import type { Kind } from "../../resources/kinds"
import { dynamicType, nativeType } from "../types"

/** Whether a value carries this Pulumi type, as every resource does. Policies ask with an object that holds nothing else. */
export const isOfType = (value: unknown, type: string): boolean =>
  value !== null && typeof value === "object" && Reflect.get(value, "__pulumiType") === type

/** Whether a value is a resource of this kind, whichever way it is created: programs may use both side by side. */
export const isOfKind = (value: unknown, kind: Kind): boolean =>
  isOfType(value, dynamicType(kind)) || isOfType(value, nativeType(kind))
