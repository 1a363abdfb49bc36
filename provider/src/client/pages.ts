import { type ListSandboxesQuery, pageLimits, type SandboxDetails, type SandboxPage } from "../contract"
import type { ScaleboxClient } from "./client"
import { ScaleboxError } from "./errors"
import type { CallOptions } from "./transport"

/** What to list; the pages are our own affair. */
export type Listing = Omit<ListSandboxesQuery, "page" | "limit" | "pageSize" | "offset" | "skip">

/**
 * The pages of a listing, newest sandboxes first where the query says nothing else. Sandboxes that come or go meanwhile
 * shift the pages, so each is given once. A page that brings nothing new before the end, while the account does not grow, is
 * an error rather than an endless loop. If the answers do not say how many pages there are, such a page is the end.
 */
export async function* sandboxPages(
  client: ScaleboxClient,
  query: Listing,
  options?: CallOptions,
): AsyncGenerator<SandboxPage> {
  const seen = new Set<string>()
  let total = 0
  for (let page = 1; ; page += 1) {
    const { sandboxes, pagination } = await client.listSandboxes(
      { ...query, page, limit: pageLimits.max },
      options,
    )
    const fresh = sandboxes.filter(({ sandboxId }) => !seen.has(sandboxId))
    for (const { sandboxId } of fresh) seen.add(sandboxId)
    yield { sandboxes: fresh, pagination }
    if (sandboxes.length === 0) return
    const isLast = pagination.isEstimated ? fresh.length === 0 : page >= pagination.totalPages
    if (isLast) return
    if (fresh.length === 0 && pagination.total <= total) {
      throw new ScaleboxError({
        code: "malformed_response",
        message: `GET /v1/sandboxes answered page ${page} with sandboxes of earlier pages only`,
        method: "GET",
        path: "/v1/sandboxes",
      })
    }
    total = pagination.total
  }
}

/** Every sandbox of a listing, from all its pages. */
export async function* allSandboxes(
  client: ScaleboxClient,
  query: Listing,
  options?: CallOptions,
): AsyncGenerator<SandboxDetails> {
  for await (const { sandboxes } of sandboxPages(client, query, options)) yield* sandboxes
}
