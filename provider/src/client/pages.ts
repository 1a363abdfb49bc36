import {
  type ListSandboxesQuery,
  type ListTemplatesQuery,
  type Pagination,
  pageLimits,
  type SandboxDetails,
  type SandboxPage,
  type TemplateDetails,
} from "../contract"
import type { ScaleboxClient } from "./client"
import { ScaleboxError } from "./errors"
import type { CallOptions } from "./transport"

type PageKeys = "page" | "limit" | "pageSize" | "offset" | "skip"

/** What to list; the pages are our own affair. */
export type Listing = Omit<ListSandboxesQuery, PageKeys>
/** Which templates to list; the pages are our own affair. */
export type TemplateListing = Omit<ListTemplatesQuery, PageKeys>

interface Page<Item> {
  items: Item[]
  pagination: Pagination
}

/** Where a listing comes from, and what tells its entries apart. */
interface Source<Item> {
  /** As messages call it: `sandboxes`. */
  noun: "sandboxes" | "templates"
  idOf(item: Item): string
  list(at: { page: number; limit: number }): Promise<Page<Item>>
}

/**
 * The pages of a listing. Entries that come or go meanwhile shift the pages, so each is given once. A page that brings
 * nothing new before the end, while the account does not grow, is an error rather than an endless loop. If the answers do
 * not say how many pages there are, such a page is the end.
 */
async function* pagesOf<Item>({ noun, idOf, list }: Source<Item>): AsyncGenerator<Page<Item>> {
  const seen = new Set<string>()
  let total = 0
  for (let page = 1; ; page += 1) {
    const { items, pagination } = await list({ page, limit: pageLimits.max })
    const fresh = items.filter((item) => !seen.has(idOf(item)))
    for (const item of fresh) seen.add(idOf(item))
    yield { items: fresh, pagination }
    if (items.length === 0) return
    const isLast = pagination.isEstimated ? fresh.length === 0 : page >= pagination.totalPages
    if (isLast) return
    if (fresh.length === 0 && pagination.total <= total) {
      const path = `/v1/${noun}`
      throw new ScaleboxError({
        code: "malformed_response",
        message: `GET ${path} answered page ${page} with ${noun} of earlier pages only`,
        method: "GET",
        path,
      })
    }
    total = pagination.total
  }
}

/** The pages of a listing, newest sandboxes first unless the query says otherwise; each sandbox is given once. */
export async function* sandboxPages(
  client: ScaleboxClient,
  query: Listing,
  options?: CallOptions,
): AsyncGenerator<SandboxPage> {
  const pages = pagesOf<SandboxDetails>({
    noun: "sandboxes",
    idOf: ({ sandboxId }) => sandboxId,
    list: async (at) => {
      const { sandboxes, pagination } = await client.listSandboxes({ ...query, ...at }, options)
      return { items: sandboxes, pagination }
    },
  })
  for await (const { items, pagination } of pages) yield { sandboxes: items, pagination }
}

/** Every sandbox of a listing, from all its pages. */
export async function* allSandboxes(
  client: ScaleboxClient,
  query: Listing,
  options?: CallOptions,
): AsyncGenerator<SandboxDetails> {
  for await (const { sandboxes } of sandboxPages(client, query, options)) yield* sandboxes
}

/** Every template of a listing, from all its pages. */
export async function* allTemplates(
  client: ScaleboxClient,
  query: TemplateListing,
  options?: CallOptions,
): AsyncGenerator<TemplateDetails> {
  const pages = pagesOf<TemplateDetails>({
    noun: "templates",
    idOf: ({ templateId }) => templateId,
    list: async (at) => {
      const { templates, pagination } = await client.listTemplates({ ...query, ...at }, options)
      return { items: templates, pagination }
    },
  })
  for await (const { items } of pages) yield* items
}
