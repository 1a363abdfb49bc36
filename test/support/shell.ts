import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { descendantsOf, endAll, until } from "./processes"

/** Runs a script in a shell of its own and answers what it printed; fails with all of that if it fails. */
export async function shell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { code, output } = await ended(start(script, cwd, env))
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${output}`)
  return output
}

/** Runs a script that fails, and answers what it printed. */
export async function failing(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { code, output } = await ended(start(script, cwd, env))
  if (code === 0) throw new Error(`${script} should fail:\n${output}`)
  return output
}

/** Starts a script, and ends it with all that it has started as soon as something is so, as a machine that goes down. */
export async function killed(script: string, cwd: string, env: NodeJS.ProcessEnv, isSo: () => boolean) {
  const child = start(script, cwd, env)
  const end = ended(child)
  await until("the script is half-way", isSo)
  const { pid } = child
  if (pid === undefined) throw new Error("The script has not started")
  endAll([pid, ...descendantsOf(pid).map((one) => one.pid)])
  await end
}

const start = (script: string, cwd: string, env: NodeJS.ProcessEnv) =>
  spawn("bash", ["-e", "-c", script], { cwd, env, stdio: ["ignore", "pipe", "pipe"] })

async function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error("The output of the script is not at hand")
  const closed = once(child, "close") as Promise<[number | null]>
  const [printed, errors, [code]] = await Promise.all([text(stdout), text(stderr), closed])
  return { code, output: printed + errors }
}
