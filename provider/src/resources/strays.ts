import { hasEnded, type SandboxDetails } from "../contract"
import type { Log } from "./log"
import { type Maker, makerOf, ownerOf } from "./marks"
import { logicalName } from "./names"

const declarationOf = ({ kind, owner }: Pick<Maker, "kind" | "owner">) => `${kind} ${owner}`

/**
 * Looks through listings that are made for another reason for sandboxes of declarations of which the state knew nothing
 * before this run: a run that was killed has left them, or another stack of the same name has made them. Says so once.
 * Declarations with a sandbox or pool in the state are passed over, as the next half of a replacement that was cut may
 * wait to be deleted.
 */
export class Strays {
  /** Declarations whose sandbox or pool is in the state. */
  private readonly existing = new Set<string>()
  /** Nonces of what this run makes for declarations that have nothing in the state. */
  private readonly fresh = new Map<string, Set<string>>()
  private warned = false

  constructor(private readonly log: Pick<Log, "warn">) {}

  /** The state holds a sandbox or pool of this owner: another one that lives is the other half of a replacement. */
  noteExisting(kind: Maker["kind"], { owner }: { owner: string }): void {
    this.existing.add(declarationOf({ kind, owner }))
  }

  /** A sandbox, or a pool with all its members, is made for an owner. */
  noteMaking(kind: Maker["kind"], { owner, nonce }: { owner: string; nonce: string }): void {
    const declaration = declarationOf({ kind, owner })
    if (this.existing.has(declaration) || !nonce) return
    this.fresh.set(declaration, (this.fresh.get(declaration) ?? new Set()).add(nonce))
  }

  warnOf(listed: readonly SandboxDetails[]): void {
    if (this.warned || this.fresh.size === 0) return
    const strays = listed.filter((sandbox) => this.isStray(sandbox))
    if (strays.length === 0) return
    this.warned = true
    const named = strays.map(
      ({ sandboxId, metadata }) => `${sandboxId} (${logicalName(ownerOf(metadata) ?? "")})`,
    )
    this.log.warn(
      `${named.slice(0, 5).join(", ")}${named.length > 5 ? ` and ${named.length - 5} more` : ""}: made for ` +
        "resources of this stack, but not in its state. If a run was killed, `pulumi-scalebox recover` shows what is left of it",
    )
  }

  private isStray(sandbox: SandboxDetails): boolean {
    const maker = makerOf(sandbox.metadata)
    const declaration = maker && declarationOf(maker)
    if (!declaration || this.existing.has(declaration) || hasEnded(sandbox)) return false
    const nonces = this.fresh.get(declaration)
    return nonces !== undefined && !nonces.has(maker.nonce)
  }
}
