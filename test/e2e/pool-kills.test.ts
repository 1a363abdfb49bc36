import { type Emulator, startEmulator } from "../../emulator/src"
import { expectMembers, onServer, poolOf, storedIds } from "../support/pool"
import { endAll, killAlone, providersEnd, until } from "../support/processes"
import { Stack } from "../support/stack"
import { cancelAndRecover, living } from "../support/whole"

const poolOfSize = (count: number) => poolOf("web", `count: ${count}`)

describe("A CLI that is killed while it scales a pool", () => {
  let emulator: Emulator
  let stack: Stack
  beforeAll(async () => {
    emulator = await startEmulator({ bootMs: 700, stopMs: 600 })
    stack = await Stack.create(emulator, "pool-kills", { program: poolOfSize(3) })
    await stack.mustUp()
  })
  afterAll(async () => {
    stack.dispose()
    await emulator.close()
  })

  /** Nothing begins or ends by itself while a run is to be cut, however slow the machine is. */
  const still = { bootMs: 600_000, stopMs: 600_000 }

  /** Kills the CLI alone, sees that the state knows of the cut update, and does what users do then. */
  async function cutAndHeal(count: number, isHalfWay: () => boolean): Promise<void> {
    stack.setProgram(poolOfSize(count))
    stack.account.configure(still)
    const { child, done } = stack.start(["up", "--yes", "--skip-preview"])
    await until("the pool is half-way", isHalfWay)
    const survivors = killAlone(child)
    try {
      expect((await done).code).toBeNull()
      await providersEnd(survivors)
      stack.account.configure({ bootMs: 700, stopMs: 600 })
      expect(stack.deployment().pending_operations).toMatchObject([{ type: "updating" }])
      const healed = await cancelAndRecover(stack)
      expect(healed).toContain("the next run finishes updating it")
      await stack.mustUp()
    } finally {
      endAll(survivors)
    }
    expect(stack.deployment().pending_operations).toEqual([])
    expectMembers(stack, count)
    expect(living(stack)).toEqual([...storedIds(stack)].sort())
  }

  test("up from 3 to 8 has the 8 once recover and up are through, those created before the kill among them", async () => {
    let made: string[] = []
    await cutAndHeal(8, () => {
      made = living(stack)
      return made.length >= 5
    })
    expect(living(stack)).toEqual(expect.arrayContaining(made))
  })

  test("down from 8 to 3 has the 3 that were to stay", async () => {
    const kept = storedIds(stack).slice(0, 3)
    await cutAndHeal(3, () => onServer(stack).some(({ status }) => status === "terminating"))
    expect(storedIds(stack)).toEqual(kept)
    await stack.end()
  })
})
