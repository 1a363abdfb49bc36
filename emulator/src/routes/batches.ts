import type { BatchResult } from "../../../provider/src/contract"
import { actions } from "../actions"
import { ApiError } from "../errors"
import type { Handlers, Services } from "./handlers"

interface Outcome {
  sandboxId: string
  /** What the single call would have been refused with. */
  error: string | undefined
}

/** Each id on its own: a refusal of one stops no other. */
function each(sandboxIds: readonly string[], act: (sandboxId: string) => void): Outcome[] {
  return sandboxIds.map((sandboxId) => {
    try {
      act(sandboxId)
      return { sandboxId, error: undefined }
    } catch (error) {
      if (error instanceof ApiError) return { sandboxId, error: error.message }
      throw error
    }
  })
}

function summary(outcomes: Outcome[]): BatchResult {
  const failed = outcomes.filter(({ error }) => error !== undefined).length
  return {
    total: outcomes.length,
    successful: outcomes.length - failed,
    failed,
    results: outcomes.map(({ sandboxId, error }) =>
      error === undefined ? { sandboxId, status: "success" } : { sandboxId, status: "error", error },
    ),
  }
}

export const batchRoutes = ({ store }: Services) => {
  const act = actions(store)
  return {
    batchDelete({ account, body: { sandboxIds, force = false } }) {
      const outcomes = each(sandboxIds, (id) => act.deleteInBatch(account, id, force))
      const failed = outcomes.flatMap(({ sandboxId, error }) =>
        error === undefined ? [] : [{ sandboxId, error }],
      )
      const successful = outcomes.filter(({ error }) => error === undefined).map(({ sandboxId }) => sandboxId)
      return {
        data: { successfulCount: successful.length, failedCount: failed.length, successful, failed },
        message: "Batch deletion initiated",
      }
    },
    batchTerminate: ({ account, body: { sandboxIds, force = false } }) => ({
      data: summary(each(sandboxIds, (id) => act.terminate(account, id, force))),
      message: "Batch termination initiated",
    }),
    batchPause: ({ account, body: { sandboxIds } }) => ({
      data: summary(each(sandboxIds, (id) => act.pause(account, id))),
      message: "Batch pause initiated",
    }),
    batchResume: ({ account, body: { sandboxIds } }) => ({
      data: summary(each(sandboxIds, (id) => act.resume(account, id))),
      message: "Batch resume initiated",
    }),
  } satisfies Partial<Handlers>
}
