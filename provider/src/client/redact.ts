import type { HttpResponse } from "./http"
import type { Step } from "./step"

/** Shorter keys work on an emulator only, and short values would be found in innocent words. */
const shortestSecret = 8
/** Fields in which an API explains itself; all others belong to the user, who may have put the secret there. */
const explanations = new Set(["error", "message", "detail", "code", "reason"])

/** Hides the key and the secrets of the request in its answer, before anything is made of that. */
export const redact =
  (apiKey: string | undefined, next: Step<HttpResponse>): Step<HttpResponse> =>
  async (request) =>
    withoutSecrets(await next(request), apiKey, request.secrets)

/**
 * An answer without the API key that the request carried and without the secrets of its body, wherever they could become
 * part of an error. Those of less than 8 characters are not looked for.
 */
export function withoutSecrets(
  response: HttpResponse,
  apiKey: string | undefined,
  secrets: readonly string[] = [],
): HttpResponse {
  const hide = hiding(apiKey, secrets)
  if (!hide) return response
  const { requestId, location, ...headers } = response.headers
  const isRefusal = response.status >= 300
  return {
    ...response,
    headers: { ...headers, requestId: requestId && hide(requestId), location: location && hide(location) },
    text: hideIn(response.text, hide, isRefusal ? () => true : (field) => explanations.has(field)),
  }
}

/** A longer secret goes first: a shorter one inside of it would leave the rest to be seen. */
function hiding(apiKey: string | undefined, secrets: readonly string[]) {
  const names = new Map(secrets.map((secret) => [secret, "[secret]"]))
  if (apiKey) names.set(apiKey, "[API key]")
  const hidden = [...names]
    .filter(([secret]) => secret.length >= shortestSecret)
    .sort(([one], [other]) => other.length - one.length)
  if (hidden.length === 0) return undefined
  return (text: string) => hidden.reduce((left, [secret, name]) => left.replaceAll(secret, () => name), text)
}

/** Texts with neither a secret nor an escape, in which it could hide, stay as they are. */
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
