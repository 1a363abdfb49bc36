import { type Kind, kinds } from "../resources/kinds"

/** The package of each face's Providers. The engine starts that of `pulumi-nodejs` for dynamic resources. */
export const packages = { dynamic: "pulumi-nodejs", native: "scalebox" } as const
export type ProviderPackage = (typeof packages)[keyof typeof packages]

/** The type of a dynamic resource. */
export const dynamicType = (kind: Kind): string => `${packages.dynamic}:dynamic/scalebox:${kinds[kind]}`

/** The type of a resource that the plugin makes. Both types are stored in users' state: they must never change. */
export const nativeType = (kind: Kind): string => `${packages.native}:index:${kinds[kind]}`

/** The types of a kind: programs may use both faces side by side. */
export const typesOf = (kind: Kind): readonly string[] => [dynamicType(kind), nativeType(kind)]

/** Finds the kind of a resource in the state by its type; undefined for those of other providers. */
export function kindFinder(typeOf: (kind: Kind) => string): (type: string) => Kind | undefined {
  const kindsByType = new Map((Object.keys(kinds) as Kind[]).map((kind) => [typeOf(kind), kind]))
  return (type) => kindsByType.get(type)
}

/** The token of a function of the plugin. */
export const functionToken = (name: string): string => `${packages.native}:index:${name}`
