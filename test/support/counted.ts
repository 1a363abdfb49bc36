import type { Stack } from "./stack"

/** The calls that a run makes, counted by their kind: `{ "GET /v1/sandboxes/{id}": 3 }`. */
export async function callsOf(stack: Stack, work: () => Promise<unknown>): Promise<Record<string, number>> {
  stack.account.clearRequests()
  await work()
  const counts: Record<string, number> = {}
  for (const request of stack.requests()) {
    const kind = request.replace(/\/sbx-[^/]+/, "/{id}")
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

export const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((all, count) => all + count, 0)

/** Kinds of calls. */
export const one = "GET /v1/sandboxes/{id}"
export const listing = "GET /v1/sandboxes"
export const creation = "POST /v1/sandboxes"
export const extension = "PUT /v1/sandboxes/{id}"
export const alone = "DELETE /v1/sandboxes/{id}"
export const together = "POST /v1/sandboxes/batch-delete"
