import { scaleboxCommand } from "./scalebox-command"
import type { Stack } from "./stack"

interface Recovery {
  code: number | null
  output: string
}

/** Runs `pulumi-scalebox recover` for a stack. */
export const recover = (stack: Stack, ...args: string[]): Promise<Recovery> =>
  recoverSelected(stack, "--stack", stack.name, ...args)

/** Runs it in the folder of a stack that `pulumi stack select` has selected. */
export async function recoverSelected(stack: Stack, ...args: string[]): Promise<Recovery> {
  const { code, stdout, stderr } = await scaleboxCommand(stack, "recover", ...args)
  return { code, output: stdout + stderr }
}
