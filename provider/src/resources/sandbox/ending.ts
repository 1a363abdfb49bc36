import { isScaleboxError, ScaleboxError } from "../../client"
import { hasEnded, type SandboxDetails } from "../../contract"
import type { Context } from "../context"
import { because, isSettled, statusText } from "./status"

/** What to do about a sandbox that is no more, if something was to be done with it. */
export const sandboxEnded = "Run `pulumi up --refresh`, which replaces a sandbox of this stack that has ended"

/** What to do about a refused change of a sandbox that may have ended since it was seen. */
export const ifEnded = { not_found: sandboxEnded, conflict: sandboxEnded } as const

/** Leaves out a sandbox that has ended or is about to. */
export function unlessEnded(sandbox: SandboxDetails | undefined): SandboxDetails | undefined {
  return sandbox && !hasEnded(sandbox) ? sandbox : undefined
}

/**
 * Deletes a sandbox, together with others that are deleted now, and waits until it is gone.
 *
 * @param mustBeGone Throws if a sandbox that the API has never shown may be there all the same.
 */
export const deleted = (context: Context, id: string, mustBeGone: () => Promise<void>): Promise<void> =>
  context.session.deletes.during(() => untilDeleted(context, id, mustBeGone))

async function untilDeleted(context: Context, id: string, mustBeGone: () => Promise<void>): Promise<void> {
  const beginning = await beginDelete(context, id)
  if (beginning === "over") return
  let begun = false
  let isKnown = beginning === "taken"
  if (isKnown) context.session.account.noteKnown()
  const done = (sandbox: SandboxDetails) => {
    isKnown = true
    begun ||= hasEnded(sandbox)
    return sandbox.status === "terminated" || (begun && isSettled(sandbox))
  }
  const result = await context.session.watch.waitFor(id, { ...context, done, ending: true })
  if (result.end === "gone") return isKnown ? undefined : mustBeGone()
  if (result.end === "done") return refuseSurvivor(result.sandbox)
  const seen = result.sandbox ? `it is still ${statusText(result.sandbox)}` : "it did not end"
  throw new ScaleboxError({
    code: "timeout",
    message: `${seen} after ${context.seconds} s`,
    hint: "Run the command again, or raise customTimeouts.delete to wait longer in one run",
  })
}

/** The server has called off a deletion that had begun. */
function refuseSurvivor(sandbox: SandboxDetails): void {
  if (sandbox.status === "terminated") return
  throw new ScaleboxError({
    code: "conflict",
    message: `its deletion did not succeed, it is ${statusText(sandbox)}${because(sandbox)}`,
    hint: "Run the command again",
  })
}

/** A sandbox in transition that refuses is waited for; `over` if that has ended it. */
async function beginDelete(context: Context, id: string): Promise<"taken" | "unknown" | "over"> {
  const { session } = context
  for (;;) {
    try {
      await session.deletes.begin(id, context)
      return "taken"
    } catch (error) {
      // A delete that is under way refuses a second one in the same words as a sandbox that never was.
      if (isScaleboxError(error, "not_found")) return "unknown"
      if (!isScaleboxError(error, "conflict")) throw error
      const done = isSettled
      const result = await session.watch.waitFor(id, { ...context, done })
      if (result.end === "gone" || (result.end === "done" && result.sandbox.status === "terminated"))
        return "over"
      if (result.end === "late") throw error
    }
  }
}
