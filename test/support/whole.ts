import { recover } from "./recover"
import type { Stack } from "./stack"

/** Ids of the sandboxes that the state manages. */
export const managed = (stack: Stack): (string | undefined)[] =>
  stack
    .resources()
    .filter((resource) => resource.type.endsWith(":Sandbox") && !resource.delete)
    .map(({ id }) => id)
    .sort()

/** Ids of the sandboxes of the account that have not ended. */
export const living = ({ account }: Stack): string[] =>
  account
    .sandboxes()
    .filter(({ status }) => !["terminating", "terminated"].includes(status))
    .map(({ sandboxId }) => sandboxId)
    .sort()

/** Fails where something is pending, lost or doubled. */
export function expectWhole(stack: Stack, sandboxes: number): void {
  expect(stack.deployment().pending_operations).toEqual([])
  expect(stack.resources().filter((resource) => resource.delete)).toEqual([])
  expect(managed(stack)).toHaveLength(sandboxes)
  expect(living(stack)).toEqual(managed(stack))
}

/** What users do after a run was killed, but for the next `up`. */
export async function cancelAndRecover(stack: Stack): Promise<string> {
  // Fails where the run has left no lock.
  await stack.run(["cancel", "--yes"])
  const { code, output } = await recover(stack, "--yes")
  if (code !== 0) throw new Error(`recover ended with ${code}:\n${output}`)
  return output
}
