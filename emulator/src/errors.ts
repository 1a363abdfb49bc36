import type { ErrorEnvelope } from "../../provider/src/contract"

/** A refusal that is answered in the API's error envelope. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}

export const errorBody = (message: string, code: string): ErrorEnvelope => ({
  success: false,
  error: message,
  message,
  code,
})

const longestQuote = 100

/** A text of the caller's inside a message, cut to a readable length. */
const quote = (text: string) => `"${text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text}"`

export const invalidRequest = (message: string) => new ApiError(400, "invalid_request", message)

export const sandboxNotFound = (id: string) =>
  new ApiError(404, "not_found", `Sandbox ${quote(id)} not found`)

export const templateNotFound = (id: string) => new ApiError(404, "not_found", templateMissing(id))

/** A create that names no known template is a bad request, not a wrong address. */
export const templateMissing = (nameOrId: string) => `Template ${quote(nameOrId)} not found`

export const conflict = (message: string) => new ApiError(409, "conflict", message)

export const unknownRegion = (region: string, known: readonly string[]) =>
  new ApiError(400, "invalid_region", `Unknown region ${quote(region)}: must be one of ${known.join(", ")}`)
