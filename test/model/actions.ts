import * as fc from "fast-check"
import type { EndpointName } from "../../emulator/src"
import { type SlotName, slotNames } from "./slots"
import { type Death, providerNames } from "./world"

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

/** What is odd about the rows of an answer. */
export const oddities = [
  "null owner",
  "null domain",
  "null ports",
  "null status details",
  "number in metadata",
  "timeout as text",
  "strange row",
  "null page",
] as const
export type Oddity = (typeof oddities)[number]

/** What a sequence is made of, in plain data. Numbers choose among what there is. */
export type Action =
  /** The program. */
  | { do: "declare" | "remove" | "rename" | "protect" | "deleteFirst"; what: SlotName }
  | { do: "change"; what: SlotName; to: number }
  | { do: "move"; what: SlotName; to: (typeof providerNames)[number] }
  | { do: "import"; what: "web" | "api" | "image" }
  /** Commands. */
  | { do: "up" | "upRefresh" | "refresh" | "preview" | "destroy" }
  | { do: "replace"; what: SlotName }
  | ({ do: "die" } & Death)
  | { do: "wrongKey"; command: "up" | "upRefresh" | "refresh" | "destroy" }
  /** The world. */
  | { do: "pause" | "resume" | "expire" | "fail" | "delete" | "extend" | "shorten"; which: number }
  | { do: "moveProject" | "openPort" | "closePort"; which: number }
  | { do: "dropTemplate" | "rotateKey" }
  | { do: "failBoot" | "hangBoot" | "failTemplate" | "rollBack" }
  | { do: "trouble"; endpoint: EndpointName; trouble: Trouble; times: number }
  | { do: "odd"; endpoint: EndpointName; oddity: Oddity; times: number }
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
/** What depends on a sandbox that runs has more to go wrong. */
const what = of(...slotNames, "port" as const, "image" as const)
const often = <T>(weight: number, model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => ({
  weight,
  arbitrary: fc.record(model),
})

const edit = fc.oneof(
  often(4, { do: of("declare"), what }),
  often(2, { do: of("remove", "rename"), what }),
  often(5, { do: of("change"), what, to: fc.nat({ max: 6 }) }),
  often(1, { do: of("move"), what, to: of(...providerNames) }),
  often(1, { do: of("protect", "deleteFirst"), what }),
  often(2, { do: of("import"), what: of("web", "api", "image") }),
) as fc.Arbitrary<Action>

const happening = fc.oneof(
  often(2, { do: of("pause"), which }),
  often(4, { do: of("resume", "expire", "fail", "delete", "extend", "shorten"), which }),
  often(1, { do: of("moveProject", "openPort", "closePort"), which }),
  often(1, { do: of("failBoot", "hangBoot", "failTemplate", "rollBack") }),
  often(2, { do: of("dropTemplate", "rotateKey") }),
  often(3, { do: of("trouble"), endpoint: of(...endpoints), trouble: of(...troubles), times: of(1, 1, 3) }),
  often(2, {
    do: of("trouble"),
    endpoint: of("createSandbox", "addPort", "createTemplate"),
    trouble: of("cut after", "502 after", "torn"),
    times: of(1),
  }),
  often(2, {
    do: of("odd"),
    endpoint: of("getSandbox", "listSandboxes", "createSandbox", "listTemplates"),
    oddity: of(...oddities),
    times: of(1, 3, 20),
  }),
  often(1, { do: of("skew"), minutes: of(-10, -1, 1, 10) }),
  often(1, { do: of("pass"), minutes: of(1, 12) }),
) as fc.Arbitrary<Action>

/** Nothing else shows what came of the others. */
const command = fc.oneof(
  often(5, { do: of("up") }),
  often(3, { do: of("upRefresh", "refresh", "preview") }),
  often(1, { do: of("destroy") }),
  often(1, { do: of("replace"), what }),
  often(2, { do: of("wrongKey"), command: of("up", "upRefresh", "refresh", "destroy") }),
) as fc.Arbitrary<Action>

const death = fc.record({
  do: of("die"),
  request: fc.integer({ min: 1, max: 6 }),
  at: of("before", "after", "late"),
}) as fc.Arbitrary<Action>

/** The world and the program change a little, each often not at all, then somebody runs a command. */
const round = fc.tuple(
  fc.array(happening, { maxLength: 2 }),
  fc.array(edit, { maxLength: 2 }),
  fc.array(happening, { maxLength: 1 }),
  fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: death.map((one) => [one]) }),
  command.map((one) => [one]),
)

/** Any sequence; it begins with something that is there. */
export const anySequence: fc.Arbitrary<Action[]> = fc
  .tuple(
    fc.array(fc.record({ do: of("declare"), what }), { minLength: 1, maxLength: 2 }),
    fc.array(round, { maxLength: 7, size: "max" }),
  )
  .map(([declared, rounds]) => [...declared, { do: "up" }, ...rounds.flat(2)])
