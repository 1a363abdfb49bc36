const ownerKey = "pulumi-scalebox-owner"
const nonceKey = "pulumi-scalebox-nonce"

/** Keys in a sandbox's metadata that say who created it; users neither see nor set them. */
export const ownKeys: readonly string[] = [ownerKey, nonceKey]

/** The user's metadata with our two keys, as the API gets it. */
export const withOwnKeys = (
  metadata: Record<string, string> | undefined,
  { owner, nonce }: { owner: string; nonce: string },
) => ({ ...metadata, [ownerKey]: owner, ...(nonce ? { [nonceKey]: nonce } : {}) })

/** The API's metadata as the user declared it; undefined if nothing is left. */
export function withoutOwnKeys(metadata: Record<string, string> | null | undefined) {
  const entries = Object.entries(metadata ?? {}).filter(([key]) => !ownKeys.includes(key))
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** The nonce of the request that created a sandbox; undefined for one that is not ours. */
const nonceOf = (metadata: Record<string, string> | null | undefined): string | undefined =>
  metadata?.[nonceKey]

/** Whether a sandbox was created by the request that carried this nonce. */
export const hasNonce = (metadata: Record<string, string> | null | undefined, nonce: string): boolean =>
  nonceOf(metadata) === nonce

/** `project/stack/logical-name` of the declaration that created a sandbox; undefined for one that is not ours. */
export const ownerOf = (metadata: Record<string, string> | null | undefined): string | undefined =>
  metadata?.[ownerKey]

/** The nonce of one member of a pool, other than that of any earlier member in its place. */
export const memberNonce = (poolNonce: string, index: number, unique: string): string =>
  `${poolNonce}/${index}/${unique}`

/** A member's pool and its place there; undefined for a sandbox that is no member of any. */
function membership(
  metadata: Record<string, string> | null | undefined,
): { nonce: string; index: number } | undefined {
  const [nonce = "", index = ""] = nonceOf(metadata)?.split("/") ?? []
  return /^\d+$/.test(index) ? { nonce, index: Number(index) } : undefined
}

/** A sandbox's place in a pool; undefined for one that is no member of it. */
export function memberIndex(
  metadata: Record<string, string> | null | undefined,
  poolNonce: string,
): number | undefined {
  const member = membership(metadata)
  return member?.nonce === poolNonce ? member.index : undefined
}

/** The declaration that created a sandbox. A pool and a sandbox may have one name, and so one owner. */
export interface Maker {
  kind: "sandbox" | "sandboxPool"
  owner: string
  nonce: string
}

/** Which declaration created a sandbox; undefined if none of ours did. */
export function makerOf(metadata: Record<string, string> | null | undefined): Maker | undefined {
  const [owner, nonce, member] = [ownerOf(metadata), nonceOf(metadata), membership(metadata)]
  if (owner === undefined || nonce === undefined) return undefined
  return member ? { kind: "sandboxPool", owner, nonce: member.nonce } : { kind: "sandbox", owner, nonce }
}
