import type { SandboxRecord } from "../../emulator/src"
import type { PoolSandbox } from "../../provider/src"
import type { Stack } from "./stack"

/** A program of one pool named `web`. */
export const poolProgram = (args: string, opts = "{}") => `
  const pool = new scalebox.SandboxPool("web", { timeout: 600, ${args} }, ${opts})
  exports.ids = pool.sandboxIds
`

/** The sandboxes that the state has for the pool. */
export const stored = (stack: Stack) => stack.resource("web").outputs.sandboxes as PoolSandbox[]

export const storedIds = (stack: Stack) => stack.resource("web").outputs.sandboxIds as string[]

/** `web-0`, `web-1`, … */
export const namesTo = (count: number) => Array.from({ length: count }, (_, index) => `web-${index}`)

const byIndex = (a: SandboxRecord, b: SandboxRecord) =>
  Number(a.name.split("-").at(-1)) - Number(b.name.split("-").at(-1))

/** The sandboxes on the server, by the index in their names. */
export const onServer = (stack: Stack) => stack.account.sandboxes().sort(byIndex)

/** The sandbox of this name on the server; throws where there is not exactly one. */
export function named(stack: Stack, name: string): SandboxRecord {
  const [found, ...others] = stack.account.sandboxes().filter((sandbox) => sandbox.name === name)
  if (!found || others.length > 0)
    throw new Error(`${others.length + (found ? 1 : 0)} sandboxes named ${name}`)
  return found
}
