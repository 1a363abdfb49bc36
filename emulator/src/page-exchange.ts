import { withoutSecrets } from "../../provider/src/contract"
import type { PageExchange } from "./page-types"
import type { RecentRequest } from "./recent"
import { parseJson } from "./validation"

/** The API takes no secret in a query: what looks like one was put there by mistake. */
const looksSecret = /key|token|secret|password/i

const pretty = (value: unknown) => JSON.stringify(value, null, 2)

function maskedQuery(query: Record<string, unknown>): string | null {
  const entries = Object.entries(query).map(([key, value]) => [key, looksSecret.test(key) ? "***" : value])
  return entries.length === 0 ? null : pretty(Object.fromEntries(entries))
}

/** What cannot be read as JSON is shown as it is: an error page, or why it is not kept. */
function maskedText(text: string | null): string | null {
  if (text === null) return null
  const body = parseJson(text)
  return body.readable ? pretty(withoutSecrets(body.value)) : text
}

export const pageExchange = ({ entry, body, answer }: RecentRequest): PageExchange => ({
  query: maskedQuery(entry.query),
  body: maskedText(body),
  answer: maskedText(answer),
})
