import type { SandboxRecord } from "../../emulator/src"
import type { PoolSandbox } from "../../provider/src"
import type { Stack } from "./stack"

/** A program's line that makes a pool. */
export const poolOf = (name: string, args: string, opts = "{}") =>
  `new scalebox.SandboxPool("${name}", { timeout: 600, ${args} }, ${opts})\n`

/** The sandboxes that the state has for a pool. */
export const stored = (stack: Stack, pool = "web"): PoolSandbox[] =>
  JSON.parse(String(stack.resource(pool).outputs.sandboxes))

export const storedIds = (stack: Stack, pool = "web") => stack.resource(pool).outputs.sandboxIds as string[]

/** `web-0`, `web-1`, … */
export const namesTo = (count: number, pool = "web") =>
  Array.from({ length: count }, (_, index) => `${pool}-${index}`)

const indexOf = ({ name }: SandboxRecord) => Number(name.split("-").at(-1))

/** A pool's sandboxes that live on the server, by the index in their names. */
export const onServer = (stack: Stack, pool = "web") =>
  stack.account
    .sandboxes()
    .filter(({ name, status }) => name.startsWith(`${pool}-`) && status !== "terminated")
    .sort((a, b) => indexOf(a) - indexOf(b))

/** The sandbox of this name on the server; throws if there is not exactly one. */
export function named(stack: Stack, name: string): SandboxRecord {
  const [found, ...others] = stack.account.sandboxes().filter((sandbox) => sandbox.name === name)
  if (!found || others.length > 0)
    throw new Error(`${others.length + (found ? 1 : 0)} sandboxes named ${name}`)
  return found
}

/** The state agrees with the server: so many sandboxes, by their index, each once and running, and no other. */
export function expectMembers(stack: Stack, count: number, pool = "web"): void {
  const sandboxes = onServer(stack, pool)
  expect(sandboxes.map(({ name, status }) => `${name} ${status}`)).toEqual(
    namesTo(count, pool).map((name) => `${name} running`),
  )
  expect(storedIds(stack, pool)).toEqual(sandboxes.map(({ sandboxId }) => sandboxId))
  expect(stored(stack, pool).map(({ id, name, status }) => ({ id, name, status }))).toEqual(
    sandboxes.map(({ sandboxId, name, status }) => ({ id: sandboxId, name, status })),
  )
}
