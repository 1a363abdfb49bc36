import { exactlyOnce, ScaleboxError } from "../../client"
import type { SandboxDetails } from "../../contract"
import type { Context } from "../context"
import type { PowerState } from "../sandbox-power-state/inputs"
import { because, isSettled, statusText } from "./status"

/**
 * Pauses or resumes a sandbox, and waits until that is done. Throws a ScaleboxError if the server has taken it back, if the
 * sandbox ends, or if it takes too long.
 *
 * @param seen The sandbox as it was seen just now; default: it is asked for.
 */
export async function brought(
  context: Context,
  sandboxId: string,
  state: PowerState,
  seen?: SandboxDetails,
): Promise<SandboxDetails> {
  const before = seen ?? (await settled(context, sandboxId))
  if (before.status === state) return before
  if (before.status !== "running" && before.status !== "paused") throw hopeless(before)
  await beginOnce(context, sandboxId, state, before.status)
  const after = await settled(context, sandboxId)
  if (after.status === state) return after
  if (after.status !== before.status) throw hopeless(after)
  throw new ScaleboxError({
    code: "conflict",
    message: `the server rolled it back to ${after.status}${because(after)}`,
    hint: "Run `pulumi up` to try again",
  })
}

/** A second call would be refused, so after a lost answer the sandbox is looked at first. */
async function beginOnce(
  context: Context,
  sandboxId: string,
  state: PowerState,
  from: string,
): Promise<void> {
  const { client } = context.session
  const look = async () => {
    const { status } = await client.getSandbox(sandboxId, context)
    return status === from ? undefined : status
  }
  const call = async () => {
    if (state === "paused") await client.pauseSandbox(sandboxId, true, context)
    else await client.resumeSandbox(sandboxId, true, context)
    return "begun"
  }
  await exactlyOnce(client.clock, context.deadline, call, look, context.signal)
}

async function settled(context: Context, sandboxId: string): Promise<SandboxDetails> {
  const { client, watch } = context.session
  const first = await client.getSandbox(sandboxId, context)
  if (isSettled(first)) return first
  const result = await watch.waitFor(sandboxId, { ...context, done: isSettled })
  if (result.end === "done") return result.sandbox
  const seen = result.end === "late" ? `is still ${statusText(result.sandbox ?? first)}` : "disappeared"
  throw new ScaleboxError({
    code: result.end === "late" ? "timeout" : "not_found",
    message: `the sandbox ${seen}`,
    hint: result.end === "late" ? "Run the command again, or raise customTimeouts to wait longer" : undefined,
  })
}

const hopeless = (sandbox: SandboxDetails) =>
  new ScaleboxError({
    code: "conflict",
    message: `the sandbox is ${statusText(sandbox)}${because(sandbox)}`,
    hint: "Run `pulumi up --refresh` to replace it",
  })
