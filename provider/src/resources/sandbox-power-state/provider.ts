import { during, exactlyOnce, ScaleboxError, waitFor } from "../../client"
import { type SandboxDetails, settledStatuses } from "../../contract"
import { session } from "../process/session"
import { settingLifecycle } from "../sandbox/setting"
import { statusText } from "../sandbox/wait"
import { effects } from "./changes"
import { type PowerState, type SandboxPowerStateInputs, sandboxPowerStateInputs } from "./inputs"

/** Pauses or resumes a sandbox, and waits until that is done or the server has taken it back. */
async function bring({ sandboxId, state }: SandboxPowerStateInputs, deadline: number): Promise<void> {
  const { client } = session()
  const action = state === "paused" ? "pause" : "resume"
  await during(`Cannot ${action} sandbox ${sandboxId}`, async () => {
    const before = await settled(sandboxId, await client.getSandbox(sandboxId, { deadline }), deadline)
    if (before.status === state) return
    if (before.status !== "running" && before.status !== "paused") throw hopeless(before)
    await beginOnce(sandboxId, state, before.status, deadline)
    const after = await settled(sandboxId, await client.getSandbox(sandboxId, { deadline }), deadline)
    if (after.status === state) return
    if (after.status !== before.status) throw hopeless(after)
    throw new ScaleboxError({
      code: "conflict",
      message: `the server rolled it back to ${after.status}${after.reason ? `: ${after.reason}` : ""}`,
      hint: "Run `pulumi up` to try again",
    })
  })
}

/** A second call would be refused, so after a lost answer the sandbox is looked at first. */
async function beginOnce(
  sandboxId: string,
  state: PowerState,
  from: string,
  deadline: number,
): Promise<void> {
  const { client } = session()
  const look = async () => {
    const { status } = await client.getSandbox(sandboxId, { deadline })
    return status === from ? undefined : status
  }
  const call = async () => {
    if (state === "paused") await client.pauseSandbox(sandboxId, true, { deadline })
    else await client.resumeSandbox(sandboxId, true, { deadline })
    return "begun"
  }
  await exactlyOnce(client.clock, deadline, call, look)
}

async function settled(sandboxId: string, first: SandboxDetails, deadline: number): Promise<SandboxDetails> {
  const done = ({ status }: SandboxDetails) => settledStatuses.includes(status)
  if (done(first)) return first
  const result = await waitFor(session().reads, sandboxId, { deadline, done })
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
    message: `the sandbox is ${statusText(sandbox)}${sandbox.reason ? `: ${sandbox.reason}` : ""}`,
    hint: "Run `pulumi up --refresh` to replace it",
  })

/** Which power state a status stands for or is on its way to; a status that is neither shows as it is. */
const powerStateOf: Record<string, PowerState> = {
  pausing: "paused",
  resuming: "running",
  starting: "running",
}

export const sandboxPowerStateLifecycle = settingLifecycle<SandboxPowerStateInputs>({
  label: "the power state",
  inputs: sandboxPowerStateInputs,
  effects,
  bring,
  shownBy: ({ status }) => ({ state: powerStateOf[status] ?? status }),
})
