import { Gatherer, isScaleboxError, type ScaleboxClient, type Within } from "../client"
import { hasEnded, pageLimits, type SandboxDetails } from "../contract"
import type { Log } from "./log"
import { type Maker, makerOf, ownerOf } from "./marks"
import { logicalName } from "./names"

type Making = Within & { owner: string; nonce: string }

const declarationOf = ({ kind, owner }: Pick<Maker, "kind" | "owner">) => `${kind} ${owner}`

/** Milliseconds that the look before the first create may take. */
const lookMs = 5_000
/** Milliseconds in which creates that find a stray are gathered, so that one warning names all. */
const gathering = { quietMs: 250, longestMs: 1_000 } as const

/**
 * Looks for living sandboxes of declarations that have nothing in the state: a run that was killed has left them, or another
 * stack of the same name has created them. Looks once a run, at the newest page of the account, and at what is listed for
 * another reason, and warns once. Declarations with a sandbox or pool in the state are passed over, as the next half of a
 * replacement that was cut may wait to be deleted.
 */
export class Strays {
  /** Declarations whose sandbox or pool is in the state. */
  private readonly existing = new Set<string>()
  /** Nonces of what this run makes for declarations that have nothing in the state. */
  private readonly fresh = new Map<string, Set<string>>()
  private newest: Promise<readonly SandboxDetails[]> | undefined
  private warned = false
  private readonly warning: Gatherer<readonly SandboxDetails[], void>

  constructor(
    private readonly client: ScaleboxClient,
    log: Pick<Log, "warn">,
  ) {
    this.warning = new Gatherer(client.clock, gathering, async (batch) => {
      if (!this.warned) log.warn(warningOf(batch.flat()))
      this.warned = true
    })
  }

  /** The state holds a sandbox or pool of this owner: another one that lives is the other half of a replacement. */
  noteExisting(kind: Maker["kind"], { owner }: { owner: string }): void {
    this.existing.add(declarationOf({ kind, owner }))
  }

  /** A sandbox, or a pool with all its members, is about to be created. Warns of what lives already; fails at nothing. */
  async noteMaking(kind: Maker["kind"], context: Making): Promise<void> {
    const { owner, nonce } = context
    const declaration = declarationOf({ kind, owner })
    if (this.existing.has(declaration) || !nonce) return
    this.fresh.set(declaration, (this.fresh.get(declaration) ?? new Set()).add(nonce))
    this.newest ??= this.listed(context)
    await this.warnOf(await this.newest)
  }

  /** Warns of strays among the sandboxes that an answer shows. Resolves when it has. */
  async warnOf(listed: readonly SandboxDetails[]): Promise<void> {
    if (this.warned || this.fresh.size === 0) return
    const strays = listed.filter((sandbox) => this.isStray(sandbox))
    if (strays.length > 0) await this.warning.add(strays)
  }

  private async listed({ deadline, signal }: Making): Promise<readonly SandboxDetails[]> {
    const within = { deadline: Math.min(deadline, this.client.clock.now() + lookMs), signal }
    try {
      return (await this.client.listSandboxes({ limit: pageLimits.max }, within)).sandboxes
    } catch (error) {
      // Whatever is wrong, the create that waits for this will say so.
      if (!isScaleboxError(error)) throw error
      return []
    }
  }

  private isStray(sandbox: SandboxDetails): boolean {
    const maker = makerOf(sandbox.metadata)
    const declaration = maker && declarationOf(maker)
    if (!declaration || this.existing.has(declaration) || hasEnded(sandbox)) return false
    const nonces = this.fresh.get(declaration)
    return nonces !== undefined && !nonces.has(maker.nonce)
  }
}

function warningOf(strays: readonly SandboxDetails[]): string {
  const names = new Map(
    strays.map(({ sandboxId, metadata }) => [sandboxId, logicalName(ownerOf(metadata) ?? "")]),
  )
  const named = [...names].map(([id, name]) => `${id} (${name})`)
  return (
    "Sandboxes of the same names, created by a stack of this name, exist already: " +
    `${named.slice(0, 5).join(", ")}${named.length > 5 ? ` and ${named.length - 5} more` : ""}. ` +
    "If a run was killed, `npx pulumi-scalebox recover` shows what is left of it"
  )
}
