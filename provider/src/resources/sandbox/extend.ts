import { exactlyOnce, isComplete, isScaleboxError } from "../../client"
import type { SandboxDetails } from "../../contract"
import type { Context } from "../context"

/**
 * Extends once: a second identical call would be refused, so after a lost answer, and after a refusal, the sandbox is
 * looked at. Answers the sandbox if the API has shown it since.
 *
 * @param timeout Seconds from the start.
 */
export async function extendOnce(
  context: Context,
  id: string,
  timeout: number,
): Promise<SandboxDetails | undefined> {
  const { client } = context.session
  const isExtended = (sandbox: SandboxDetails) => (sandbox.timeout ?? 0) >= timeout
  const look = async () => {
    const sandbox = await client.getSandbox(id, context)
    return isExtended(sandbox) ? { sandbox } : undefined
  }
  const call = async (): Promise<{ sandbox?: SandboxDetails | undefined }> => {
    try {
      const sandbox = await client.extendTimeout(id, timeout, context)
      const isShown =
        sandbox?.sandboxId === id && sandbox.timeoutAt && isComplete(sandbox) && isExtended(sandbox)
      return { sandbox: isShown ? sandbox : undefined }
    } catch (error) {
      // Somebody else may have extended it as far since it was last seen.
      const found = isScaleboxError(error, "invalid") ? await look() : undefined
      if (!found) throw error
      return found
    }
  }
  return (await exactlyOnce(client.clock, context.deadline, call, look, context.signal)).sandbox
}
