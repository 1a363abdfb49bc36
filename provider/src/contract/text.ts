import * as z from "zod"

/**
 * A text of at least `min` and at most `max` characters. Zod's own bounds would look at the length of whatever else was
 * given, and throw if that length is an object.
 */
export function textOf(min: number, max = Number.POSITIVE_INFINITY) {
  const tooShort = min === 1 ? "must not be empty" : `must be at least ${min} characters`
  return z
    .string()
    .refine((text) => text.length >= min, { error: tooShort })
    .refine((text) => text.length <= max, { error: `must be at most ${max} characters` })
}
