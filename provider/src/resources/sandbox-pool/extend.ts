import { isScaleboxError } from "../../client"
import type { SandboxDetails } from "../../contract"
import type { Context } from "../context"
import { extendOnce } from "../sandbox/extend"
import { wide } from "../wide"
import { type Member, nameOf, type Outcome } from "./members"
import { type MemberTrouble, messageOf } from "./troubles"

/** Gives the timeout (seconds) to every member whose own is shorter, by one call for each. */
export async function extended(
  context: Context,
  members: readonly Member[],
  timeout: number,
): Promise<Outcome> {
  const short = members.filter(({ sandbox }) => (sandbox.timeout ?? 0) < timeout)
  const longer = new Map<string, SandboxDetails | undefined>()
  const troubles: MemberTrouble[] = []
  const { maxConcurrency } = context.session.configuration
  await wide(short, maxConcurrency, async ({ index, sandbox: { sandboxId } }) => {
    try {
      longer.set(sandboxId, await extendOnce(context, sandboxId, timeout))
    } catch (error) {
      const why = `could not be extended to ${timeout} s: ${messageOf(error)}`
      const next = "It lives as long as before, and the next `pulumi up` tries again"
      troubles.push({ name: nameOf(context, index), id: sandboxId, why, next, error })
    }
  })
  const shown = members.map((member) => {
    const { sandboxId } = member.sandbox
    if (!longer.has(sandboxId)) return member
    const sandbox = longer.get(sandboxId)
    return sandbox ? { ...member, sandbox } : withNewEnd(context, member, timeout)
  })
  return { members: await Promise.all(shown), troubles }
}

/** The end that the API then shows is what the next `up` goes by. The extension is done, whether or not that shows. */
async function withNewEnd(context: Context, member: Member, timeout: number): Promise<Member> {
  const sandbox = { ...member.sandbox, timeout }
  try {
    const shown = await context.session.watch.readNow(sandbox.sandboxId, context)
    return { ...member, sandbox: shown ?? sandbox }
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    return { ...member, sandbox }
  }
}
