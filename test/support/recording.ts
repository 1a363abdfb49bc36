import { existsSync, writeFileSync } from "node:fs"
import { kindOf, partsOf, recordedNames, withRecorded, withStack } from "./fixture"
import { endAll, killAlone, until } from "./processes"
import type { Stack } from "./stack"
import { mendBackend } from "./whole"

/** How each kind of state comes about; what is not named here is created by one `up`. */
const ways: Record<string, (stack: Stack) => Promise<void>> = {
  "failed-pool": failHalf,
  "cut-replacement": (stack) => cut(stack, { operations: 3, requests: 4 }),
  "pending-creates": (stack) => cut(stack, { operations: 4, requests: 6 }),
}

/** The state that somebody wants to record. */
const wanted = process.env.SCALEBOX_MAKE_FIXTURE

/** Names of the states of some kinds: of all that were recorded, or of the one alone that is to be. */
export const statesOf = (isOfKind: (kind: string) => boolean): string[] =>
  (wanted ? [wanted] : recordedNames()).filter((name) => isOfKind(kindOf(name)))

/** Whether a kind of state is one that a killed run has left. */
export const isCut = (kind: string) => kind.startsWith("cut-") || kind.startsWith("pending-")

/** Does something with a recorded stack, which is recorded first if that is wanted. */
export async function recorded(name: string, work: (stack: Stack) => Promise<void>) {
  if (name === wanted) await record(name)
  await withRecorded(name, work)
}

/** Writes the state of this version, once. Throws if it exists. */
async function record(name: string): Promise<void> {
  const { state, data } = partsOf(name)
  if (existsSync(state)) throw new Error(`The state of ${name} exists: it must never be created again`)
  await withStack(name, data, async (stack) => {
    const way = ways[kindOf(name)]
    await (way ? way(stack) : stack.mustUp())
    writeFileSync(state, (await stack.mustRun(["stack", "export"])).stdout)
  })
}

/** One member of five fails in boot, one is late, and one is refused. */
async function failHalf(stack: Stack): Promise<void> {
  const { account } = stack
  const of = (name: string) => (target: { name: string | undefined }) => target.name === name
  account.addFault({ kind: "failBoot", substatus: "deploying", reason: "Disk full", sandbox: of("pool-1") })
  account.addFault({ kind: "hangBoot", substatus: "deploying", sandbox: of("pool-2") })
  account.addFault({
    endpoint: "createSandbox",
    kind: "status",
    status: 409,
    times: 3,
    sandbox: of("pool-3"),
  })
  const { code, output } = await stack.up()
  if (code === 0) throw new Error(`The pool is whole:\n${output}`)
}

/** Kills a second `up` while so many creates have done their work, but have no answer yet; a pool sends several. */
async function cut(stack: Stack, underWay: { operations: number; requests: number }): Promise<void> {
  await stack.mustUp()
  const { account } = stack
  const sandbox = ({ name }: { name: string | undefined }) => name !== "beside"
  for (const endpoint of ["createSandbox", "addPort", "createTemplate"] as const) {
    account.addFault({ endpoint, kind: "delay", delayMs: 600_000, after: true, sandbox, times: 10 })
  }
  account.clearRequests()
  stack.env = { ...stack.env, TEXT: "after" }
  const { child, done } = stack.start(["up", "--yes", "--skip-preview"])
  await until("all creates are under way", () => {
    const stalled = account.requests().filter(({ method, status }) => method === "POST" && status === null)
    const { pending_operations: operations } = stack.deployment()
    return operations.length === underWay.operations && stalled.length === underWay.requests
  })
  endAll(killAlone(child))
  await done
  mendBackend(stack)
  await stack.run(["cancel", "--yes"])
}
