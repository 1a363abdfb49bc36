import { inNode } from "./in-node"

const read = (args: string[]) =>
  inNode<object | string>(
    "quickstart/arguments.mjs",
    `(() => { try { return tool.readArguments(input) } catch (error) { return error.message.split("\\n")[0] } })()`,
    { input: args },
  )

describe("The arguments of the quickstart", () => {
  test.each<[string[], object | string]>([
    [[], { command: "up", real: false }],
    [["up", "--timeout", "7200"], { command: "up", timeout: 7200, real: false }],
    [["destroy", "--real"], { command: "destroy", real: true }],
    [["up", "--help"], { command: "help", real: false }],
    [["down"], "Unknown command: down"],
    [["up", "up"], "Unknown command: up up"],
    [["up", "--timeout", "long"], "--timeout must be whole seconds"],
    [["destroy", "--timeout", "60"], "--timeout goes with up only"],
    [["stop", "--real"], "--real does not go with stop, which stops the emulator"],
    [["--colour"], "Unknown option '--colour'"],
  ])("%j", async (args, meaning) => {
    expect(await read(args)).toEqual(meaning)
  })
})

test("A timeout that is shorter than before says that it replaces the sandbox, and a longer one says nothing", async () => {
  const say = (before: object) =>
    inNode("quickstart/report.mjs", "tool.shortening(input, 600)", { input: before })
  expect(await say({ id: "sbx-1", timeout: 7200 })).toBe(
    "A timeout cannot be made shorter: sandbox sbx-1 is deleted, and a new one takes its place",
  )
  expect([await say({ id: "sbx-1", timeout: 600 }), await say({})]).toEqual([null, null])
})
