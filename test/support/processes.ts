import { type ChildProcess, execFileSync } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"

interface Process {
  pid: number
  parent: number
  command: string
}

function running(): Process[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
  return [...table.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(([, pid, parent, command = ""]) => ({
    pid: Number(pid),
    parent: Number(parent),
    command,
  }))
}

/** The processes that a process has started, and those that these have started. */
export function descendantsOf(pid: number, all = running()): Process[] {
  const children = all.filter(({ parent }) => parent === pid)
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, all)])
}

/** Ends a process at once, and answers those that it has started and that now outlive it. */
export function killAlone({ pid }: ChildProcess): number[] {
  if (pid === undefined) throw new Error("The process has not started")
  // While it is stopped it starts no other, so that the list is whole.
  process.kill(pid, "SIGSTOP")
  const survivors = descendantsOf(pid).map((survivor) => survivor.pid)
  process.kill(pid, "SIGKILL")
  return survivors
}

/**
 * Ends an engine at once with the language host of its YAML program, which would live on for ever.
 * Answers what else it has started: a plugin must end by itself.
 */
export function killWithHost(child: ChildProcess): number[] {
  const hosts = descendantsOf(child.pid ?? 0).filter(({ command }) => /pulumi-language-yaml/.test(command))
  const survivors = killAlone(child)
  endAll(hosts.map(({ pid }) => pid))
  return survivors.filter((pid) => !hosts.some((host) => host.pid === pid))
}

const isProvider = ({ command }: Process) => /dynamic-provider/.test(command)

/**
 * Waits until the provider processes have ended among those that outlive an engine, as they do by themselves: what they have
 * sent is done by then.
 */
export async function providersEnd(survivors: readonly number[]): Promise<void> {
  const providers = running().filter((one) => survivors.includes(one.pid) && isProvider(one))
  await until("the provider process has ended", () => !providers.some(({ pid }) => isAlive(pid)))
}

/** Ends the provider process of a run, and nothing else: the engine lives on. */
export function killProvider({ pid }: ChildProcess): void {
  if (pid === undefined) throw new Error("The process has not started")
  const providers = descendantsOf(pid).filter(isProvider)
  if (providers.length !== 1) throw new Error(`The run has ${providers.length} provider processes`)
  endAll(providers.map((provider) => provider.pid))
}

/** Ends processes that may have ended already. */
export function endAll(pids: readonly number[]): void {
  for (const pid of pids) isSent(pid, "SIGKILL")
}

export const isAlive = (pid: number): boolean => isSent(pid, 0)

/** Whether a process was there to get the signal. */
function isSent(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Waits until something is so; fails after 100 seconds. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 100_000; Date.now() < end; await sleep(5)) if (await isSo()) return
  throw new Error(`Waited in vain until ${what}`)
}
