import { type Kind, kinds } from "../resources/kinds"

/** The type of a dynamic resource. It belongs to the package `pulumi-nodejs`, whose provider the engine starts for these. */
export const dynamicType = (kind: Kind): string => `pulumi-nodejs:dynamic/scalebox:${kinds[kind]}`

/** The type of a resource that the plugin makes. Both types are stored in users' state: they must never change. */
export const nativeType = (kind: Kind): string => `scalebox:index:${kinds[kind]}`

/** The token of a function of the plugin. */
export const functionToken = (name: string): string => `scalebox:index:${name}`
