import { type SandboxDetails, timeOf } from "../../contract"
import type { Context } from "../context"
import { memberIndex } from "../marks"
import type { Properties } from "../properties"
import { unlessEnded } from "../sandbox/ending"
import { poolId } from "./from-api"
import { isOver, labelOf, type Member, nameOf, standingOf, storedIn } from "./members"
import type { PoolSandbox } from "./outputs"

/** Milliseconds before the pool, or its newest member, in which a member may have been created. */
const marginMs = 120_000
/** Pages of the account that a search for members of a cut run may cost at least. */
const fewPages = 10

/** Whether the stored end of a sandbox has passed by the server's clock. */
const isExpired = ({ session }: Context, { timeoutAt }: PoolSandbox) =>
  (timeOf(timeoutAt) ?? Number.POSITIVE_INFINITY) <= session.client.serverTime()

/** Those of the stored sandboxes that the API still shows, looked for together with all that are looked for now. */
export async function refreshed(context: Context, stored: readonly PoolSandbox[]): Promise<Member[]> {
  const { watch } = context.session
  const shown = await Promise.all(stored.map(({ id }) => watch.read(id, context)))
  await refuseOtherAccount(context, stored, shown)
  return living(stored, shown)
}

/** Members whose end has come though the state does not know. The API is asked only if the stored end has passed. */
export async function expiredIn(context: Context, stored: readonly PoolSandbox[]): Promise<PoolSandbox[]> {
  const expired = stored.filter((sandbox) => isExpired(context, sandbox))
  const shown = await Promise.all(expired.map(({ id }) => context.session.watch.read(id, context)))
  await refuseOtherAccount(context, expired, shown)
  const alive = living(expired, shown).filter(({ sandbox }) => !isOver(sandbox))
  const ids = new Set(alive.map(idOf))
  return expired.filter(({ id }) => !ids.has(id))
}

const idOf = ({ sandbox }: Member) => sandbox.sandboxId

function living(stored: readonly PoolSandbox[], shown: readonly (SandboxDetails | undefined)[]): Member[] {
  return stored.flatMap(({ index }, at) => {
    const sandbox = unlessEnded(shown[at])
    return sandbox ? [{ index, sandbox }] : []
  })
}

/**
 * The members that a pool has now, those included that a run which was cut has created.
 *
 * @param count How many are wanted: only if some are missing, others are looked for.
 */
export async function present(context: Context, olds: Properties, count: number): Promise<Member[]> {
  const { watch } = context.session
  const stored = storedIn(olds)
  const shown = await Promise.all(stored.map(({ id }) => watch.readNow(id, context)))
  await refuseOtherAccount(context, stored, shown)
  const members = living(stored, shown)
  if (members.length < stored.length) {
    const found = new Set(members.map(idOf))
    const gone = stored
      .filter(({ id }) => !found.has(id))
      .map(({ index, id }) => `${nameOf(context, index)} (${id})`)
    const more = gone.length > 10 ? ` and ${gone.length - 10} more` : ""
    context.log.info(`Of ${labelOf(context)}, ${gone.slice(0, 10).join(", ")}${more} ended or disappeared`)
  }
  const lasting = members.filter(({ sandbox }) => !isOver(sandbox))
  if (standingOf(lasting, count).missing.length === 0) return members
  const known = new Set(stored.map(({ id }) => id))
  const made = await membersSince(context, context.nonce, newestIn(olds))
  return [...members, ...made.filter((member) => !known.has(idOf(member)))]
}

/** With the key of another account, all members would be forgotten, and created a second time there. */
async function refuseOtherAccount(
  context: Context,
  stored: readonly PoolSandbox[],
  shown: readonly (SandboxDetails | undefined)[],
): Promise<void> {
  if (stored.length > 0 && shown.every((sandbox) => sandbox === undefined)) await mustBeGone(context, stored)
}

/** Throws if members that the API does not show may be there all the same. */
export function mustBeGone(context: Context, stored: readonly PoolSandbox[]): Promise<void> {
  const shouldLive = stored.some((sandbox) => !isExpired(context, sandbox) && !isOver(sandbox))
  const { accountMark: mark, nonce, session } = context
  const label = labelOf(context).replace(/^p/, "P")
  return session.account.mustBeGone({ label, id: poolId(nonce), mark, shouldLive }, context)
}

/** No member that the state does not know is older than this, in milliseconds since 1970 by the server's clock. */
function newestIn(olds: Properties): number {
  const made = timeOf(olds.createdAt)
  const times = storedIn(olds).map(({ createdAt }) => timeOf(createdAt))
  const known = [made === undefined ? undefined : made - marginMs, ...times]
  return Math.max(...known.filter((time) => time !== undefined))
}

/** Members that a run which was cut has created, as far as they are found without paging through a huge account. */
export async function strays(context: Context, olds: Properties, nonce: string): Promise<Member[]> {
  const known = new Set(storedIn(olds).map(({ id }) => id))
  const found = await membersSince(context, nonce, newestIn(olds), Math.max(fewPages, known.size))
  return found.filter((member) => !known.has(idOf(member)))
}

/**
 * Living members of a pool that are on the server, by the mark that they carry, newest first.
 *
 * @param since Members were not created before this, in milliseconds since 1970 by the server's clock.
 * @param pages Pages of the account that the search may cost.
 */
export async function membersSince(
  context: Context,
  nonce: string,
  since = Number.NEGATIVE_INFINITY,
  pages = Number.POSITIVE_INFINITY,
): Promise<Member[]> {
  const isMember = (metadata: SandboxDetails["metadata"]) => memberIndex(metadata, nonce) !== undefined
  const found = await context.session.watch.find(isMember, since, { ...context, pages })
  return found.flatMap((one) => {
    const sandbox = unlessEnded(one)
    const index = memberIndex(one.metadata, nonce)
    return sandbox && index !== undefined ? [{ index, sandbox }] : []
  })
}
