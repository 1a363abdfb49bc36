import type { Emulator } from "../../emulator/src"
import { launch } from "../../emulator/src/emulator"
import type { Action } from "./actions"
import { play } from "./play"
import { fastClock } from "./time"
import "../support/send"

let emulator: Emulator
beforeAll(async () => {
  jest.spyOn(console, "log").mockImplementation()
  emulator = await launch({ bootMs: 40, stopMs: 40 }, () => fastClock)
})
afterAll(() => emulator.close())

/** Sequences that broke a rule once. */
const kept: Record<string, readonly Action[]> = {
  "a boot that hangs, then fails": [
    { do: "declare", what: "web" },
    { do: "failBoot" },
    { do: "hangBoot" },
    { do: "up" },
  ],
}

test.each(Object.entries(kept))("%s", (_, actions) => play(emulator, actions))
