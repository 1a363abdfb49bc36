import { hasEnded, type SandboxDetails } from "../../contract"
import { type Hidden, logicalName } from "../hidden"
import { hasNonce, ownerOf } from "./metadata"

/** Owners whose sandbox is in the state. */
const existing = new Set<string>()
/** Nonces of the sandboxes that this process makes for owners that have none in the state, by owner. */
const fresh = new Map<string, Set<string>>()
let warned = false

/** The state holds a sandbox of this owner: another one that lives is the other half of a replacement. */
export function noteExisting({ owner }: Hidden): void {
  existing.add(owner)
}

/** A sandbox is made for an owner. */
export function noteMaking({ owner, nonce }: Hidden): void {
  if (existing.has(owner) || !nonce) return
  fresh.set(owner, (fresh.get(owner) ?? new Set()).add(nonce))
}

/**
 * Looks through a listing that was made for another reason for sandboxes of owners of which the state knew none before
 * this run: a run that was killed has left them, or another stack of the same name has made them. Says so once. Owners
 * with a sandbox in the state are passed over, as the next half of a replacement that was cut may wait to be deleted.
 */
export function warnOfStrays(listed: readonly SandboxDetails[]): void {
  if (warned || fresh.size === 0) return
  const strays = listed.filter((sandbox) => {
    const owner = ownerOf(sandbox.metadata)
    const nonces = owner === undefined ? undefined : fresh.get(owner)
    return nonces && !hasEnded(sandbox) && ![...nonces].some((nonce) => hasNonce(sandbox.metadata, nonce))
  })
  if (strays.length === 0) return
  warned = true
  const named = strays.map(
    ({ sandboxId, metadata }) => `${sandboxId} (${logicalName(ownerOf(metadata) ?? "")})`,
  )
  console.log(
    `Warning: ${named.slice(0, 5).join(", ")}${named.length > 5 ? ` and ${named.length - 5} more` : ""}: made for ` +
      "resources of this stack, but not in its state. If a run was killed, `pulumi-scalebox recover` shows what is left of it",
  )
}
