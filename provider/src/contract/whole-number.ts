import * as z from "zod"

/** A number without a fraction: what programs in other languages get as an integer. */
export type WholeNumber = number

/** Zod's own `int()` would end the parse, and so hide what is wrong with the object around the number. */
export const wholeNumber = z.number().refine(Number.isSafeInteger, { error: "must be a whole number" })
