/** Properties of a resource: plain values, secrets decrypted. */
export type Properties = Record<string, unknown>

/** What replaces a value that is not known before another resource has been created. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

/** JavaScript programs pass null to mean nothing. */
export const withoutNulls = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null))

/** A declaration that the state knows nothing of. @param olds What the state holds of it. */
export const isNew = (olds: Properties): boolean => Object.keys(olds).length === 0

/** A static `get` reads what the stack does not hold yet. */
export const isInStack = (state: Properties): boolean => typeof state.endpoint === "string"
