import * as z from "zod"

/** Zod's own `int()` would end the parse, and so hide what is wrong with the object around the number. */
export const wholeNumber = z.number().refine(Number.isSafeInteger, { error: "must be a whole number" })
