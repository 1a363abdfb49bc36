import { mountSecrets } from "./object-storage"
import { snake } from "./wire"

/** Fields of a request, as the API spells them, that hold secrets: every text inside counts, however deep. */
const secretFields: ReadonlySet<string> = new Set(["envVars", ...mountSecrets].map(snake))

/** Further fields that hold secrets in answers. */
const secretAnswerFields: ReadonlySet<string> = new Set([
  ...["envd_access_token", "network_proxy"],
  ...["username", "credential", "ice_servers"],
])

/** The texts of a body to be sent, in the API's spelling, that nobody may see. */
export function secretsOf(body: unknown, isSecret = false): string[] {
  if (typeof body === "string") return isSecret ? [body] : []
  if (body === null || typeof body !== "object") return []
  return Object.entries(body).flatMap(([key, value]) => secretsOf(value, isSecret || secretFields.has(key)))
}

/** Also of a name in camelCase, which is no field of the API, but may hold what was meant for one. */
function isSecretField(key: string): boolean {
  const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return secretFields.has(name) || secretAnswerFields.has(name)
}

/** A copy of the body of a request or an answer, in the API's spelling, with `***` in place of every secret value. */
export function withoutSecrets(body: unknown, isSecret = false): unknown {
  if (Array.isArray(body)) return body.map((item) => withoutSecrets(item, isSecret))
  if (body === null || typeof body !== "object") return isSecret && body !== null ? "***" : body
  const entries = Object.entries(body)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, withoutSecrets(value, isSecret || isSecretField(key))]),
  )
}
