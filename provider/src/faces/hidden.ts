import { randomBytes } from "node:crypto"
import type { TimedOperation } from "../resources/context"
import type { Kind } from "../resources/kinds"

/**
 * The one input that carries what the engine keeps from a dynamic provider. Keys that begin with two underscores are
 * never displayed; a change in it alone is no change of the resource.
 */
export const hiddenKey = "__scalebox"

/** As hard to meet twice as a UUID, in half its characters. */
export const newNonce = () => randomBytes(12).toString("base64url")

export interface Hidden {
  /** `project/stack/logical-name` of the declaration that created the resource. */
  owner: string
  /** Created in check before the sandbox is; finds this one sandbox again whatever happens to the answer. */
  nonce?: string
  /** Id of an existing thing to take over, from the `import` option. */
  import?: string
  /** Whether the engine itself has imported it, so that nothing of ours marks it. */
  imported?: true
  /** From `customTimeouts`, in seconds. */
  timeouts?: Partial<Record<TimedOperation, number>>
  /** From the `replaceOnChanges` option: property names, or `*`. */
  replaceOnChanges?: string[]
  /** From the `protect` option, if it is set. */
  protect?: true
  /** Inputs that are secret, and `objectStorage.accessKey` for a secret inside of one. */
  secretInputs?: string[]
  /** Outputs that show a secret input again, under another name. */
  secretOutputs?: string[]
  /** Logical name of the Provider that the resource was given; none for the default one. */
  provider?: string
  /** Only on its way to check: a mark of the key in the program's environment. */
  programKey?: string
  /** Only in outputs: the mark of the account that created the resource. */
  account?: string | undefined
}

/** Properties without our own keys, as lifecycles see them. */
export const plain = ({
  [hiddenKey]: _,
  __provider,
  ...properties
}: Record<string, unknown>): Record<string, unknown> => properties

/** What a resource's properties hold under the hidden key. */
export function hiddenOf(properties: Record<string, unknown>): Hidden {
  const hidden = properties[hiddenKey]
  return { owner: "", ...(hidden !== null && typeof hidden === "object" ? hidden : {}) }
}

/**
 * What outputs keep of it, for refresh and delete: the engine writes the whole state again at each step. Messages about a
 * pool name its owner, as it has no id that a person would know.
 */
export function lasting(kind: Kind, hidden: Hidden): object | undefined {
  if (kind === "sandboxPool") return hidden
  const { account, provider, timeouts, secretOutputs } = hidden
  return account || provider || timeouts || secretOutputs
    ? { account, provider, timeouts, secretOutputs }
    : undefined
}
