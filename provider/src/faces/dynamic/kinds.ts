import { type Kind, kinds } from "../../resources/kinds"

/** Belongs to the package `pulumi-nodejs`, whose provider the engine starts for dynamic resources. */
export const typeOf = (kind: Kind): string => `pulumi-nodejs:dynamic/scalebox:${kinds[kind]}`

const kindsByType: ReadonlyMap<string, Kind> = new Map(
  (Object.keys(kinds) as Kind[]).map((kind) => [typeOf(kind), kind]),
)

/** The kind of a resource in the state; undefined for those of other providers. */
export const kindOf = (type: string): Kind | undefined => kindsByType.get(type)
