import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import type { Stack } from "./stack"

const command = join(__dirname, "..", "..", "provider", "dist", "cli", "main.js")

export interface CommandRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs `pulumi-scalebox` in the folder of a stack. */
export async function scaleboxCommand(stack: Stack, ...args: string[]): Promise<CommandRun> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: stack.folder,
    env: stack.environment(),
    stdio: ["ignore", "pipe", "pipe"],
  })
  const ended = once(child, "close") as Promise<[number | null]>
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}
