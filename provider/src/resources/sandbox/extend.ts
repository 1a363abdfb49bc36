import { exactlyOnce } from "../../client"
import type { SandboxDetails } from "../../contract"
import { session } from "../process/session"

/**
 * Extends once: a second identical call would be refused, so after a lost answer the sandbox is looked at first. Answers
 * the sandbox where that was done.
 */
export async function extendOnce(
  id: string,
  timeout: number,
  deadline: number,
): Promise<SandboxDetails | undefined> {
  const { client } = session()
  const look = async () => {
    const sandbox = await client.getSandbox(id, { deadline })
    return (sandbox.timeout ?? 0) >= timeout ? { sandbox } : undefined
  }
  const call = async (): Promise<{ sandbox?: SandboxDetails }> => {
    await client.extendTimeout(id, timeout, { deadline })
    return {}
  }
  return (await exactlyOnce(client.clock, deadline, call, look)).sandbox
}
