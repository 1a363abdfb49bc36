import type { z } from "zod"
import { ScaleboxError } from "../../provider/src/client/errors"
import { formatPath, parse } from "../../provider/src/contract/faults"

/** What a schema finds wrong with a value, as `path: reason`; empty if nothing is. */
export function faultTexts(schema: z.ZodType, value: unknown): string[] {
  const parsed = parse(schema, value)
  return parsed.success ? [] : parsed.faults.map(({ path, reason }) => `${formatPath(path)}: ${reason}`)
}

/** The ScaleboxError that a call ends in; fails the test if it ends in anything else. */
export async function failureOf(call: Promise<unknown>): Promise<ScaleboxError> {
  const thrown = await call.then(
    (value) => new Error(`Expected a failure, got ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(thrown instanceof ScaleboxError)) throw thrown
  return thrown
}
