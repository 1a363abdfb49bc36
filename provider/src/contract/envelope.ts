import * as z from "zod"
import { type Equal, same } from "./equal"

/** What every successful answer is wrapped in. Real services also send `{data, message}` and bare bodies. */
export interface SuccessEnvelope {
  success: true
  data?: unknown
  message?: string | undefined
}

/** What every refusal looks like. `error` and `message` hold the same text. */
export interface ErrorEnvelope {
  success: false
  error: string
  message: string
  /** The kind of refusal if the API names one, such as `invalid_region`. */
  code?: string | undefined
}

export const errorEnvelope = z.object({
  success: z.literal(false),
  error: z.string(),
  message: z.string(),
  code: z.string().optional(),
})
same<Equal<z.input<typeof errorEnvelope>, ErrorEnvelope>>()

/** Which part of a listing a page is. */
export interface Pagination {
  /** Counted from 1. */
  page: number
  /** Rows to a page. */
  limit: number
  /** Rows in the whole listing. */
  total: number
  totalPages: number
  /** Rows skipped before this page. */
  offset?: number | undefined
  /** True if the answer told neither total nor pages: they are counted from its rows, and there may be more. */
  isEstimated?: boolean | undefined
}

/** As an answer shows it: services may leave any of it out. */
export const paginationShown = z
  .object({
    page: z.number().optional(),
    limit: z.number().min(1).optional(),
    total: z.number().optional(),
    totalPages: z.number().optional(),
    offset: z.number().optional(),
  })
  .nullish()
export type PaginationShown = z.output<typeof paginationShown>

/** Go services leave out an empty list, or send null. An answer that has neither list nor a total of 0 is no page. */
export const isPage = (list: unknown, shown: PaginationShown): boolean =>
  list !== undefined || shown?.total === 0

export const pageLimits = { default: 20, max: 100 } as const

/** Which page of a listing is wanted. */
export interface PageQuery {
  /** Counted from 1; default 1. Without effect if `offset` or `skip` is given. */
  page?: number | undefined
  /** Rows to a page, 1 to 100; default 20. */
  limit?: number | undefined
  /** Another name of `limit`. */
  pageSize?: number | undefined
  /** Rows to skip; default 0. */
  offset?: number | undefined
  /** Another name of `offset`. */
  skip?: number | undefined
}

/** Query values arrive as text on the server and leave as numbers from the client. */
const count = (min: number) => z.coerce.number<number>().int().min(min).optional()

export const pageQuery = z.object({
  page: count(1),
  limit: count(1),
  pageSize: count(1),
  offset: count(0),
  skip: count(0),
})
same<Equal<z.input<typeof pageQuery>, PageQuery>>()

/** Which part of the listing a page is: what its answer leaves out is counted from what was asked for and from the number of its rows. */
export function paginationOf(shown: PaginationShown, query: PageQuery, rows: number): Pagination {
  const limit = shown?.limit ?? query.limit ?? query.pageSize ?? pageLimits.default
  const skipped = shown?.offset ?? query.offset ?? query.skip
  const page = shown?.page ?? (skipped === undefined ? (query.page ?? 1) : Math.floor(skipped / limit) + 1)
  const seen = (skipped ?? (page - 1) * limit) + rows
  const pages = shown?.total === undefined ? page + Number(rows >= limit) : Math.ceil(shown.total / limit)
  return {
    page,
    limit,
    total: shown?.total ?? seen,
    totalPages: shown?.totalPages ?? pages,
    offset: shown?.offset,
    isEstimated: shown?.total === undefined && shown?.totalPages === undefined ? true : undefined,
  }
}
