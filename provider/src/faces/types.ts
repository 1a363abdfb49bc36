import { type Kind, kinds } from "../resources/kinds"

/** The type of a dynamic resource. It belongs to the package `pulumi-nodejs`, whose provider the engine starts for these. */
export const dynamicType = (kind: Kind): string => `pulumi-nodejs:dynamic/scalebox:${kinds[kind]}`

/** The type of a resource that the plugin makes. Both types are stored in users' state: they must never change. */
export const nativeType = (kind: Kind): string => `scalebox:index:${kinds[kind]}`

/** The package of a face's Providers: the part of its types before the first colon. */
export type ProviderPackage = "pulumi-nodejs" | "scalebox"

/** Finds the kind of a resource in the state by its type; undefined for those of other providers. */
export function kindFinder(typeOf: (kind: Kind) => string): (type: string) => Kind | undefined {
  const kindsByType = new Map((Object.keys(kinds) as Kind[]).map((kind) => [typeOf(kind), kind]))
  return (type) => kindsByType.get(type)
}

/** The token of a function of the plugin. */
export const functionToken = (name: string): string => `scalebox:index:${name}`
