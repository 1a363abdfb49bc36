import { mountSecrets } from "./object-storage"
import { snake } from "./wire"

/** Fields of a request, as the API spells them, that hold secrets: every text inside counts, however deep. */
const secretFields: ReadonlySet<string> = new Set(["envVars", ...mountSecrets].map(snake))

/** The texts of a body to be sent, in the API's spelling, that nobody may see. */
export function secretsOf(body: unknown, isSecret = false): string[] {
  if (typeof body === "string") return isSecret ? [body] : []
  if (body === null || typeof body !== "object") return []
  return Object.entries(body).flatMap(([key, value]) => secretsOf(value, isSecret || secretFields.has(key)))
}
