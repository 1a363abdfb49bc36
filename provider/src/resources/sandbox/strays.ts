import { hasEnded, type SandboxDetails } from "../../contract"
import { type Hidden, logicalName } from "../hidden"
import { type Maker, makerOf, ownerOf } from "./metadata"

/** Declarations whose sandbox or pool is in the state. */
const existing = new Set<string>()
/** Nonces of what this process makes for declarations that have nothing in the state. */
const fresh = new Map<string, Set<string>>()
let warned = false

const declarationOf = ({ kind, owner }: Pick<Maker, "kind" | "owner">) => `${kind} ${owner}`

/** The state holds a sandbox or pool of this owner: another one that lives is the other half of a replacement. */
export function noteExisting(kind: Maker["kind"], { owner }: Hidden): void {
  existing.add(declarationOf({ kind, owner }))
}

/** A sandbox, or a pool with all its members, is made for an owner. */
export function noteMaking(kind: Maker["kind"], { owner, nonce }: Hidden): void {
  const declaration = declarationOf({ kind, owner })
  if (existing.has(declaration) || !nonce) return
  fresh.set(declaration, (fresh.get(declaration) ?? new Set()).add(nonce))
}

function isStray(sandbox: SandboxDetails): boolean {
  const maker = makerOf(sandbox.metadata)
  const declaration = maker && declarationOf(maker)
  if (!declaration || existing.has(declaration) || hasEnded(sandbox)) return false
  const nonces = fresh.get(declaration)
  return nonces !== undefined && !nonces.has(maker.nonce)
}

/**
 * Looks through a listing that was made for another reason for sandboxes of declarations of which the state knew nothing
 * before this run: a run that was killed has left them, or another stack of the same name has made them. Says so once.
 * Declarations with a sandbox or pool in the state are passed over, as the next half of a replacement that was cut may
 * wait to be deleted.
 */
export function warnOfStrays(listed: readonly SandboxDetails[]): void {
  if (warned || fresh.size === 0) return
  const strays = listed.filter(isStray)
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
