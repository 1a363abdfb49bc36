import { setTimeout as sleep } from "node:timers/promises"
import { startEmulator } from "../../emulator/src"
import { showFigures } from "../support/figures"
import { endAll, killAlone, providersEnd, until } from "../support/processes"
import { Stack } from "../support/stack"
import { cancelAndRecover, expectWhole, mendBackend } from "../support/whole"

/** Kills at this many random moments; each costs some seconds. */
const kills = Number(process.env.SCALEBOX_RANDOM_KILLS ?? 2)
const seed = Number(process.env.SCALEBOX_KILL_SEED ?? 20261124)
const count = 4

/** Whole numbers below a bound, always the same for the same seed. */
function numbersFrom(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (state * 48271) % 2147483647
    return Math.floor((state / 2147483647) * below)
  }
}

const changes = ["make", "extend", "replace", "make", "destroy", "replace"] as const

/** What the stack declares; each change leads to a run that does something. */
class Wanted {
  private first = 0
  private timeout = 600
  private description = ""

  change(kind: (typeof changes)[number]): "up" | "destroy" {
    if (kind === "make") this.first += count
    if (kind === "extend") this.timeout += 60
    if (kind === "replace") this.description += "."
    return kind === "destroy" ? "destroy" : "up"
  }

  get program(): string {
    const args = JSON.stringify({ timeout: this.timeout, description: this.description })
    return `for (let n = 0; n < ${count}; n++) new scalebox.Sandbox("box-" + (${this.first} + n), ${args})`
  }
}

/** Milliseconds that a run needs from its first change of something to its end. */
const workMs = 900

/** So many milliseconds after the run has changed something for the first time. */
async function momentIn(stack: Stack, ms: number): Promise<void> {
  await until("something is changed", () => stack.requests().some((request) => !request.startsWith("GET")))
  await sleep(ms)
}

test(`a run that is killed leaves nothing lost, doubled or pending after recover and up, at ${kills} random moments`, async () => {
  const emulator = await startEmulator({ bootMs: 300, stopMs: 200 })
  const next = numbersFrom(seed)
  const wanted = new Wanted()
  const stack = await Stack.create(emulator, "random", { program: wanted.program })
  const survivors: number[] = []
  const found = { killed: 0, operations: 0, managed: 0, deleted: 0, forgotten: 0, dropped: 0 }
  try {
    for (let round = 0; found.killed < kills; round += 1) {
      const command = wanted.change(changes[round % changes.length] ?? "make")
      stack.setProgram(wanted.program)
      stack.account.clearRequests()
      const { child, done } = stack.start([command, "--yes", "--skip-preview"])
      const isOver = await Promise.race([
        done.then(() => true),
        momentIn(stack, next(workMs)).then(() => false),
      ])
      if (!isOver) {
        found.killed += 1
        survivors.push(...killAlone(child))
      }
      await done
      await providersEnd(survivors)
      mendBackend(stack)
      found.operations += stack.deployment().pending_operations.length
      const isLate = next(3) === 0
      if (isLate) {
        await stack.run(["cancel", "--yes"])
        stack.succeeded(await stack.up(), "up before recover")
      }
      const healed = await cancelAndRecover(stack)
      found.managed += healed.match(/becomes managed/g)?.length ?? 0
      found.deleted += healed.match(/is deleted by the next run/g)?.length ?? 0
      found.forgotten += healed.match(/leaves the state/g)?.length ?? 0
      found.dropped += healed.match(/operation is dropped/g)?.length ?? 0
      const isGone = healed.includes("`pulumi up --refresh` creates them again")
      expect(isGone && !(isLate && command === "destroy")).toBe(false)
      await stack.mustUp(...(isGone ? ["--refresh"] : []))
      expectWhole(stack, count)
    }
    await stack.end()
    showFigures({ seed, ...found })
  } finally {
    endAll(survivors)
    await emulator.close()
  }
}, 1_800_000)
