import { isScaleboxError, ScaleboxError, waitFor } from "../../client"
import { hasEnded, type SandboxDetails, settledStatuses } from "../../contract"
import { allowedSeconds, type Hidden } from "../hidden"
import { session } from "../process/session"
import { because, statusText } from "./wait"

/** Leaves out a sandbox that has ended or is about to. */
export function unlessEnded(sandbox: SandboxDetails | undefined): SandboxDetails | undefined {
  return sandbox && !hasEnded(sandbox) ? sandbox : undefined
}

/** Deletes a sandbox, together with others that are deleted now, and waits until it is gone. */
export const deleted = (id: string, hidden: Hidden, deadline: number): Promise<void> =>
  session().deletes.during(() => untilDeleted(id, hidden, deadline))

async function untilDeleted(id: string, hidden: Hidden, deadline: number): Promise<void> {
  if (!(await beginDelete(id, deadline))) return
  let begun = false
  const done = (sandbox: SandboxDetails) => {
    begun ||= hasEnded(sandbox)
    return sandbox.status === "terminated" || (begun && settledStatuses.includes(sandbox.status))
  }
  const result = await waitFor(session().reads, id, { deadline, done, ending: true })
  if (result.end === "gone") return
  if (result.end === "done") return refuseSurvivor(result.sandbox)
  const seen = result.sandbox ? `it is still ${statusText(result.sandbox)}` : "it did not end"
  throw new ScaleboxError({
    code: "timeout",
    message: `${seen} after ${allowedSeconds(hidden, "delete")} s`,
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
