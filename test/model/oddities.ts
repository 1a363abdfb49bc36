import type { Oddity } from "./actions"

type Row = Record<string, unknown>

const isRow = (value: unknown): value is Row =>
  value !== null && typeof value === "object" && !Array.isArray(value)

/** What becomes of the row of a sandbox or template; the others concern a whole listing. */
const oddRows: Partial<Record<Oddity, (row: Row) => Row>> = {
  "null owner": (row) => ({ ...row, owner_user_id: null }),
  "null domain": (row) => ({ ...row, sandbox_domain: null }),
  "null ports": (row) => ({ ...row, custom_ports: null }),
  "null status details": (row) => ({ ...row, substatus: null, reason: null, message: null }),
  "number in metadata": (row) =>
    isRow(row.metadata) ? { ...row, metadata: { ...row.metadata, odd: 7 } } : row,
  "timeout as text": (row) => ("timeout" in row ? { ...row, timeout: String(row.timeout) } : row),
}

/** An answer of the API as a service gives it that keeps its own description loosely. */
export function withOddRows(body: unknown, oddity: Oddity): unknown {
  if (!isRow(body) || !isRow(body.data)) return body
  const { data } = body
  const odd = oddRows[oddity]
  const changed = Object.entries(data).map(([name, value]) => {
    if (oddity === "null page" && name === "pagination") return [name, null]
    if (!Array.isArray(value)) return [name, value]
    const rows = odd ? value.map((row) => (isRow(row) ? odd(row) : row)) : value
    return [name, oddity === "strange row" ? [{ nothing: "known" }, null, ...rows] : rows]
  })
  const all: Row = Object.fromEntries(changed)
  const isOne = "sandbox_id" in all || "template_id" in all
  return { ...body, data: odd && isOne ? odd(all) : all }
}
