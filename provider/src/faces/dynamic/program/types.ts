import type { Input, Output } from "@pulumi/pulumi"

type Simple = string | number | boolean | null | undefined

/**
 * A plain value as a program may give it: outputs of other resources wherever a value stands. A union of simple values is
 * kept together, as an output of `boolean` is none of `true` or of `false`.
 */
export type InputOf<T> = [T] extends [Simple]
  ? Input<T>
  : T extends Simple
    ? Input<T>
    : T extends (infer Item)[]
      ? Input<InputOf<Item>[]>
      : Input<{ [K in keyof T]: InputOf<T[K]> }>

/** The arguments of a resource: its inputs, each of which may be an output of another resource. */
export type ArgsOf<T> = { [K in keyof T]: InputOf<T[K]> }

/** The properties of a resource. */
export type OutputsOf<T, Always extends keyof T = never> = {
  readonly [K in keyof T]-?: Output<K extends Always ? NonNullable<T[K]> : T[K]>
}
