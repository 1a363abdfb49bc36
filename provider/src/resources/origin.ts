import { type Configuration, isLoopback, ScaleboxError } from "../client"

/** Whether what was created on an origin is on another API than the configured one. */
export function isOtherOrigin(
  stored: string,
  { apiUrl, previousApiUrl }: Pick<Configuration, "apiUrl" | "previousApiUrl">,
): boolean {
  const { origin } = new URL(apiUrl)
  if (stored === origin || (isLoopback(stored) && isLoopback(origin))) return false
  return !previousApiUrl || new URL(previousApiUrl).origin !== stored
}

/**
 * Refuses what was created on another API than the configured one: a stack of one endpoint must never be mistaken for one of
 * another. Throws a ScaleboxError with the code `configuration`.
 *
 * @param stored The output `endpoint` of a resource.
 */
export function refuseOtherOrigin(
  stored: unknown,
  configuration: Pick<Configuration, "apiUrl" | "previousApiUrl">,
): void {
  if (typeof stored !== "string" || !isOtherOrigin(stored, configuration)) return
  const { origin } = new URL(configuration.apiUrl)
  throw new ScaleboxError({
    code: "configuration",
    message: `This resource was created on ${stored}, but the configured API is ${origin}`,
    hint:
      `Set scalebox:apiUrl (or SCALEBOX_API_URL) back to ${stored}, use another stack for ${origin}, ` +
      `or, if the API itself moved, set scalebox:previousApiUrl to ${stored}`,
  })
}
