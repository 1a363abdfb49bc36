/** Every kind of failure a call can end in. */
export const errorCodes = [
  "configuration",
  "unauthorized",
  "forbidden",
  "not_found",
  "unknown_route",
  "invalid",
  "conflict",
  "rate_limited",
  "rejected",
  "unavailable",
  "timeout",
  "connection",
  "malformed_response",
  "cancelled",
] as const
/** What kind of failure it is. */
export type ErrorCode = (typeof errorCodes)[number]

/** What is known of a failed call. */
export interface ErrorFacts {
  /** What kind of failure it is. */
  code: ErrorCode
  /** What went wrong, in a sentence without a full stop. */
  message: string
  /** What to do next, in a sentence without a full stop. */
  hint?: string | undefined
  /** True if the call may have done its work although no proper answer came. */
  lost?: boolean | undefined
  /** HTTP status of the answer; undefined if there was none. */
  status?: number | undefined
  /** Method of the request, such as `GET`. */
  method?: string | undefined
  /** Path of the request, such as `/v1/sandboxes`. */
  path?: string | undefined
  /** The API's own id of the request, for its support. */
  requestId?: string | undefined
  /** What the API itself said. */
  apiMessage?: string | undefined
  /** The API's own code, such as `invalid_region`. */
  apiCode?: string | undefined
  /** For how many milliseconds the API asks to be left alone. */
  retryAfterMs?: number | undefined
  /** True if the server could not show that it is the one that was meant: another try would end in the same way. */
  untrusted?: boolean | undefined
  /** True for a 404 that says neither what is missing nor that there is no such route. */
  ambiguous?: boolean | undefined
}

/** A failed call. Holds no header, no body and no HTTP library's error, so that no key can leak through it. */
export class ScaleboxError extends Error {
  override readonly name = "ScaleboxError"
  /** All that is known of the failure. */
  readonly facts: Readonly<ErrorFacts>

  constructor(facts: ErrorFacts) {
    super(facts.hint ? `${facts.message}. ${facts.hint}` : facts.message)
    this.facts = facts
  }

  /** What kind of failure it is. */
  get code(): ErrorCode {
    return this.facts.code
  }

  /** The same failure, with what was being done in front: `Cannot delete sandbox "sbx-1": …`. */
  during(action: string, hint?: string): ScaleboxError {
    return new ScaleboxError({
      ...this.facts,
      message: `${action}: ${this.facts.message}`,
      hint: this.facts.hint ?? hint,
    })
  }
}

/** Whether something thrown is a failed call of one of these kinds. */
export function isScaleboxError(error: unknown, ...codes: ErrorCode[]): error is ScaleboxError {
  return error instanceof ScaleboxError && (codes.length === 0 || codes.includes(error.code))
}

/** The error of a call whose signal was aborted. `lost` says whether one of its tries may have done its work. */
export function cancelled(
  { method = "A", path = "call" }: Pick<ErrorFacts, "method" | "path">,
  lost: boolean,
): ScaleboxError {
  const isLost = lost && method !== "GET"
  return new ScaleboxError({
    code: "cancelled",
    message: `${method} ${path} was cancelled`,
    hint: isLost ? "It may have done its work all the same" : undefined,
    lost: isLost,
    method,
    path,
  })
}

/** Runs a piece of work and says, if it fails, what was being done and, if the error has no hint, what to do. */
export async function during<T>(
  action: string,
  work: () => Promise<T>,
  hints: Partial<Record<ErrorCode, string>> = {},
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isScaleboxError(error) ? error.during(action, hints[error.code]) : error
  }
}
