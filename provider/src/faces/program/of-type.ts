import type { Kind } from "../../resources/kinds"
import { typesOf } from "../types"

/** Whether a value carries this Pulumi type, as every resource does. Policies ask with an object that holds nothing else. */
export const isOfType = (value: unknown, type: string): boolean =>
  value !== null && typeof value === "object" && Reflect.get(value, "__pulumiType") === type

/** Whether a value is a resource of this kind, whichever way it is created. */
export const isOfKind = (value: unknown, kind: Kind): boolean =>
  typesOf(kind).some((type) => isOfType(value, type))
