import * as fc from "fast-check"
import type { Emulator } from "../../emulator/src"
import { launch } from "../../emulator/src/emulator"
import { anyAction } from "./actions"
import { seconds, seed } from "./budget"
import { play } from "./play"
import { fastClock } from "./time"
import "../support/send"

let emulator: Emulator
beforeAll(async () => {
  jest.spyOn(console, "log").mockImplementation()
  emulator = await launch({ bootMs: 40, stopMs: 40 }, () => fastClock)
})
afterAll(() => emulator.close())

test(`whatever program and world do, nothing is lost, doubled or left (seed ${seed})`, async () => {
  let played = 0
  let last: Promise<unknown> = Promise.resolve()
  const property = fc.asyncProperty(
    fc.array(anyAction, { minLength: 3, maxLength: 25, size: "max" }),
    async (actions) => {
      played += 1
      last = play(emulator, actions)
      await last
    },
  )
  const began = Date.now()
  const result = await fc.check(property, {
    seed,
    numRuns: 1_000_000,
    interruptAfterTimeLimit: seconds * 1_000,
    markInterruptAsFailure: false,
  })
  // When the time is over, one is still being played.
  await last.catch(() => {})
  process.stderr.write(`${played} sequences in ${Math.round((Date.now() - began) / 1000)} s\n`)
  if (result.failed) {
    const error = result.errorInstance
    throw new Error(
      `seed ${seed}: ${error instanceof Error ? error.stack : error}\n` +
        `${(result.counterexample?.[0] ?? []).map((action) => JSON.stringify(action)).join(",\n")}`,
    )
  }
})
