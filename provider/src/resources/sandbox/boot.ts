import { isScaleboxError } from "../../client"
import type { SandboxDetails } from "../../contract"
import type { Context } from "../context"
import { because, isSettled, statusText, stepOf } from "./status"

/** Why a sandbox does not run: it has ended, is still on its way, cannot be asked, or was paused by somebody. */
export interface Trouble {
  kind: "ended" | "late" | "unasked" | "paused" | "cancelled"
  /** Continues the name of the sandbox: `failed: disk full`. */
  why: string
}

/** How a wait until a sandbox runs has ended, and the sandbox as it was last seen. */
export interface Boot {
  sandbox: SandboxDetails
  trouble?: Trouble
}

/**
 * Waits until a sandbox runs, ends in another way, or can no longer be waited for.
 *
 * @param name What the status line calls it.
 */
export async function booted(context: Context, name: string, first: SandboxDetails): Promise<Boot> {
  if (isSettled(first)) return settled(first)
  const { session, log, operation, seconds } = context
  let last = first
  log.status(name, stepOf(first))
  try {
    const result = await session.watch.waitFor(first.sandboxId, {
      ...context,
      done: isSettled,
      newborn: operation === "create",
      seen: (sandbox) => {
        last = sandbox
        log.status(name, stepOf(sandbox))
      },
    })
    if (result.end === "done") return settled(result.sandbox)
    if (result.end === "gone") {
      const reason = `disappeared while ${statusText(last)}`
      const why = `disappeared while it was ${statusText(last)}`
      const sandbox = { ...last, status: "terminated", substatus: undefined, reason }
      return { sandbox, trouble: { kind: "ended", why } }
    }
    const why = `is still ${statusText(last)} after ${seconds} s${because(last)}`
    return { sandbox: last, trouble: { kind: "late", why } }
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    if (error.code === "cancelled") {
      const why = `is still ${statusText(last)}, as the run was ended${because(last)}`
      return { sandbox: last, trouble: { kind: "cancelled", why } }
    }
    const why = `was created, but could not be asked whether it runs: ${error.message}`
    return { sandbox: last, trouble: { kind: "unasked", why } }
  } finally {
    log.status(name, undefined)
  }
}

function settled(sandbox: SandboxDetails): Boot {
  const { status } = sandbox
  if (status === "running") return { sandbox }
  if (status === "paused") {
    return { sandbox, trouble: { kind: "paused", why: `was paused before it ran${because(sandbox)}` } }
  }
  const why = `${status === "failed" ? "failed" : `is ${status}`}${because(sandbox)}`
  return { sandbox, trouble: { kind: "ended", why } }
}

const goesOn = "the next `pulumi up` goes on waiting"

/** What becomes of a sandbox that does not run yet; of those that ended each resource has its own say. */
export function nextFor(kind: Exclude<Trouble["kind"], "ended">, { operation }: Context): string {
  switch (kind) {
    case "late":
      return `${goesOn}; raise customTimeouts.${operation} to wait longer in one run`
    case "unasked":
    case "cancelled":
      return goesOn
    case "paused":
      return "resume it, then run `pulumi refresh`"
  }
}
