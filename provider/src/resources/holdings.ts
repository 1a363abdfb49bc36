import { allSandboxes, allTemplates, isComplete } from "../client"
import type { ListSandboxesQuery, SandboxDetails, TemplateDetails } from "../contract"
import type { Context } from "./context"
import { type Maker, makerOf, memberIndex } from "./marks"
import { unlessEnded } from "./sandbox/ending"
import type { Member } from "./sandbox-pool/members"

/** A pool as the marks of its members show it. */
export interface HeldPool {
  maker: Maker
  /** By their index. */
  members: Member[]
}

/** The living sandboxes of an account. */
export interface Held {
  /** Those that belong to no pool, newest first. */
  sandboxes: SandboxDetails[]
  pools: HeldPool[]
}

/** Looks at the sandboxes of an account, each with all that the API shows of it. Throws what a call throws. */
export async function held(
  context: Context,
  query: Pick<ListSandboxesQuery, "projectId" | "status"> = {},
): Promise<Held> {
  const { client } = context.session
  const rows: SandboxDetails[] = []
  for await (const row of allSandboxes(client, query, context)) if (unlessEnded(row)) rows.push(row)
  const shown = await Promise.all(rows.map((row) => whole(context, row)))
  const living = shown.filter((sandbox) => sandbox !== undefined)
  const pools = new Map<string, HeldPool>()
  const sandboxes = living.filter((sandbox) => {
    const maker = makerOf(sandbox.metadata)
    if (maker?.kind !== "sandboxPool") return true
    const index = memberIndex(sandbox.metadata, maker.nonce) ?? 0
    const pool = pools.get(maker.nonce) ?? { maker, members: [] }
    pools.set(maker.nonce, { ...pool, members: [...pool.members, { index, sandbox }] })
    return false
  })
  return { sandboxes, pools: [...pools.values()].map(inOrder) }
}

const inOrder = ({ maker, members }: HeldPool): HeldPool => ({
  maker,
  members: [...members].sort((one, other) => one.index - other.index),
})

/** Services may leave out of a listing what they show of a single sandbox. */
async function whole(context: Context, row: SandboxDetails): Promise<SandboxDetails | undefined> {
  const { client, watch } = context.session
  const isWhole = isComplete(row) && row.metadata !== undefined
  const sandbox = isWhole ? row : unlessEnded(await watch.readNow(row.sandboxId, context))
  if (!sandbox || sandbox.customPorts) return sandbox
  return { ...sandbox, customPorts: (await client.listPorts(sandbox.sandboxId, context)).customPorts }
}

/** The templates that belong to the account: of public ones nothing shows whose they are. Throws what a call throws. */
export async function heldTemplates(context: Context): Promise<TemplateDetails[]> {
  const templates: TemplateDetails[] = []
  for await (const template of allTemplates(context.session.client, {}, context)) {
    if (template.visibility !== "public" && !template.isPublic) templates.push(template)
  }
  return templates
}
