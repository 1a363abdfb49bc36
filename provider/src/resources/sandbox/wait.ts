import { isScaleboxError, waitFor } from "../../client"
import { type SandboxDetails, settledStatuses } from "../../contract"
import { allowedSeconds, type Hidden, type Operation } from "../hidden"
import { InitFailure, type Properties } from "../process/lifecycle"
import { session } from "../process/session"
import { StatusLine } from "../process/status-line"
import { outputsOf } from "./from-api"

/** When an operation that begins now must end, in milliseconds since 1970. */
export const deadlineOf = (hidden: Hidden, operation: Operation): number =>
  session().client.clock.now() + allowedSeconds(hidden, operation) * 1000

const isSettled = (sandbox: SandboxDetails) => settledStatuses.includes(sandbox.status)

/** `starting (deploying)`. */
export const statusText = ({ status, substatus }: SandboxDetails) =>
  substatus ? `${status} (${substatus})` : status

/** `web-3: deploying`. */
const lineOf = ({ name, sandboxId, status, substatus }: SandboxDetails) =>
  `${name || sandboxId}: ${substatus || status}`

/** `: ` and the server's reason, where it gives one. */
export const because = ({ reason }: SandboxDetails) => (reason ? `: ${reason}` : "")

interface Waiting {
  declared: Properties
  hidden: Hidden
  operation: "create" | "update"
  deadline: number
}

/**
 * Waits until a sandbox runs. Throws an InitFailure, which keeps the id and what is known in the state, when it ends in
 * another way, when the deadline passes, or when it can no longer be asked.
 */
export async function untilRunning(first: SandboxDetails, waiting: Waiting): Promise<SandboxDetails> {
  const { declared, hidden, operation, deadline } = waiting
  let last = first
  const fail = (why: string, next: string): InitFailure =>
    new InitFailure(last.sandboxId, outputsOf(declared, hidden, last), [
      `Sandbox ${last.sandboxId} ${why}. Its id is kept in the state: ${next}`,
    ])
  const replaced = "the next `pulumi up` replaces it"
  const resumed = "the next `pulumi up` goes on waiting"
  if (!isSettled(first)) {
    const line = new StatusLine(lineOf(first))
    const result = await waitFor(session().reads, first.sandboxId, {
      deadline,
      done: isSettled,
      newborn: operation === "create",
      seen: (sandbox) => {
        last = sandbox
        line.now(lineOf(sandbox))
      },
    })
      .catch((error: unknown) => {
        if (!isScaleboxError(error)) throw error
        throw fail(`was made, but could not be asked whether it runs: ${error.message}`, resumed)
      })
      .finally(() => line.end())
    if (result.end === "gone") {
      const before = statusText(last)
      last = { ...last, status: "terminated", substatus: undefined, reason: `disappeared while ${before}` }
      throw fail(`disappeared while it was ${before}`, replaced)
    }
    if (result.end === "late") {
      const seconds = allowedSeconds(hidden, operation)
      const longer = `raise customTimeouts.${operation} to wait longer in one run`
      throw fail(`is still ${statusText(last)} after ${seconds} s${because(last)}`, `${resumed}; ${longer}`)
    }
  }
  switch (last.status) {
    case "running":
      return last
    case "paused":
      throw fail(`was paused before it ran${because(last)}`, "resume it, then run `pulumi refresh`")
    default:
      throw fail(`${last.status === "failed" ? "failed" : `is ${last.status}`}${because(last)}`, replaced)
  }
}
