import { type PageQuery, type Pagination, pageLimits } from "../../provider/src/contract"

/** One page of a list; `offset` and `skip` win over `page`, and a limit above the highest is lowered to it. */
export function pageOf<T>(
  all: readonly T[],
  { page = 1, limit, pageSize, offset, skip }: PageQuery,
): { rows: T[]; pagination: Pagination } {
  const rows = Math.min(limit ?? pageSize ?? pageLimits.default, pageLimits.max)
  const given = offset ?? skip
  const skipped = given ?? (page - 1) * rows
  return {
    rows: all.slice(skipped, skipped + rows),
    pagination: {
      page: given === undefined ? page : Math.floor(given / rows) + 1,
      limit: rows,
      total: all.length,
      totalPages: Math.ceil(all.length / rows),
      offset: skipped,
    },
  }
}
