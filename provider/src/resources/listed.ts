import type { Context } from "./context"
import { type Held, held, heldTemplates } from "./holdings"
import type { Kind } from "./kinds"
import { logicalName } from "./names"
import { poolId } from "./sandbox-pool/from-api"
import { idOf } from "./sandbox-port/id"

/** A thing that can be imported. */
export interface Listed {
  /** What an import takes. */
  id: string
  /** What the API, or the program that created it, calls it; need not be unique. */
  name: string
}

const sandboxes = ({ sandboxes }: Held): Listed[] =>
  sandboxes.map(({ sandboxId, name = "" }) => ({ id: sandboxId, name }))

const listings: Readonly<Record<Exclude<Kind, "sandboxTemplate">, (held: Held) => Listed[]>> = {
  sandbox: sandboxes,
  sandboxPool: ({ pools }) =>
    pools.map(({ maker }) => ({ id: poolId(maker.nonce), name: logicalName(maker.owner) })),
  sandboxPort: ({ sandboxes }) =>
    sandboxes.flatMap(({ sandboxId, customPorts }) =>
      (customPorts ?? []).map(({ port, name }) => ({ id: idOf({ sandboxId, port }), name })),
    ),
  sandboxPowerState: sandboxes,
  sandboxProjectAssignment: sandboxes,
}

/**
 * All that an account holds of a kind. Sandboxes of a pool are in the pool, not among the sandboxes. Throws what a call
 * throws.
 */
export async function listed(kind: Kind, context: Context): Promise<Listed[]> {
  if (kind !== "sandboxTemplate") return listings[kind](await held(context))
  const templates = await heldTemplates(context)
  return templates.map(({ templateId, name = "" }) => ({ id: templateId, name }))
}
