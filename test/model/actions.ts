import * as fc from "fast-check"
import type { EndpointName } from "../../emulator/src"
import { type SlotName, slotNames } from "./program"
import { providerNames } from "./world"

/** What happens to an answer, or comes instead of one. */
export const troubles = [
  "cut before",
  "cut after",
  "408",
  "429",
  "500",
  "502 after",
  "503",
  "504 after",
  "torn",
] as const
export type Trouble = (typeof troubles)[number]

/** What a sequence is made of, in plain data. Numbers choose among what there is. */
export type Action =
  /** The program. */
  | { do: "declare" | "remove" | "rename"; what: SlotName }
  | { do: "change"; what: SlotName; to: number }
  | { do: "move"; what: SlotName; to: (typeof providerNames)[number] }
  | { do: "import"; what: "web" | "api" }
  /** Commands. */
  | { do: "up" | "upRefresh" | "refresh" | "destroy" }
  | { do: "replace"; what: SlotName }
  | { do: "die"; request: number; after: boolean }
  | { do: "wrongKey"; command: "up" | "upRefresh" | "refresh" | "destroy" }
  /** The world. */
  | { do: "pause" | "resume" | "expire" | "fail" | "delete" | "extend" | "shorten"; which: number }
  | { do: "moveProject" | "openPort" | "closePort"; which: number }
  | { do: "dropTemplate" | "rotateKey" }
  | { do: "failBoot" | "hangBoot" | "failTemplate" | "rollBack" }
  | { do: "trouble"; endpoint: EndpointName; trouble: Trouble; times: number }
  | { do: "skew"; minutes: number }
  | { do: "pass"; minutes: number }

const endpoints = [
  "createSandbox",
  "getSandbox",
  "listSandboxes",
  "deleteSandbox",
  "batchDelete",
  "extendTimeout",
  "addPort",
  "removePort",
  "listPorts",
  "pauseSandbox",
  "resumeSandbox",
  "switchProject",
  "createTemplate",
  "getTemplate",
  "listTemplates",
  "deleteTemplate",
] as const satisfies EndpointName[]

const of = <const T>(...values: readonly T[]) => fc.constantFrom(...values)
const which = fc.nat({ max: 3 })
const what = of(...slotNames)
const often = <T>(weight: number, model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => ({
  weight,
  arbitrary: fc.record(model),
})

/** Any action; commands often, as nothing else shows what came of the others. */
export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  often(4, { do: of("declare"), what }),
  often(2, { do: of("remove", "rename"), what }),
  often(3, { do: of("change"), what, to: fc.nat({ max: 5 }) }),
  often(1, { do: of("move"), what, to: of(...providerNames) }),
  often(1, { do: of("import"), what: of("web", "api") }),
  often(6, { do: of("up", "up", "upRefresh", "refresh", "destroy") }),
  often(1, { do: of("replace"), what }),
  often(2, { do: of("die"), request: fc.integer({ min: 1, max: 6 }), after: fc.boolean() }),
  often(1, { do: of("wrongKey"), command: of("up", "upRefresh", "refresh", "destroy") }),
  often(4, { do: of("pause", "resume", "expire", "fail", "delete", "extend", "shorten"), which }),
  often(2, { do: of("moveProject", "openPort", "closePort"), which }),
  often(1, { do: of("failBoot", "hangBoot", "failTemplate", "rollBack") }),
  often(1, { do: of("dropTemplate", "rotateKey") }),
  often(4, { do: of("trouble"), endpoint: of(...endpoints), trouble: of(...troubles), times: of(1, 1, 3) }),
  often(1, { do: of("skew"), minutes: of(-10, -1, 1, 10) }),
  often(1, { do: of("pass"), minutes: of(1, 12) }),
) as fc.Arbitrary<Action>
