import { type Emulator, type EndpointName, type FaultTarget, startEmulator } from "../../emulator/src"
import { expectMembers, onServer, poolOf, storedIds } from "../support/pool"
import { killProvider, until } from "../support/processes"
import { recover } from "../support/recover"
import { type Run, Stack } from "../support/stack"
import { living, managed } from "../support/whole"

const boxes = 3
const members = 6
const program = (timeout: number, count = members) => `
  for (let n = 0; n < ${boxes}; n++) new scalebox.Sandbox("box-" + n, { timeout: ${timeout} })
  ${poolOf("web", `count: ${count}, timeout: ${timeout}`)}`

/** Every sandbox is in the state and on the server, each once, and nothing is pending. */
function expectAll(stack: Stack, timeout: number): void {
  expect(stack.deployment().pending_operations).toEqual([])
  expectMembers(stack, members)
  const ofPool = onServer(stack).map(({ sandboxId }) => sandboxId)
  expect(living(stack)).toEqual([...managed(stack), ...ofPool].sort())
  expect(managed(stack)).toHaveLength(boxes)
  expect(new Set(stack.account.sandboxes().map((sandbox) => sandbox.timeout))).toEqual(new Set([timeout]))
}

describe("A provider process that is killed while the engine lives on", () => {
  let emulator: Emulator
  let stack: Stack
  beforeAll(async () => {
    emulator = await startEmulator({ bootMs: 50, stopMs: 400 })
    stack = await Stack.create(emulator, "provider-kills", { program: program(600, 4) })
    await stack.mustUp()
  })
  afterAll(async () => {
    stack.dispose()
    await emulator.close()
  })

  /** Kills the provider of a run half-way; answers how the run ended. */
  async function cut(command: "up" | "destroy", isHalfWay: () => boolean): Promise<Run> {
    const { child, done } = stack.start([command, "--yes", "--skip-preview"])
    await until("the run is half-way", isHalfWay)
    killProvider(child)
    const run = await done
    expect(run.code).not.toBe(0)
    expect(run.output).toContain("error:")
    expect(stack.deployment().pending_operations).toEqual([])
    return run
  }

  /** Keeps these sandboxes waiting for longer than the test lasts: for the work, or for the answer alone. */
  function stall(endpoint: EndpointName, names: string[], isDone: boolean): void {
    const sandbox = ({ name = "" }: FaultTarget) => names.includes(name)
    stack.account.addFault({
      endpoint,
      kind: "delay",
      delayMs: 600_000,
      after: isDone,
      sandbox,
      times: names.length,
    })
  }

  /** Lets every delete go alone, and keeps some waiting. */
  function stallDeletes(): void {
    stack.account.addFault({ endpoint: "batchDelete", kind: "status", status: 400, times: 10 })
    stall("deleteSandbox", ["box-1", "web-1"], true)
    stall("deleteSandbox", ["box-2", "web-2"], false)
  }

  test("while it extends and scales costs nothing: the next up finishes it", async () => {
    const before = living(stack)
    // Of each resource, some are extended, some are not, and of some the answer never comes.
    stall("extendTimeout", ["box-1", "web-1"], true)
    stall("extendTimeout", ["box-2", "web-2"], false)
    stack.setProgram(program(900))
    const isExtended = (name: string) =>
      stack.account.sandboxes().some((sandbox) => sandbox.name === name && sandbox.timeout === 900)
    await cut(
      "up",
      () => ["box-0", "box-1", "web-0", "web-1"].every(isExtended) && living(stack).length > before.length,
    )
    expect(stack.account.sandboxes().filter(({ timeout }) => timeout === 600)).not.toEqual([])
    const halfWay = living(stack)
    expect(halfWay).toEqual(expect.arrayContaining(before))

    stack.account.clearFaults()
    await stack.mustUp()
    expect(living(stack)).toEqual(expect.arrayContaining(halfWay))
    expectAll(stack, 900)
  })

  test("in the middle of a destroy loses and doubles nothing, whether up or destroy comes next", async () => {
    stallDeletes()
    await cut("destroy", () => living(stack).length === 2)
    stack.account.clearFaults()
    await stack.mustUp("--refresh")
    expectAll(stack, 900)

    stallDeletes()
    // Later than before: some are gone, and the state may still hold them.
    await cut("destroy", () => stack.account.sandboxes().length === 2)
    stack.account.clearFaults()
    stack.succeeded(await stack.destroy(), "destroy")
    expect(stack.resources()).toEqual([])
    expect(stack.account.sandboxes()).toEqual([])
  })

  test("while it makes a pool leaves members that the next up names, and no healthy run names any", async () => {
    const quiet = async (...args: string[]) =>
      expect((await stack.mustUp(...args)).output).not.toContain("exist already")
    const { account } = stack
    account.configure({ bootMs: 60_000 })
    stack.setProgram(poolOf("web", "count: 3"))
    await cut("up", () => living(stack).length === 3)
    const lost = living(stack)
    expect(stack.resources()).toEqual([])

    account.configure({ bootMs: 300 })
    const { output, messages } = await stack.mustUp()
    for (const id of lost)
      expect(output).toMatch(new RegExp(`warning: .*${id} \\(web\\).*pulumi-scalebox recover`))
    expect(messages.filter((message) => message.includes("pulumi-scalebox recover"))).toHaveLength(1)
    for (const id of storedIds(stack)) expect(output).not.toContain(`${id} (`)
    await recover(stack, "--yes", ...lost.flatMap((id) => ["--delete", id]))

    account.remove(storedIds(stack)[1] ?? "")
    stack.setProgram(poolOf("web", "count: 6"))
    await quiet("--refresh")
    expectMembers(stack, 6)
    stack.setProgram(poolOf("web", 'count: 6, description: "another"'))
    await quiet()
    expectMembers(stack, 6)
    stack.succeeded(await stack.destroy(), "destroy")
    expect(account.sandboxes()).toEqual([])
  })
})
