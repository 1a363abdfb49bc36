import { during, ScaleboxError } from "../../client"
import type { SandboxDetails } from "../../contract"
import type { Properties } from "../process/lifecycle"
import { asRightAccount } from "../process/right-account"
import { session } from "../process/session"
import { unlessEnded } from "../sandbox/ending"
import { lookDeadline, lookUpTogether } from "../sandbox/look-up"
import { membersOnServer } from "./find"
import { isOver, type Member, standingOf, storedIn } from "./members"
import type { PoolSandbox } from "./outputs"
import { labelOf, nameOf, type Pool } from "./pool"

/** How far the time of the pool, which is ours, may be from the server's. */
const clockSkewMs = 120_000
/** Pages of the account that a search for members of a cut run may cost at least. */
const fewPages = 10

/** Whether the stored end of a sandbox has passed. */
const isExpired = ({ timeoutAt }: PoolSandbox) =>
  typeof timeoutAt === "string" && Date.parse(timeoutAt) <= session().client.clock.now()

/** Those of the stored sandboxes that the API still shows, looked for together with all that are looked for now. */
export async function refreshed(stored: readonly PoolSandbox[]): Promise<Member[]> {
  const look = (sandbox: PoolSandbox) =>
    asRightAccount(!isExpired(sandbox) && !isOver(sandbox), () => lookUpTogether(sandbox.id))
  return living(stored, await Promise.all(stored.map(look)))
}

/** Members whose end has come though the state does not know. The API is asked only where the stored end has passed. */
export async function expiredIn(stored: readonly PoolSandbox[]): Promise<PoolSandbox[]> {
  const expired = stored.filter(isExpired)
  if (expired.length === 0) return []
  const shown = await Promise.all(expired.map(({ id }) => lookUpTogether(id)))
  const alive = new Set(
    living(expired, shown)
      .filter(({ sandbox }) => !isOver(sandbox))
      .map(idOf),
  )
  return expired.filter(({ id }) => !alive.has(id))
}

const idOf = ({ sandbox }: Member) => sandbox.sandboxId

function living(stored: readonly PoolSandbox[], shown: readonly (SandboxDetails | undefined)[]): Member[] {
  return stored.flatMap(({ index }, at) => {
    const sandbox = unlessEnded(shown[at])
    return sandbox ? [{ index, sandbox }] : []
  })
}

/** The members that a pool has now, those included that a run which was cut has made. */
export async function present(olds: Properties, pool: Pool): Promise<Member[]> {
  const { reads } = session()
  const { deadline, hidden, declared } = pool
  const stored = storedIn(olds)
  const shown = await Promise.all(stored.map(({ id }) => reads.readChanging(id, deadline)))
  refuseOtherAccount(stored, shown, pool)
  const members = living(stored, shown)
  if (members.length < stored.length) {
    const [found, label] = [new Set(members.map(idOf)), labelOf(hidden)]
    const gone = stored
      .filter(({ id }) => !found.has(id))
      .map(({ index, id }) => `${nameOf(pool, index)} (${id})`)
    const more = gone.length > 10 ? ` and ${gone.length - 10} more` : ""
    console.log(`Of ${label}, ${gone.slice(0, 10).join(", ")}${more} ended or disappeared`)
  }
  const lasting = members.filter(({ sandbox }) => !isOver(sandbox))
  if (standingOf(lasting, declared.count).missing.length === 0) return members
  const known = new Set(stored.map(({ id }) => id))
  return [...members, ...(await membersOnServer(hidden.nonce, { deadline, known, since: newestIn(olds) }))]
}

/** With the key of another account, all members would be made a second time there. */
function refuseOtherAccount(
  stored: readonly PoolSandbox[],
  shown: readonly (SandboxDetails | undefined)[],
  { hidden }: Pool,
): void {
  if (shown.some((sandbox) => sandbox !== undefined)) return
  const missing = stored.filter((sandbox) => !isExpired(sandbox) && !isOver(sandbox))
  if (missing.length === 0) return
  throw new ScaleboxError({
    code: "not_found",
    message: `none of the ${missing.length} sandboxes of ${labelOf(hidden)} that should still live is known to this account`,
    hint: "Check that the API key is that of the right account; if all were deleted, run `pulumi up --refresh` to make new ones",
  })
}

/** No member that the state does not know is older than this, in milliseconds since 1970. */
function newestIn(olds: Properties): number {
  const made = Date.parse(String(olds.createdAt)) - clockSkewMs
  const times = storedIn(olds).map(({ createdAt }) => Date.parse(createdAt ?? ""))
  return Math.max(...[made, ...times].filter((time) => !Number.isNaN(time)))
}

/** Members that a run which was cut has made, as far as they are found without paging through a huge account. */
export function strays(olds: Properties, nonce: string, deadline: number): Promise<Member[]> {
  const known = new Set(storedIn(olds).map(({ id }) => id))
  const pages = Math.max(fewPages, known.size)
  return membersOnServer(nonce, { deadline, known, since: newestIn(olds), pages })
}

/** All members of a pool that nothing but its id is known of. */
export const membersOf = (nonce: string, action: string): Promise<Member[]> =>
  during(action, () => membersOnServer(nonce, { deadline: lookDeadline() }))
