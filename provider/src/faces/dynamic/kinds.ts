import { type Kind, kinds } from "../../resources/kinds"
import { dynamicType as typeOf } from "../types"

export { typeOf }

const kindsByType: ReadonlyMap<string, Kind> = new Map(
  (Object.keys(kinds) as Kind[]).map((kind) => [typeOf(kind), kind]),
)

/** The kind of a resource in the state; undefined for those of other providers. */
export const kindOf = (type: string): Kind | undefined => kindsByType.get(type)
