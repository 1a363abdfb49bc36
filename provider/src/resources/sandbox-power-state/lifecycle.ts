import { during } from "../../client"
import type { Context } from "../context"
import type { Lifecycle } from "../lifecycle"
import { isNew, type Properties } from "../properties"
import { ifEnded } from "../sandbox/ending"
import { brought } from "../sandbox/power"
import { settingLifecycle } from "../sandbox/setting"
import { effects } from "./changes"
import { type PowerState, type SandboxPowerStateInputs, sandboxPowerStateInputs } from "./inputs"

/** Pauses or resumes a sandbox, after the port changes that are under way: these put its power back as it was. */
async function bring(context: Context, { sandboxId, state }: SandboxPowerStateInputs): Promise<void> {
  const { plans, turns } = context.session
  const action = `Cannot ${state === "paused" ? "pause" : "resume"} sandbox ${sandboxId}`
  await during(action, () => turns.inTurn(sandboxId, () => brought(context, sandboxId, state)), ifEnded)
  plans.resuming.delete(sandboxId)
}

/** Which power state a status means or is on its way to; a status that is neither shows as it is. */
const powerStateOf: Record<string, PowerState> = {
  pausing: "paused",
  resuming: "running",
  starting: "running",
}

const setting = settingLifecycle<SandboxPowerStateInputs>({
  label: "the power state",
  inputs: sandboxPowerStateInputs,
  effects,
  bring,
  shownBy: ({ status }) => ({ state: powerStateOf[status] ?? status }),
})

/** What needs a running sandbox later in this run is not refused in its preview. */
function noteResume({ session }: Context, { sandboxId, state }: Properties): void {
  if (typeof sandboxId === "string" && state === "running") session.plans.resuming.add(sandboxId)
}

export const sandboxPowerStateLifecycle: Lifecycle = {
  ...setting,
  async check(context, olds, news) {
    const checked = await setting.check(context, olds, news)
    if (isNew(olds) && !context.importId) noteResume(context, checked.inputs)
    return checked
  },
  async diff(context, id, olds, news) {
    const found = await setting.diff(context, id, olds, news)
    if (found.updates.includes("state")) noteResume(context, news)
    return found
  },
}
