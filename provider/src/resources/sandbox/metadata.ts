import type { Hidden } from "../hidden"

const ownerKey = "pulumi-scalebox-owner"
const nonceKey = "pulumi-scalebox-nonce"

/** Keys in a sandbox's metadata that say who made it; users neither see nor set them. */
export const ownKeys: readonly string[] = [ownerKey, nonceKey]

/** The user's metadata with our two keys, as the API gets it. */
export const withOwnKeys = (metadata: Record<string, string> | undefined, hidden: Hidden) => ({
  ...metadata,
  [ownerKey]: hidden.owner,
  ...(hidden.nonce ? { [nonceKey]: hidden.nonce } : {}),
})

/** The API's metadata as the user declared it; undefined where nothing is left. */
export function withoutOwnKeys(metadata: Record<string, string> | null | undefined) {
  const entries = Object.entries(metadata ?? {}).filter(([key]) => !ownKeys.includes(key))
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** Whether a sandbox was made by the request that carried this nonce. */
export const hasNonce = (metadata: Record<string, string> | null | undefined, nonce: string): boolean =>
  metadata?.[nonceKey] === nonce

/** `project/stack/logical-name` of the declaration that made a sandbox; undefined for one that is not ours. */
export const ownerOf = (metadata: Record<string, string> | null | undefined): string | undefined =>
  metadata?.[ownerKey]

/** The nonce of one member of a pool, other than that of any earlier member in its place. */
export const memberNonce = (poolNonce: string, index: number, unique: string): string =>
  `${poolNonce}/${index}/${unique}`

/** A sandbox's place in a pool; undefined for one that is no member of it. */
export function memberIndex(
  metadata: Record<string, string> | null | undefined,
  poolNonce: string,
): number | undefined {
  const [nonce, index] = (metadata?.[nonceKey] ?? "").split("/")
  return nonce === poolNonce && index !== undefined && /^\d+$/.test(index) ? Number(index) : undefined
}
