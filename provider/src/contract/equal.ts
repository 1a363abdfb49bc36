/** True only if the two types are the same, optional marks and all. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Makes the compiler fail if an interface and the schema beside it drift apart: `same<Equal<z.input<typeof schema>, Interface>>()`. */
export function same<_Proof extends true>(): void {}
