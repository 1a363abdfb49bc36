import { selected, type Wanted } from "../../../../../provider/src/cli/import/selection"
import { withOwnKeys } from "../../../../../provider/src/resources/marks"
import { type EmulatedStage, emulated } from "../../../../support/context"
import { runningMember } from "../../../../support/pool-stage"

const server = emulated({ bootMs: 0, stopMs: 0 })
const nothing: Wanted = { all: false, ids: [], metadata: {} }

let stage: EmulatedStage
/** Ids by name. */
const ids: Record<string, string> = {}

beforeAll(async () => {
  stage = server.stage()
  const { client } = stage.session
  const make = async (name: string, settings: object = {}) => {
    ids[name] = (await client.createSandbox({ name, ...settings })).sandboxId
  }
  await make("plain", {
    customPorts: [
      { port: 80, name: "web" },
      { port: 81, name: "api" },
    ],
  })
  await make("red", { metadata: { team: "red" }, projectId: "prj-2" })
  await make("theirs", { metadata: withOwnKeys({ team: "red" }, { owner: "shop/prod/x", nonce: "n-9" }) })
  await make("asleep")
  await make("broken")
  await client.pauseSandbox(ids.asleep ?? "")
  stage.account.change(ids.broken ?? "", { status: "failed" })
  for (const index of [0, 1]) await runningMember(stage, index)
  ids.image = (await client.createTemplate(ids.plain ?? "", { name: "image" })).templateId
})

/** The names of what is chosen, in alphabetical order, and how much is left out. */
async function chosen(wanted: Partial<Wanted>) {
  const all = await selected(stage.context(), { ...nothing, ...wanted })
  return {
    names: [
      ...all.sandboxes.flatMap(({ sandbox, isWhole, ports }) => [
        ...(isWhole ? [sandbox.name] : []),
        ...ports.map(({ port }) => `${sandbox.name}/${port}`),
      ]),
      ...all.pools.map(({ maker, members }) => `${maker.owner} ${members.length}`),
      ...all.templates.map(({ name }) => name),
    ].sort(),
    owned: all.owned,
    unfit: all.unfit,
  }
}

test("all is what no stack has created, and what is left out is named", async () => {
  expect(await chosen({ all: true })).toEqual({
    names: ["asleep", "image", "plain", "plain/80", "plain/81", "red"],
    owned: [`${ids.theirs} "theirs": shop/prod/x`, "pool-n-1 of 2 sandboxes: shop/dev/web"],
    unfit: [`${ids.broken} "broken": failed`],
  })
})

test("a stack whose state is gone is taken over by its owner", async () => {
  expect(await chosen({ all: true, owner: "shop/dev" })).toMatchObject({
    names: ["asleep", "image", "plain", "plain/80", "plain/81", "red", "shop/dev/web 2"],
    owned: [`${ids.theirs} "theirs": shop/prod/x`],
  })
})

test.each<[string, Partial<Wanted>, string[]]>([
  ["status", { status: "paused" }, ["asleep"]],
  ["project", { projectId: "prj-2" }, ["red"]],
  ["part of the name", { name: "PLA" }, ["plain", "plain/80", "plain/81"]],
  ["the name of a template", { name: "image" }, ["image"]],
  ["metadata", { metadata: { team: "red" } }, ["red"]],
  ["all of them", { status: "running", name: "e", metadata: { team: "red" } }, ["red"]],
  ["what nothing meets", { metadata: { team: "blue" } }, []],
  ["a pool by a member", { status: "running", name: "web", owner: "shop/dev" }, ["shop/dev/web 2"]],
])("filters choose by %s", async (_, wanted, names) => {
  expect((await chosen(wanted)).names).toEqual(names)
})

test("ids choose single things, and add to what filters choose", async () => {
  const { red = "", plain = "", image = "" } = ids
  expect((await chosen({ ids: [red, `${plain}/81`, image] })).names).toEqual(["image", "plain/81", "red"])
  expect((await chosen({ ids: ["pool-n-1"], owner: "shop/dev" })).names).toEqual(["shop/dev/web 2"])
  expect((await chosen({ ids: [red], status: "paused" })).names).toEqual(["asleep", "red"])
  expect((await chosen({ ids: ["pool-n-1"] })).owned).toEqual(["pool-n-1 of 2 sandboxes: shop/dev/web"])
})

test("ids that the account does not hold are refused", async () => {
  await expect(chosen({ ids: [`${ids.plain}/9`, "sbx-none", ids.red ?? ""] })).rejects.toMatchObject({
    facts: { message: `The account holds nothing with the id ${ids.plain}/9, sbx-none` },
  })
})
