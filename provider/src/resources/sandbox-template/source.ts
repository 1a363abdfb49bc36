import { during, isScaleboxError, ScaleboxError } from "../../client"
import { hasEnded, type SandboxDetails, type TemplateDetails } from "../../contract"
import type { Context } from "../context"
import { type Properties, unknown } from "../properties"
import { because, isSettled, statusText } from "../sandbox/status"

/** The template of this name; names are unique in an account. */
export async function templateNamed(context: Context, name: string): Promise<TemplateDetails | undefined> {
  const { templates } = await context.session.client.listTemplates({ name }, context)
  return templates.find((template) => template.name === name)
}

const isOver = (sandbox: SandboxDetails) => hasEnded(sandbox) || sandbox.status === "failed"
const isAsleep = ({ status }: SandboxDetails) => status === "paused" || status === "pausing"

/**
 * Refuses to replace a template whose sandbox cannot give the next one: the sandboxes created from it and the template itself
 * would be deleted before the new one fails. The engine asks for no diff if it was told to replace, so this is part of the
 * check of a template that seems new. Throws a ScaleboxError.
 */
export async function refuseLoss(context: Context, { sandboxId, name }: Properties): Promise<void> {
  if (typeof sandboxId !== "string" || [sandboxId, name].includes(unknown)) return
  const action = `Cannot replace template "${context.name}"`
  const found = await during(action, () => obstacleFor(context, sandboxId, String(name)))
  if (found) throw found.during(action)
}

async function obstacleFor(context: Context, id: string, name: string): Promise<ScaleboxError | undefined> {
  const { plans, watch } = context.session
  const isReplacement = plans.templates.has(context.owner)
  try {
    const source = await watch.readNow(id, context)
    if (source && !isOver(source) && (!isAsleep(source) || plans.resuming.has(id))) return undefined
    if (!isReplacement && !(await templateNamed(context, name))) return undefined
    return new ScaleboxError({
      code: "conflict",
      message: `${why(source, id)}. Nothing was changed`,
      hint: source && isAsleep(source) ? wakeUp : makeAgain,
    })
  } catch (error) {
    // A sandbox that cannot be looked at does not hold up a new template.
    if (isReplacement || !isScaleboxError(error)) throw error
    return undefined
  }
}

const why = (source: SandboxDetails | undefined, sandboxId: string) =>
  source
    ? `its sandbox ${sandboxId} is ${statusText(source)}${because(source)}, and a template is created from a running one`
    : `its sandbox ${sandboxId} has ended or was deleted, or belongs to another account than the API key`

const wakeUp =
  "Resume the sandbox first, by hand or by a SandboxPowerState that the template depends on, then run the command again"
export const makeAgain =
  "If the sandbox is of this stack, `pulumi up --refresh` creates a new one; otherwise name one that runs, and check the key"

/** Waits for a sandbox that is on its way to run, or that this run is to resume. Answers what to do if it does not. */
export async function untilRunning(context: Context, sandboxId: string): Promise<string | undefined> {
  const { plans, watch } = context.session
  const done = (sandbox: SandboxDetails) =>
    isOver(sandbox) || (isSettled(sandbox) && !(isAsleep(sandbox) && plans.resuming.has(sandboxId)))
  const result = await watch.waitFor(sandboxId, { ...context, done })
  if (result.end === "late") return "Run the command again, or raise customTimeouts.create to wait longer"
  if (result.end === "done" && result.sandbox.status === "running") return undefined
  return result.end === "done" && isAsleep(result.sandbox) ? wakeUp : makeAgain
}
