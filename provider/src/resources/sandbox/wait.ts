import { isScaleboxError, waitFor } from "../../client"
import { type SandboxDetails, settledStatuses } from "../../contract"
import { allowedSeconds, type Hidden, logicalName, type Operation } from "../hidden"
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

/** `deploying`. */
const stepOf = ({ status, substatus }: SandboxDetails) => substatus || status

/** `: ` and the server's reason, where it gives one. */
export const because = ({ reason }: SandboxDetails) => (reason ? `: ${reason}` : "")

/** What a wait belongs to: an operation of a resource, which must end at the deadline. */
export interface During {
  hidden: Hidden
  operation: "create" | "update"
  deadline: number
}

/** Why a sandbox does not run: it has ended, is still on its way, cannot be asked, or was paused by somebody. */
export interface Trouble {
  kind: "ended" | "late" | "unasked" | "paused"
  /** Continues the name of the sandbox: `failed: disk full`. */
  why: string
}

/** How a wait until a sandbox runs has ended, and the sandbox as it was last seen. */
export interface Boot {
  sandbox: SandboxDetails
  trouble?: Trouble
}

/** Waits until a sandbox runs, ends in another way, or can no longer be waited for. */
export async function booted(
  first: SandboxDetails,
  { hidden, operation, deadline }: During,
  line?: StatusLine,
): Promise<Boot> {
  let last = first
  if (isSettled(first)) return settled(first)
  line?.now(stepOf(first))
  try {
    const result = await waitFor(session().reads, first.sandboxId, {
      deadline,
      done: isSettled,
      newborn: operation === "create",
      seen: (sandbox) => {
        last = sandbox
        line?.now(stepOf(sandbox))
      },
    })
    if (result.end === "done") return settled(result.sandbox)
    if (result.end === "gone") {
      const reason = `disappeared while ${statusText(last)}`
      const why = `disappeared while it was ${statusText(last)}`
      const sandbox = { ...last, status: "terminated", substatus: undefined, reason }
      return { sandbox, trouble: { kind: "ended", why } }
    }
    const why = `is still ${statusText(last)} after ${allowedSeconds(hidden, operation)} s${because(last)}`
    return { sandbox: last, trouble: { kind: "late", why } }
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    const why = `was made, but could not be asked whether it runs: ${error.message}`
    return { sandbox: last, trouble: { kind: "unasked", why } }
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

/** What becomes of a sandbox that does not run yet; of the others each resource has its own say. */
export const nextFor: Record<"late" | "unasked" | "paused", (operation: Operation) => string> = {
  late: (operation) => `${goesOn}; raise customTimeouts.${operation} to wait longer in one run`,
  unasked: () => goesOn,
  paused: () => "resume it, then run `pulumi refresh`",
}

/**
 * Waits until a sandbox runs. Throws an InitFailure, which keeps the id and what is known in the state, when it ends in
 * another way, when the deadline passes, or when it can no longer be asked.
 */
export async function untilRunning(
  first: SandboxDetails,
  { declared, ...waiting }: During & { declared: Properties },
): Promise<SandboxDetails> {
  const name = logicalName(waiting.hidden.owner)
  const line = isSettled(first) ? undefined : new StatusLine(name, stepOf(first), true)
  const { sandbox, trouble } = await booted(first, waiting, line).finally(() => line?.end())
  if (!trouble) return sandbox
  const next =
    trouble.kind === "ended" ? "the next `pulumi up` replaces it" : nextFor[trouble.kind](waiting.operation)
  throw new InitFailure(sandbox.sandboxId, outputsOf(declared, waiting.hidden, sandbox), [
    `Sandbox ${sandbox.sandboxId} ${trouble.why}. Its id is kept in the state: ${next}`,
  ])
}
