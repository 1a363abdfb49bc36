import { isScaleboxError } from "../../client"
import type { SandboxDetails } from "../../contract"
import { session } from "../process/session"
import { wide } from "../process/wide"
import { extendOnce } from "../sandbox/extend"
import type { Member, Outcome } from "./members"
import { nameOf, type Pool } from "./pool"
import { type MemberTrouble, messageOf } from "./troubles"

/** Gives the declared timeout to every member whose own is shorter, by one call for each. */
export async function extended(members: readonly Member[], pool: Pool): Promise<Outcome> {
  const { timeout } = pool.declared
  const short = members.filter(({ sandbox }) => (sandbox.timeout ?? 0) < timeout)
  const longer = new Map<string, SandboxDetails | undefined>()
  const troubles: MemberTrouble[] = []
  await wide(short, session().configuration.maxConcurrency, async ({ index, sandbox: { sandboxId } }) => {
    try {
      longer.set(sandboxId, await extendOnce(sandboxId, timeout, pool.deadline))
    } catch (error) {
      const why = `could not be extended to ${timeout} s: ${messageOf(error)}`
      const next = "It lives as long as before, and the next `pulumi up` tries again"
      troubles.push({ name: nameOf(pool, index), id: sandboxId, why, next, error })
    }
  })
  const shown = members.map((member) => {
    const { sandboxId } = member.sandbox
    if (!longer.has(sandboxId)) return member
    const sandbox = longer.get(sandboxId)
    return sandbox ? { ...member, sandbox } : withNewEnd(member, timeout, pool.deadline)
  })
  return { members: await Promise.all(shown), troubles }
}

/** The end that the API then shows is what the next `up` goes by. The extension is done, whether or not that shows. */
async function withNewEnd(member: Member, timeout: number, deadline: number): Promise<Member> {
  const sandbox = { ...member.sandbox, timeout }
  try {
    return {
      ...member,
      sandbox: (await session().reads.readChanging(sandbox.sandboxId, deadline)) ?? sandbox,
    }
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    return { ...member, sandbox }
  }
}
