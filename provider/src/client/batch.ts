import { type BatchDeleteResult, type BatchResult, batchLimits } from "../contract"

/** Splits ids into pieces that one batch call takes; an empty list stays one piece, for the API's schema to refuse. */
function chunks(ids: string[]): string[][] {
  const pieces: string[][] = []
  for (let start = 0; start < Math.max(1, ids.length); start += batchLimits.max) {
    pieces.push(ids.slice(start, start + batchLimits.max))
  }
  return pieces
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

/** Runs a batch call for each piece and joins the results, one row for each id. */
export async function inChunks(
  ids: string[],
  call: (piece: string[]) => Promise<BatchResult>,
): Promise<BatchResult> {
  const results = await Promise.all(chunks(ids).map(call))
  return {
    total: sum(results.map(({ total }) => total)),
    successful: sum(results.map(({ successful }) => successful)),
    failed: sum(results.map(({ failed }) => failed)),
    results: results.flatMap(({ results }) => results),
  }
}

/** The same for batch-delete, whose answer has another shape. */
export async function deleteInChunks(
  ids: string[],
  call: (piece: string[]) => Promise<BatchDeleteResult>,
): Promise<BatchDeleteResult> {
  const results = await Promise.all(chunks(ids).map(call))
  return {
    successfulCount: sum(results.map(({ successfulCount }) => successfulCount)),
    failedCount: sum(results.map(({ failedCount }) => failedCount)),
    successful: results.flatMap(({ successful }) => successful),
    failed: results.flatMap(({ failed }) => failed),
  }
}
