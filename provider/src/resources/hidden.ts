/**
 * The one input that carries what the engine keeps from a dynamic provider. Keys that begin with two underscores are
 * never displayed; a change in it alone is no change of the resource.
 */
export const hiddenKey = "__scalebox"

export interface Hidden {
  /** `project/stack/logical-name` of the declaration that made the resource. */
  owner: string
  /** Made in check before the sandbox is; finds this one sandbox again whatever happens to the answer. */
  nonce?: string
  /** Id of an existing thing to take over, from the `import` option. */
  import?: string
  /** From `customTimeouts`, in seconds. */
  timeouts?: Partial<Record<Operation, number>>
  /** From the `replaceOnChanges` option: property names, or `*`. */
  replaceOnChanges?: string[]
  /** Outputs that show a secret input again, under another name. */
  secretOutputs?: string[]
}

/** What outputs keep of it, for refresh and delete: the engine writes the whole state again at each step. */
export const lasting = ({ timeouts, secretOutputs }: Hidden) =>
  timeouts || secretOutputs ? { timeouts, secretOutputs } : undefined

export type Operation = "create" | "update" | "delete"

/** Seconds. */
const defaultTimeouts: Record<Operation, number> = { create: 600, update: 300, delete: 300 }

/** What a resource's properties hold under the hidden key. */
export function hiddenOf(properties: Record<string, unknown>): Hidden {
  const hidden = properties[hiddenKey]
  return { owner: "", ...(hidden !== null && typeof hidden === "object" ? hidden : {}) }
}

/** Seconds that an operation may take. */
export const allowedSeconds = (hidden: Hidden, operation: Operation): number =>
  hidden.timeouts?.[operation] ?? defaultTimeouts[operation]

/** The logical name in an owner; project and stack names hold no slash. */
export const logicalName = (owner: string): string => owner.split("/").slice(2).join("/")

/** A text cut to so many characters, counted as people do. */
export const shortened = (text: string, length: number): string => [...text].slice(0, length).join("")
