import {
  type BatchDeleteResult,
  type BatchResult,
  batchLimits,
  type EndpointName,
  type SandboxStatus,
} from "../contract"
import { isScaleboxError } from "./errors"

/** What became of one id of a batch call. */
export interface Outcome {
  sandboxId: string
  /** Why it was refused; undefined if it was taken. */
  error?: string | undefined
}

/** In which statuses each batch call leaves a sandbox; one that is unknown counts as `terminated`. */
const leaves = {
  batchDelete: ["terminating", "terminated"],
  batchTerminate: ["terminating", "terminated"],
  batchPause: ["pausing", "paused"],
  batchResume: ["resuming", "running"],
} as const satisfies { [Name in EndpointName]?: readonly SandboxStatus[] }

export type BatchName = keyof typeof leaves

/** The calls that a batch is made of. */
export interface BatchCalls {
  /** Sends up to 100 ids. `onRepeat` is called before a try that follows a lost answer. */
  send: (ids: string[], onRepeat: () => void) => Promise<BatchResult | BatchDeleteResult>
  look: (sandboxId: string) => Promise<{ status: string }>
}

/** Splits ids into pieces that one batch call takes; an empty list stays one piece, for the API's schema to refuse. */
function chunks(ids: string[]): string[][] {
  const pieces: string[][] = []
  for (let start = 0; start < Math.max(1, ids.length); start += batchLimits.max) {
    pieces.push(ids.slice(start, start + batchLimits.max))
  }
  return pieces
}

/**
 * What became of each id, 100 a call. A call that fails does not hide what the others did: its ids are told as refused. Throws
 * what the first call throws if all fail, and any `cancelled`.
 */
export async function inChunks(name: BatchName, ids: string[], calls: BatchCalls): Promise<Outcome[]> {
  const pieces = chunks(ids)
  const ends = await Promise.allSettled(pieces.map((piece) => outcomesOf(name, piece, calls)))
  const isAnyDone = ends.some(({ status }) => status === "fulfilled")
  return ends.flatMap((end, index) => {
    if (end.status === "fulfilled") return end.value
    const error: unknown = end.reason
    if (!isAnyDone || !isScaleboxError(error) || error.code === "cancelled") throw error
    return (pieces[index] ?? []).map((sandboxId) => ({ sandboxId, error: error.message }))
  })
}

const unsaid = "The answer does not say what became of it"

/** After a lost answer those that are refused are looked at: the call refuses what its first try has done already. */
async function outcomesOf(name: BatchName, ids: string[], { send, look }: BatchCalls): Promise<Outcome[]> {
  let isRepeat = false
  const told = outcomesIn(await send(ids, () => (isRepeat = true)))
  const known = new Set(told.map(({ sandboxId }) => sandboxId))
  const untold = ids.filter((id) => !known.has(id)).map((sandboxId) => ({ sandboxId, error: unsaid }))
  return Promise.all(
    [...told, ...untold].map(async (outcome) =>
      isRepeat && outcome.error !== undefined && (await isDone(name, look(outcome.sandboxId)))
        ? { sandboxId: outcome.sandboxId }
        : outcome,
    ),
  )
}

async function isDone(name: BatchName, look: Promise<{ status: string }>): Promise<boolean> {
  const done: readonly string[] = leaves[name]
  try {
    return done.includes((await look).status)
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    return error.code === "not_found" && done.includes("terminated")
  }
}

/** The rows of an answer; that of batch-delete has another shape. */
function outcomesIn(answer: BatchResult | BatchDeleteResult): Outcome[] {
  if ("results" in answer) {
    return answer.results.map(({ sandboxId, status, error = "The API gave no reason" }) =>
      status === "success" ? { sandboxId } : { sandboxId, error },
    )
  }
  return [...answer.successful.map((sandboxId) => ({ sandboxId })), ...answer.failed]
}

/** One answer for all calls, one row for each id. */
export const resultOf = (outcomes: readonly Outcome[]): BatchResult => ({
  total: outcomes.length,
  successful: outcomes.filter(({ error }) => error === undefined).length,
  failed: outcomes.filter(({ error }) => error !== undefined).length,
  results: outcomes.map((outcome) => ({
    ...outcome,
    status: outcome.error === undefined ? "success" : "error",
  })),
})

/** The same for batch-delete. */
export function deletionOf(outcomes: readonly Outcome[]): BatchDeleteResult {
  const successful = outcomes.filter(({ error }) => error === undefined).map(({ sandboxId }) => sandboxId)
  const failed = outcomes.flatMap(({ sandboxId, error }) => (error === undefined ? [] : { sandboxId, error }))
  return { successfulCount: successful.length, failedCount: failed.length, successful, failed }
}
