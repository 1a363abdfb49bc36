/** Keys in snake case whose contents belong to the user (or keep their own spelling on the wire) and pass untouched. */
const opaque = new Set(["env_vars", "metadata", "cost"])

const camel = (key: string) => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
/** One of our camelCase keys as the API spells it. */
export const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

interface Spelling {
  renamed: string
  isOpaque: boolean
}
type Rename = (key: string) => Spelling

/** The API has few keys, and listings repeat them by the thousand. */
const rememberedKeys = 1_000

function remembering(rename: (key: string) => string): Rename {
  const known = new Map<string, Spelling>()
  return (key) => {
    const before = known.get(key)
    if (before) return before
    const spelling = { renamed: rename(key), isOpaque: opaque.has(snake(key)) }
    if (known.size < rememberedKeys) known.set(key, spelling)
    return spelling
  }
}

function renameKeys(value: unknown, rename: Rename): unknown {
  if (value === null || typeof value !== "object") return value
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const { renamed, isOpaque } = rename(key)
      return [renamed, isOpaque ? item : renameKeys(item, rename)]
    }),
  )
}

const toSnake = remembering(snake)
const toCamel = remembering(camel)

/** Our camelCase keys as the API spells them. */
export const toWire = (value: unknown): unknown => renameKeys(value, toSnake)

/** The API's snake_case keys as we spell them. */
export const fromWire = (value: unknown): unknown => renameKeys(value, toCamel)
