import { inNode } from "./in-node"

const isAtLeast = (pairs: [string, string][]) =>
  inNode<boolean[]>("version.mjs", "input.map(([text, least]) => tool.isAtLeast(text, least))", {
    input: pairs,
  })

const goMod = `module example

go 1.25.11

require github.com/pulumi/pulumi/pkg/v3 v3.250.0

require (
	github.com/pulumi/pulumi/sdk/v3 v3.251.0 // indirect
)
`

test("isAtLeast compares the numbers one by one, not as text", async () => {
  const pairs: [string, string][] = [
    ["v3.216.0", "3.216.0"],
    ["v3.1000.0", "3.216.0"],
    ["4.0.0", "3.216.9"],
    ["go1.25.11", "1.25.11"],
    ["go1.26", "1.25.11"],
    ["v3.215.9", "3.216.0"],
    ["3.99.0", "3.216.0"],
    ["2.900.900", "3.216.0"],
    ["go1.25.9", "1.25.11"],
    ["go1.25", "1.25.11"],
  ]
  expect(await isAtLeast(pairs)).toEqual([true, true, true, true, true, false, false, false, false, false])
})

test("isAtLeast takes a text without a version as too old", async () => {
  expect(await isAtLeast([["devel", "1.0.0"]])).toEqual([false])
})

test("readGoMod reads the direct requirement and not an indirect one", async () => {
  const read = await inNode("version.mjs", "tool.readGoMod(input)", { input: goMod })
  expect(read).toEqual({ go: "1.25.11", version: "3.250.0" })
})

test("readGoMod refuses a go.mod that pins nothing", async () => {
  const reading = inNode("version.mjs", "tool.readGoMod(input)", { input: "module example\n\ngo 1.25\n" })
  await expect(reading).rejects.toThrow("Cannot read the pinned version")
})

test("pinned reads what each of the engine modules pins", async () => {
  const pins = await inNode<{ version: string }[]>(
    "version.mjs",
    "['pulumi-cli', 'pulumi-language-nodejs', 'pulumi-language-yaml'].map(tool.pinned)",
  )
  expect(pins.map(({ version }) => version)).toEqual([
    expect.stringMatching(/^3\.\d+\.\d+$/),
    expect.stringMatching(/^3\.\d+\.\d+$/),
    expect.stringMatching(/^1\.\d+\.\d+$/),
  ])
})
