import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import type { Stack } from "./stack"

const command = join(__dirname, "..", "..", "provider", "dist", "cli", "main.js")

interface Recovery {
  code: number | null
  output: string
}

/** Runs `pulumi-scalebox recover` for a stack. */
export const recover = (stack: Stack, ...args: string[]): Promise<Recovery> =>
  recoverSelected(stack, "--stack", stack.name, ...args)

/** Runs it in the folder of a stack that `pulumi stack select` has selected. */
export async function recoverSelected(stack: Stack, ...args: string[]): Promise<Recovery> {
  const child = spawn(process.execPath, [command, "recover", ...args], {
    cwd: stack.folder,
    env: stack.environment(),
    stdio: ["ignore", "pipe", "pipe"],
  })
  const ended = once(child, "close") as Promise<[number | null]>
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, output: stdout + stderr }
}
