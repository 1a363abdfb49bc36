import { sandboxPoolLifecycle } from "../../../../../provider/src/resources/sandbox-pool/lifecycle"
import { emulated } from "../../../../support/context"
import { declaredPool } from "../../../../support/pool-stage"

const server = emulated()
const past = "2000-01-01T00:00:00Z"
const stored = (...members: object[]) => ({
  sandboxes: JSON.stringify(
    members.map((more, index) => ({ id: `sbx-${index}`, index, status: "running", ...more })),
  ),
})
const nothing = { replaces: [], updates: [], unfinished: false, deleteBeforeReplace: false }
const diff = (stage: ReturnType<typeof server.stage>, olds: object, news: object) =>
  sandboxPoolLifecycle.diff(
    stage.context(),
    "pool-n-1",
    { ...declaredPool, count: 2, ...olds },
    { ...declaredPool, count: 2, ...news },
  )

describe("diff of a SandboxPool", () => {
  test.each([
    [stored({}, {}), {}, {}, undefined],
    [stored({}, {}), { count: 3 }, { updates: ["count"] }, undefined],
    [stored({}, {}), { timeout: 900, count: 1 }, { updates: ["count", "timeout"] }, undefined],
    [stored({}, {}), { timeout: 300 }, { replaces: ["timeout"] }, undefined],
    [
      stored({}),
      {},
      { unfinished: true },
      'Of pool "web", 1 of 2 sandboxes are left: the others are created again',
    ],
    [stored({}, { status: "failed" }), {}, { unfinished: true }, /1 of 2 sandboxes are left/],
    [stored({}, {}, {}), {}, { unfinished: true }, /2 of 2 sandboxes are left/],
    [stored({}, { index: 0 }), {}, { unfinished: true }, /1 of 2 sandboxes are left/],
    [stored({}, { status: "starting" }), {}, { unfinished: true }, undefined],
    [stored({}, { status: "starting" }), { waitForRunning: false }, {}, undefined],
    [stored({}, { status: "failed" }), { cpuCount: 4 }, { replaces: ["cpuCount"] }, undefined],
  ])("of %j and then %j is %j, without a call", async (olds, news, expected, line) => {
    const stage = server.stage()
    expect(await diff(stage, olds, news)).toEqual({ ...nothing, ...expected })
    expect(stage.calls()).toEqual([])
    expect(stage.log.infos).toEqual(line === undefined ? [] : [expect.stringMatching(line)])
  })

  test("asks for members whose stored end has passed", async () => {
    const stage = server.stage()
    const { sandboxId } = await stage.session.client.createSandbox({})
    const olds = stored({}, { id: sandboxId, timeoutAt: past })
    expect(await diff(stage, olds, {})).toMatchObject({ unfinished: false })
    stage.account.remove(sandboxId)
    const later = server.stage()
    expect(await diff(later, olds, {})).toMatchObject({ unfinished: true })
    expect(later.log.infos).toEqual([expect.stringMatching(/1 of 2 sandboxes are left/)])
  })
})
