import * as fc from "fast-check"
import type { Emulator } from "../../emulator/src"
import { launch } from "../../emulator/src/emulator"
import { type Action, anySequence } from "./actions"
import { isByHand, mostSeeds, seconds, seed } from "./budget"
import type { FaceName } from "./faces"
import { play } from "./play"
import { fastClock } from "./time"
import "../support/send"

/** So many sequences are played at once, as each waits most of its time. */
const lanes = 6
/** So many sequences come from one seed. */
const perSeed = 20
/** Milliseconds in which the shortest sequence is looked for that breaks a rule. */
const shrinkingMs = 60_000

let emulator: Emulator
const said = new Set<string>()
beforeAll(async () => {
  jest.spyOn(console, "log").mockImplementation((line: string) => void said.add(line))
  emulator = await launch({ bootMs: 40, stopMs: 40 }, () => fastClock)
})
afterAll(() => emulator.close())

/** The seeds take turns, so that both are played in the same time. */
const faceOf = (seed: number): FaceName => (seed % 2 === 0 ? "plugin" : "dynamic")

interface Failure {
  seed: number
  actions: readonly Action[]
  error: unknown
}

/** A sequence of this seed that breaks a rule. @param count Called with each sequence that is played. */
async function failureOf(seed: number, count: () => void): Promise<Failure | undefined> {
  let last: Promise<void> = Promise.resolve()
  const property = fc.asyncProperty(anySequence, (actions) => {
    count()
    last = play(emulator, faceOf(seed), actions)
    return last
  })
  const result = await fc.check(property, {
    seed,
    numRuns: perSeed,
    interruptAfterTimeLimit: shrinkingMs,
  })
  // When the time is over, one is still being played.
  await last.catch(() => {})
  const [actions = []] = result.counterexample ?? []
  return result.failed ? { seed, actions, error: result.errorInstance } : undefined
}

/** As it is written into `kept.test.ts`. */
const written = ({ seed, actions, error }: Failure) =>
  `${error instanceof Error ? error.message : error}\n\nSCALEBOX_MODEL_SEED=${seed} finds it again:\n` +
  `[\n${actions.map((action) => `  ${JSON.stringify(action)},\n`).join("")}]`

test(`whatever program and world do, nothing is lost, doubled or left (from seed ${seed} on)`, async () => {
  const end = Date.now() + seconds * 1_000
  const failures: Failure[] = []
  let [sequences, next] = [0, seed]
  const lane = async () => {
    while (failures.length === 0 && Date.now() < end && next < seed + mostSeeds) {
      next += 1
      const failure = await failureOf(next - 1, () => {
        sequences += 1
      })
      if (failure) failures.push(failure)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  if (isByHand) process.stdout.write(`${sequences} sequences of ${next - seed} seeds\n`)
  // What providers print becomes part of the stack's messages.
  expect([...said].filter((line) => line.includes("never-show"))).toEqual([])
  if (failures.length > 0) throw new Error(failures.map(written).join("\n\n"))
})
