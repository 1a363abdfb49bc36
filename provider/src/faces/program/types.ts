import type { Input, Output } from "@pulumi/pulumi"
import type { KnownRegion, Locality, ObjectStorageMount, PortConfig, Protocol } from "../../contract"
import type { Equal } from "../../contract/equal"

type Simple = string | number | boolean | null | undefined

/** Any text; editors offer those that are known. */
type Open<Known extends string> = Known | (string & Record<never, never>)

/** S3-compatible storage to mount into a sandbox when it is created. */
export interface ObjectStorageMountArgs extends ArgsOf<ObjectStorageMount> {}

/** Several mounts. By the key that none of a list has, messages can tell a mount that lacks something from a list. */
export interface ObjectStorageMountList extends Array<Input<ObjectStorageMountArgs>> {
  /** Only a mount has one. @internal */
  uri?: undefined
}

/** A port that a sandbox opens to the outside, at `https://{port}-{sandboxDomain}`. */
export interface PortConfigArgs extends OfferingArgs<PortConfig, { protocol: Protocol }> {}

/** Where a sandbox should run. */
export interface LocalityArgs extends OfferingArgs<Locality, { region: KnownRegion }> {}

/** The arguments that a value of several parts is given by, under a name that programs can use. */
type ArgsFor<T> =
  Equal<T, ObjectStorageMount> extends true
    ? ObjectStorageMountArgs
    : Equal<T, PortConfig> extends true
      ? PortConfigArgs
      : Equal<T, Locality> extends true
        ? LocalityArgs
        : ArgsOf<T>

/** Values in which others may be outputs. */
type Parts<T> = T extends Simple
  ? T
  : T extends (infer Item)[]
    ? Equal<Item, ObjectStorageMount> extends true
      ? ObjectStorageMountList
      : Input<Parts<Item>>[]
    : ArgsFor<T>

/**
 * The arguments of a resource: its inputs, each of which may be an output of another resource. A union is kept together, as
 * an output of `boolean` is none of `true` or of `false`.
 */
export type ArgsOf<T> = { [K in keyof T]: Input<Parts<T[K]>> }

/** The same, with values that editors offer for inputs that take any text. */
export type OfferingArgs<T, Offered> = {
  [K in keyof T]: K extends keyof Offered
    ? Input<Open<Offered[K] & string> | Extract<T[K], undefined>>
    : Input<Parts<T[K]>>
}

/**
 * The properties of a resource.
 *
 * @typeParam Always Those that every resource has that is as wanted.
 */
export type OutputsOf<T, Always extends keyof T = never> = {
  readonly [K in keyof T]-?: Output<K extends Always ? Exclude<T[K], null | undefined> : Exclude<T[K], null>>
}

/** Properties that every resource which is as wanted has, whether or not they were declared. */
export type Shown<T> = OutputsOf<T, keyof T>
