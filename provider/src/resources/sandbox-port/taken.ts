import { isScaleboxError, ScaleboxError } from "../../client"
import type { Port } from "../../contract"
import type { Context } from "../context"
import { idOf } from "./id"
import type { SandboxPortInputs } from "./inputs"

/**
 * Names the open port that has the number or the name of a refused one: two ports that swap theirs wait for each other if
 * the engine changes one after the other. Always throws, with what to do.
 */
export async function refuseTaken(
  context: Context,
  declared: SandboxPortInputs,
  error: unknown,
): Promise<never> {
  if (!isScaleboxError(error, "invalid")) throw error
  const { sandboxId, port } = declared
  const holder = await holderOf(context, declared)
  // The engine forgets a port when it deletes the port's sandbox, also if that delete then fails.
  const choose =
    "Choose a port and a name that neither the sandbox nor its template uses yet, " +
    `or take a port that is already open over with the option import: "${idOf({ sandboxId, port })}"`
  if (!holder) throw new ScaleboxError({ ...error.facts, hint: choose })
  const what = holder.port === port ? "number" : "name"
  throw new ScaleboxError({
    ...error.facts,
    message: `${error.facts.message}; port ${holder.port} ("${holder.name}") has this ${what}`,
    hint:
      `${choose}. If port ${holder.port} gets another ${what} in this run, change it first: ` +
      "`pulumi up --target` with its URN, then `pulumi up`",
  })
}

/** The custom port in the way; undefined if there is none, or none can be seen. */
async function holderOf(
  context: Context,
  { sandboxId, port, name }: SandboxPortInputs,
): Promise<Port | undefined> {
  try {
    const { customPorts } = await context.session.client.listPorts(sandboxId, context)
    return customPorts.find((one) => one.port === port || one.name === name)
  } catch (error) {
    if (isScaleboxError(error)) return undefined
    throw error
  }
}
