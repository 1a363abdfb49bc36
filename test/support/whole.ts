import { readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
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

/** Fails if something is pending, lost or doubled. */
export function expectWhole(stack: Stack, sandboxes: number): void {
  expect(stack.deployment().pending_operations).toEqual([])
  expect(stack.resources().filter((resource) => resource.delete)).toEqual([])
  expect(managed(stack)).toHaveLength(sandboxes)
  expect(living(stack)).toEqual(managed(stack))
}

/** A kill in the middle of a write of the file backend leaves an empty file, which no Pulumi command can read. */
export function mendBackend(stack: Stack): void {
  const stacks = join(stack.folder, "backend", ".pulumi", "stacks")
  for (const name of readdirSync(stacks, { recursive: true, encoding: "utf8" })) {
    const file = join(stacks, name)
    if (name.endsWith(".json.attrs") && statSync(file).size === 0) rmSync(file)
  }
}

/** What users do after a run was killed, but for the next `up`. */
export async function cancelAndRecover(stack: Stack): Promise<string> {
  mendBackend(stack)
  // Fails if the run has left no lock.
  await stack.run(["cancel", "--yes"])
  const { code, output } = await recover(stack, "--yes")
  if (code !== 0) throw new Error(`recover ended with ${code}:\n${output}`)
  return output
}
