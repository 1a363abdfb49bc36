import { symlinkSync } from "node:fs"
import { delimiter, join } from "node:path"
import { completePulumi, fakeCommands, temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

const installedEngine = (...folders: string[]) =>
  inNode<{ version?: string; reason?: string }>("engine/installed.mjs", "tool.installedEngine(input)", {
    input: { PATH: folders.join(delimiter) },
  })

test("installedEngine takes a complete Pulumi that is new enough", async () => {
  expect(await installedEngine(temporaryFolder(), fakeCommands(completePulumi("3.216.0")))).toEqual({
    version: "3.216.0",
  })
})

test("installedEngine takes companions from another folder on PATH", async () => {
  const { pulumi, ...companions } = completePulumi("3.300.1")
  expect(await installedEngine(fakeCommands({ pulumi }), fakeCommands(companions))).toEqual({
    version: "3.300.1",
  })
})

test("installedEngine finds companions beside the file that a link on PATH names", async () => {
  const installation = fakeCommands(completePulumi("3.250.0"))
  const links = temporaryFolder()
  symlinkSync(join(installation, "pulumi"), join(links, "pulumi"))
  expect(await installedEngine(links)).toEqual({ version: "3.250.0" })
})

test("installedEngine refuses an old Pulumi and names both versions", async () => {
  const { reason } = await installedEngine(fakeCommands(completePulumi("3.215.9")))
  expect(reason).toMatch(/pulumi is 3\.215\.9, older than 3\.216\.0$/)
})

test("installedEngine refuses a Pulumi without its language host and names it", async () => {
  const { "pulumi-language-nodejs": _, ...rest } = completePulumi("3.250.0")
  const { reason } = await installedEngine(fakeCommands(rest))
  expect(reason).toMatch(/has no pulumi-language-nodejs beside it or on PATH$/)
})

test("installedEngine refuses a Pulumi that fails", async () => {
  const { reason } = await installedEngine(fakeCommands({ pulumi: "exit 3" }))
  expect(reason).toMatch(/pulumi does not tell its version$/)
})

test("installedEngine says that there is none", async () => {
  expect(await installedEngine(temporaryFolder())).toEqual({ reason: "pulumi is not on PATH" })
})
