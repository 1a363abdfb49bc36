import type { HttpResponse } from "./http"

/** Shorter keys are good on an emulator only, and would be found in innocent words. */
const shortestKey = 8
/** Fields in which an API explains itself; all others belong to the user, who may have put the key there. */
const explanations = new Set(["error", "message", "detail", "code", "reason"])

/** An answer without the API key that the request carried, wherever it could become part of an error. */
export function withoutKey(response: HttpResponse, apiKey: string | undefined): HttpResponse {
  if (!apiKey || apiKey.length < shortestKey) return response
  const hide = (text: string) => text.replaceAll(apiKey, "[API key]")
  const { requestId, location, ...headers } = response.headers
  const isRefusal = response.status >= 300
  return {
    ...response,
    headers: { ...headers, requestId: requestId && hide(requestId), location: location && hide(location) },
    text: hideIn(response.text, hide, isRefusal ? () => true : (field) => explanations.has(field)),
  }
}

/** Texts with neither the key nor an escape, in which it could hide, stay as they are. */
function hideIn(
  body: string,
  hide: (text: string) => string,
  isConcerned: (field: string) => boolean,
): string {
  if (hide(body) === body && !body.includes("\\")) return body
  try {
    const hidden: unknown = JSON.parse(body, (field, value: unknown) =>
      typeof value === "string" && isConcerned(field) ? hide(value) : value,
    )
    return JSON.stringify(hidden)
  } catch {
    return hide(body)
  }
}
