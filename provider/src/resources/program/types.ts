import type { Input, Output } from "@pulumi/pulumi"

/** A plain value as a program may give it: outputs of other resources wherever a value stands. */
export type InputOf<T> = T extends string | number | boolean | null | undefined
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
