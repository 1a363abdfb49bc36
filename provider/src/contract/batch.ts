import * as z from "zod"
import { type Equal, same } from "./equal"
import { textOf } from "./text"

export const batchLimits = { max: 100 } as const

const ids = z
  .array(textOf(1))
  .refine((list) => list.length > 0, { error: "must not be empty" })
  .refine((list) => list.length <= batchLimits.max, { error: `must be at most ${batchLimits.max} entries` })

/** Body of batch-pause and batch-resume. */
export interface BatchRequest {
  /** 1 to 100 ids. */
  sandboxIds: string[]
}

export const batchRequest = z.strictObject({ sandboxIds: ids })
same<Equal<z.input<typeof batchRequest>, BatchRequest>>()

/** Body of batch-delete and batch-terminate. */
export interface ForcedBatchRequest extends BatchRequest {
  /** Delete even what runs, or terminate even what is in transition; default false. */
  force?: boolean | undefined
}

export const forcedBatchRequest = z.strictObject({ sandboxIds: ids, force: z.boolean().optional() })
same<Equal<z.input<typeof forcedBatchRequest>, ForcedBatchRequest>>()

/** What batch-delete answers: each id is in one of the two lists. */
export interface BatchDeleteResult {
  successfulCount: number
  failedCount: number
  successful: string[]
  failed: { sandboxId: string; error: string }[]
}

const none = <T>(list: T[] | null | undefined): T[] => list ?? []

const count = z.number().optional()

/** Counts that an answer leaves out are those of its rows. */
export const batchDeleteResult = z
  .object({
    successfulCount: count,
    failedCount: count,
    successful: z.array(z.string()).nullish().transform(none),
    failed: z
      .array(z.object({ sandboxId: z.string(), error: z.string().default("The API gave no reason") }))
      .nullish()
      .transform(none),
  })
  .transform(({ successfulCount, failedCount, successful, failed }) => ({
    successfulCount: successfulCount ?? successful.length,
    failedCount: failedCount ?? failed.length,
    successful,
    failed,
  }))
same<Equal<z.output<typeof batchDeleteResult>, BatchDeleteResult>>()

/** What the other batch calls answer: one row for each id. */
export interface BatchResult {
  total: number
  successful: number
  failed: number
  results: { sandboxId: string; status: "success" | "error"; error?: string | undefined }[]
}

const resultRow = z.object({
  sandboxId: z.string(),
  status: z.enum(["success", "error"]),
  error: z.string().optional(),
})

export const batchResult = z
  .object({
    total: count,
    successful: count,
    failed: count,
    results: z.array(resultRow).nullish().transform(none),
  })
  .transform(({ total, successful, failed, results }) => ({
    total: total ?? results.length,
    successful: successful ?? results.filter(({ status }) => status === "success").length,
    failed: failed ?? results.filter(({ status }) => status === "error").length,
    results,
  }))
same<Equal<z.output<typeof batchResult>, BatchResult>>()
