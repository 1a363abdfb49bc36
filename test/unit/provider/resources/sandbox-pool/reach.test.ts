import { reached } from "../../../../../provider/src/resources/sandbox-pool/reach"
import { emulated } from "../../../../support/context"
import { declaredPool, placesOf, runningMember, strayMember } from "../../../../support/pool-stage"

const server = emulated()
type Stage = ReturnType<typeof server.stage>

const reach = (stage: Stage, members: Awaited<ReturnType<typeof runningMember>>[], more: object) =>
  reached(stage.context("update"), { ...declaredPool, count: members.length, ...more }, members)
const indexesIn = ({ members }: { members: { index: number }[] }) => members.map(({ index }) => index).sort()
const kinds = (calls: string[]) => [...new Set(calls.map((call) => call.split(" ")[0]))]

describe("reached", () => {
  test("makes those that are missing", async () => {
    const stage = server.stage()
    const outcome = await reach(stage, [await runningMember(stage, 1)], { count: 3 })
    expect([indexesIn(outcome), outcome.troubles]).toEqual([[0, 1, 2], []])
    expect(placesOf(stage)).toEqual([0, 1, 2])
  })

  test("deletes those with the highest indexes, and doubles", async () => {
    const stage = server.stage()
    const members = [
      await runningMember(stage, 0),
      await runningMember(stage, 0, { unique: "v" }),
      await runningMember(stage, 1),
      await runningMember(stage, 7),
    ]
    const outcome = await reach(stage, members, { count: 2 })
    expect(indexesIn(outcome)).toEqual([0, 1])
    expect(placesOf(stage)).toEqual([0, 1])
  })

  test("deletes those that are over first, and makes others in their places", async () => {
    const stage = server.stage()
    const { index, sandbox } = await runningMember(stage, 0)
    stage.account.change(sandbox.sandboxId, { status: "failed" })
    const before = stage.calls().length
    const outcome = await reach(stage, [{ index, sandbox: { ...sandbox, status: "failed" } }], { count: 1 })
    expect(indexesIn(outcome)).toEqual([0])
    expect(outcome.members[0]?.sandbox.sandboxId).not.toBe(sandbox.sandboxId)
    const calls = stage.calls().slice(before)
    expect(calls[0]).toMatch(/^DELETE/)
    expect(calls.indexOf("POST /v1/sandboxes")).toBeGreaterThan(0)
  })

  test("waits for members that do not run yet, and extends all", async () => {
    const stage = server.stage()
    const members = [await strayMember(stage, 0), await runningMember(stage, 1)]
    const outcome = await reach(stage, members, { timeout: 900 })
    expect(outcome.members.map(({ sandbox }) => [sandbox.status, sandbox.timeout])).toEqual([
      ["running", 900],
      ["running", 900],
    ])
  })

  test("changes nothing where all is as declared", async () => {
    const stage = server.stage()
    const members = [await runningMember(stage, 0)]
    const before = stage.calls().length
    expect(await reach(stage, members, {})).toEqual({ members, troubles: [] })
    expect(kinds(stage.calls().slice(before))).toEqual([])
  })
})
