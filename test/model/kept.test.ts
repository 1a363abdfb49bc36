import type { Emulator } from "../../emulator/src"
import { launch } from "../../emulator/src/emulator"
import type { Action } from "./actions"
import { type FaceName, faces } from "./faces"
import { play } from "./play"
import { fastClock } from "./time"
import "../support/send"

let emulator: Emulator
beforeAll(async () => {
  jest.spyOn(console, "log").mockImplementation()
  emulator = await launch({ bootMs: 40, stopMs: 40 }, () => fastClock)
})
afterAll(() => emulator.close())

/** Sequences that broke a rule once, or break one if what was fixed is taken out and that is rare otherwise. */
const kept: Record<string, readonly Action[]> = {
  "a kill after a port was opened on the new half of a replaced sandbox": [
    { do: "declare", what: "port" },
    { do: "up" },
    { do: "die", request: 2, at: "after" },
    { do: "change", what: "web", to: 2 },
    { do: "pause", which: 0 },
    { do: "up" },
  ],
  "a kill after a template was created in place of one of another name": [
    { do: "declare", what: "image" },
    { do: "up" },
    { do: "change", what: "image", to: 2 },
    { do: "die", request: 1, at: "after" },
    { do: "up" },
  ],
  "an import whose sandbox is gone": [
    { do: "import", what: "web" },
    { do: "delete", which: 0 },
    { do: "up" },
  ],
  "an import that says nothing in empty values": [{ do: "up" }, { do: "import", what: "web" }, { do: "up" }],
  "an import under the name of what is in the state": [
    { do: "declare", what: "api" },
    { do: "up" },
    { do: "remove", what: "api" },
    { do: "import", what: "api" },
    { do: "up" },
  ],
  "a port that is replaced by force, and an answer that is lost": [
    { do: "declare", what: "port" },
    { do: "up" },
    { do: "trouble", endpoint: "addPort", trouble: "cut after", times: 1 },
    { do: "replace", what: "port" },
  ],
  "a port that is replaced by force after somebody has closed it": [
    { do: "declare", what: "port" },
    { do: "up" },
    { do: "closePort", which: 0 },
    { do: "replace", what: "port" },
  ],
  "a kill of a stack whose only sandbox was deleted by hand": [
    { do: "declare", what: "web" },
    { do: "up" },
    { do: "delete", which: 0 },
    { do: "change", what: "web", to: 1 },
    { do: "die", request: 1, at: "before" },
    { do: "replace", what: "web" },
  ],
  "a template that moves to another account, and a sandbox that is deleted by hand": [
    { do: "declare", what: "image" },
    { do: "up" },
    { do: "delete", which: 0 },
    { do: "move", what: "image", to: "other" },
    { do: "up" },
  ],
  "a key that is rotated, and a sandbox that is deleted by hand": [
    { do: "declare", what: "web" },
    { do: "up" },
    { do: "rotateKey" },
    { do: "change", what: "web", to: 1 },
    { do: "delete", which: 0 },
    { do: "up" },
  ],
  "a destroy with the wrong key, which forgets a port": [
    { do: "declare", what: "port" },
    { do: "up" },
    { do: "change", what: "port", to: 1 },
    { do: "wrongKey", command: "destroy" },
    { do: "up" },
  ],
  "a replacement that takes an imported sandbox over": [
    { do: "import", what: "web" },
    { do: "up" },
    { do: "replace", what: "web" },
  ],
  "a port that changes on a paused sandbox": [
    { do: "declare", what: "port" },
    { do: "up" },
    { do: "pause", which: 0 },
    { do: "change", what: "port", to: 4 },
    { do: "up" },
  ],
  "a template that changes while its sandbox is paused": [
    { do: "declare", what: "image" },
    { do: "up" },
    { do: "pause", which: 0 },
    { do: "change", what: "image", to: 1 },
    { do: "up" },
  ],
  "a move to the provider of another account": [
    { do: "declare", what: "port" },
    { do: "up" },
    { do: "move", what: "web", to: "other" },
    { do: "up" },
  ],
  "a create that gets there after its run was killed": [
    { do: "declare", what: "web" },
    { do: "die", request: 1, at: "late" },
    { do: "up" },
  ],
  "a create whose answer is lost": [
    { do: "declare", what: "web" },
    { do: "trouble", endpoint: "createSandbox", trouble: "502 after", times: 1 },
    { do: "up" },
  ],
  "a boot that hangs, then fails": [
    { do: "declare", what: "web" },
    { do: "failBoot" },
    { do: "hangBoot" },
    { do: "up" },
  ],
}

test.each(Object.entries(kept))("%s", async (_, actions) => {
  await Promise.all(Object.keys(faces).map((face) => play(emulator, face as FaceName, actions)))
})
