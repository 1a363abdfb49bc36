import { isScaleboxError, ScaleboxError, waitFor } from "../../client"
import { type SandboxDetails, settledStatuses } from "../../contract"
import { allowedSeconds, type Hidden } from "../hidden"
import { session } from "../process/session"
import { statusText } from "./wait"

/** Leaves out a sandbox that has ended or is about to. */
export function unlessEnded(sandbox: SandboxDetails | undefined): SandboxDetails | undefined {
  const ended = sandbox?.deletionInProgress || ["terminated", "terminating"].includes(sandbox?.status ?? "")
  return ended ? undefined : sandbox
}

/** Deletes a sandbox, together with others that are deleted now, and waits until it is gone. */
export async function deleted(id: string, hidden: Hidden, deadline: number): Promise<void> {
  if (!(await beginDelete(id, deadline))) return
  const isEnded = (sandbox: SandboxDetails) => sandbox.status === "terminated"
  const result = await waitFor(session().reads, id, { deadline, done: isEnded, ending: true })
  if (result.end !== "late") return
  const seen = result.sandbox ? `it is still ${statusText(result.sandbox)}` : "it did not end"
  throw new ScaleboxError({
    code: "timeout",
    message: `${seen} after ${allowedSeconds(hidden, "delete")} s`,
    hint: "Run the command again, or raise customTimeouts.delete to wait longer in one run",
  })
}

/** False where there is nothing left to delete. A sandbox in transition that refuses is waited for. */
async function beginDelete(id: string, deadline: number): Promise<boolean> {
  for (;;) {
    try {
      await session().deletes.begin(id, deadline)
      return true
    } catch (error) {
      // A delete that is under way refuses a second one in the same words as a sandbox that never was.
      if (isScaleboxError(error, "not_found")) return true
      if (!isScaleboxError(error, "conflict")) throw error
      const settled = (sandbox: SandboxDetails) => settledStatuses.includes(sandbox.status)
      const result = await waitFor(session().reads, id, { deadline, done: settled })
      if (result.end === "gone" || (result.end === "done" && result.sandbox.status === "terminated"))
        return false
      if (result.end === "late") throw error
    }
  }
}
