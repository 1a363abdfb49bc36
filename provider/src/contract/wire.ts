/** Keys in snake case whose contents belong to the user (or keep their own spelling on the wire) and pass untouched. */
const opaque = new Set(["env_vars", "metadata", "cost"])

const camel = (key: string) => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename))
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      rename(key),
      opaque.has(snake(key)) ? item : renameKeys(item, rename),
    ]),
  )
}

/** Our camelCase keys as the API spells them. */
export const toWire = (value: unknown): unknown => renameKeys(value, snake)

/** The API's snake_case keys as we spell them. */
export const fromWire = (value: unknown): unknown => renameKeys(value, camel)
