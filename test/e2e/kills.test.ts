import { setTimeout as sleep } from "node:timers/promises"
import { type Emulator, startEmulator } from "../../emulator/src"
import { EmulatorCommand } from "../support/emulator-command"
import { endAll, killAlone, providersEnd, until } from "../support/processes"
import { Stack } from "../support/stack"
import { cancelAndRecover, expectWhole, living, managed } from "../support/whole"

const count = 4
const program = (args: string) =>
  `for (let n = 0; n < ${count}; n++) new scalebox.Sandbox("box-" + n, ${args})`

describe("A server that is killed and comes back with its store", () => {
  test("costs no sandbox and no run: the same up, update and destroy end well", async () => {
    const server = new EmulatorCommand(["--boot-ms", "200", "--stop-ms", "200"])
    await server.start()
    try {
      const stack = await Stack.create(server, "server-killed", { program: program("{ timeout: 600 }") })
      const sandboxes = () => server.sandboxes(stack.apiKey)
      const killWhen = async (isHalfWay: () => Promise<boolean>) => {
        await until("the run is half-way", isHalfWay)
        await server.kill()
        await sleep(300)
        await server.start()
      }

      const up = stack.up()
      await killWhen(async () => (await sandboxes()).length >= 2)
      stack.succeeded(await up, "up")
      const made = await sandboxes()
      expect(made.map(({ name }) => name).sort()).toEqual(Array.from({ length: count }, (_, n) => `box-${n}`))
      expect(made.map(({ sandboxId }) => sandboxId).sort()).toEqual(managed(stack))
      expect(stack.deployment().pending_operations).toEqual([])

      stack.setProgram(program("{ timeout: 900 }"))
      const update = stack.up()
      await killWhen(async () => (await sandboxes()).some(({ timeout }) => timeout === 900))
      expect(stack.succeeded(await update, "up").plan).toHaveLength(count)
      expect((await sandboxes()).map(({ timeout }) => timeout)).toEqual(Array(count).fill(900))

      const destroy = stack.destroy()
      // A look may come so late that the first are gone.
      await killWhen(async () => {
        const left = await sandboxes()
        return left.length < count || left.some(({ status }) => status === "terminating")
      })
      stack.succeeded(await destroy, "destroy")
      expect(await sandboxes()).toEqual([])
      expect(stack.resources()).toEqual([])
      stack.dispose()
    } finally {
      await server.end()
    }
  })
})

/** Milliseconds in which requests that were under way at the kill usually have arrived. */
const underWayMs = 150
/** So long that no run gets over it. */
const hourMs = 3_600_000

describe("A run that is cut", () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator({ bootMs: 800, stopMs: 600 })
  })
  afterAll(() => emulator.close())

  /**
   * Kills the CLI half-way: boots, ends and all but two extensions take until then. Proves that its provider process ends by
   * itself, and makes no further call before.
   */
  async function cut(stack: Stack, args: string[], isHalfWay: () => boolean): Promise<void> {
    const { account } = stack
    account.configure({ bootMs: hourMs, stopMs: hourMs })
    account.addFault({
      endpoint: "extendTimeout",
      kind: "delay",
      delayMs: hourMs,
      after: true,
      sandbox: () => requested(stack, "PUT") > 2,
      times: Number.POSITIVE_INFINITY,
    })
    const { child, done } = stack.start([...args, "--yes", "--skip-preview"])
    await until("the run is half-way", isHalfWay)
    const survivors = killAlone(child)
    const killedAt = Date.now()
    try {
      expect((await done).code).toBeNull()
      await providersEnd(survivors)
      const late = account.requests().filter(({ at }) => at > killedAt + underWayMs)
      // On a busy machine each of the calls under way may still arrive.
      expect(late.length).toBeLessThanOrEqual(count)
    } finally {
      endAll(survivors)
      account.clearFaults()
      account.configure({ bootMs: 800, stopMs: 600 })
    }
  }

  const requested = (stack: Stack, method: string) =>
    stack.requests(method).filter((request) => /sandboxes(\/sbx-\w+)?$/.test(request)).length

  test("by a kill of the CLI in the middle of an up, an update, a replacement and a destroy is healed", async () => {
    const stack = await Stack.create(emulator, "cli-killed", { program: program("{ timeout: 600 }") })
    await cut(stack, ["up"], () => living(stack).length >= 2)
    expect(stack.deployment().pending_operations.length).toBeGreaterThanOrEqual(2)
    const healed = await cancelAndRecover(stack)
    expect(healed.match(/becomes managed/g)?.length).toBe(living(stack).length)
    await stack.mustUp()
    expectWhole(stack, count)

    stack.account.clearRequests()
    stack.setProgram(program("{ timeout: 900 }"))
    await cut(stack, ["up"], () => requested(stack, "PUT") >= 2)
    await cancelAndRecover(stack)
    const kept = living(stack)
    await stack.mustUp()
    expectWhole(stack, count)
    expect(living(stack)).toEqual(kept)
    expect(stack.account.sandboxes().map(({ timeout }) => timeout)).toEqual(Array(count).fill(900))

    stack.setProgram(program(`{ timeout: 900, template: "python-dev" }`))
    await cut(stack, ["up"], () => living(stack).length >= count + 2)
    expect(await cancelAndRecover(stack)).toContain("is deleted by the next run")
    await stack.mustUp()
    expectWhole(stack, count)

    await cut(stack, ["destroy"], () => living(stack).length < count)
    expect(await cancelAndRecover(stack)).toContain(
      "leaves the state: it was deleted by the run that was cut",
    )
    await stack.mustUp()
    expectWhole(stack, count)
    await stack.end()
  }, 300_000)

  test("by Ctrl-C lets running calls end, and twice is healed like a kill", async () => {
    const stack = await Stack.create(emulator, "interrupted", {
      program: program("{ timeout: 600 }"),
      env: { PULUMI_PARALLEL: "2" },
    })
    const interrupt = async (times: number, isHalfWay: () => boolean) => {
      const { child, done } = stack.start(["up", "--yes", "--skip-preview"])
      await until("the run is half-way", isHalfWay)
      for (let time = 0; time < times; time += 1) {
        // A terminal sends it to the whole group.
        process.kill(-(child.pid ?? Number.NaN), "SIGINT")
        await sleep(200)
      }
      const run = await done
      expect(run.code).not.toBe(0)
    }
    await interrupt(1, () => living(stack).length > 0)
    expect(stack.deployment().pending_operations).toEqual([])
    expect(managed(stack).length).toBeLessThan(count)
    expect(managed(stack)).toEqual(living(stack))
    await stack.mustUp()
    expectWhole(stack, count)

    stack.setProgram(program(`{ timeout: 600, template: "python-dev" }`))
    await interrupt(2, () => living(stack).length > count)
    await cancelAndRecover(stack)
    await stack.mustUp()
    expectWhole(stack, count)
    await stack.end()
  }, 300_000)
})
