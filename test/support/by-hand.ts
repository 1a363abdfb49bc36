import type { SandboxRecord } from "../../emulator/src"
import type { Stack } from "./stack"

/** Makes a sandbox in the stack's account without Pulumi; answers when it runs. Its requests are not counted. */
export async function makeByHand(stack: Stack, body: Record<string, unknown> = {}): Promise<SandboxRecord> {
  const response = await fetch(`${stack.emulator.url}/v1/sandboxes`, {
    method: "POST",
    headers: { "X-API-Key": stack.apiKey, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (response.status !== 201) throw new Error(`Cannot create a sandbox by hand: ${text}`)
  const { data } = JSON.parse(text) as { data: { sandbox_id: string } }
  const made = stack.account.sandbox(data.sandbox_id)
  if (made?.status !== "running") throw new Error(`Cannot create a sandbox by hand: it is ${made?.status}`)
  stack.account.clearRequests()
  return made
}
