import { storedIn } from "../../../../../provider/src/resources/sandbox-pool/members"
import {
  expiredIn,
  membersSince,
  present,
  refreshed,
  strays,
} from "../../../../../provider/src/resources/sandbox-pool/present"
import { answering, emulated } from "../../../../support/context"
import { runningMember, storedPool, strayMember, timeText } from "../../../../support/pool-stage"

const server = emulated()
const idsOf = (members: { sandbox: { sandboxId: string } }[]) =>
  members.map(({ sandbox }) => sandbox.sandboxId)

/** A pool of so many running members, as the state holds it. */
async function pool(count: number) {
  const stage = server.stage()
  const createdAt = timeText(stage)
  const members = []
  for (let index = 0; index < count; index += 1) members.push(await runningMember(stage, index))
  const olds = storedPool(members, createdAt)
  const ids = idsOf(members) as [string, string, string]
  return { stage, olds, ids, stored: storedIn(olds) }
}

/** What the key of another account gets. */
const refusal = {
  code: "forbidden",
  message: expect.stringMatching(
    /^Pool "web" is not known to the account of the API key, and another key created it: it may still run in another account\. Use the key of the account that created it: /,
  ),
  facts: { hint: expect.stringContaining("SCALEBOX_BELIEVE_MISSING=true") },
}

describe("refreshed", () => {
  test("answers the members that there still are, in their places", async () => {
    const { stage, ids, stored } = await pool(3)
    stage.account.remove(ids[0])
    stage.account.change(ids[1], { status: "paused" })
    const members = await refreshed(stage.context(), stored)
    expect(members.map(({ index, sandbox }) => [index, sandbox.sandboxId, sandbox.status])).toEqual([
      [1, ids[1], "paused"],
      [2, ids[2], "running"],
    ])
    expect(stage.log.warnings).toEqual([])
  })

  test("refuses the key of another account if none of those that should live is known", async () => {
    const { stored } = await pool(2)
    const other = server.stage()
    await expect(refreshed(other.context(), stored)).rejects.toMatchObject(refusal)
    expect(other.log.warnings).toEqual([])
  })

  test("believes the key that created them that all are gone", async () => {
    const { stage, stored, ids } = await pool(2)
    for (const id of ids) stage.account.remove(id)
    expect(await refreshed(stage.contextOf("pool-n-1"), stored)).toEqual([])
  })

  test("doubts nothing where their time is over", async () => {
    const { stored } = await pool(2)
    const other = server.stage()
    const over = stored.map((sandbox) => ({ ...sandbox, timeoutAt: "2000-01-01T00:00:00Z" }))
    await refreshed(other.context(), over)
    expect(other.log.warnings).toEqual([])
  })
})

describe("expiredIn", () => {
  const past = { timeoutAt: "2000-01-01T00:00:00Z" }

  test("asks nothing if no stored end has passed", async () => {
    const { stage, stored } = await pool(2)
    const before = stage.calls().length
    expect(await expiredIn(stage.context(), stored)).toEqual([])
    expect(stage.calls().length).toBe(before)
  })

  test("answers those whose end has come, and not those that live longer than the state knows", async () => {
    const { stage, ids, stored } = await pool(3)
    stage.account.remove(ids[0])
    stage.account.change(ids[1], { status: "failed" })
    const expired = await expiredIn(
      stage.context(),
      stored.map((sandbox) => ({ ...sandbox, ...past })),
    )
    expect(expired.map(({ id }) => id)).toEqual([ids[0], ids[1]])
  })
})

describe("present", () => {
  test("answers all members, and looks for no other if none is missing", async () => {
    const { stage, olds, ids } = await pool(2)
    await strayMember(stage, 5)
    expect(idsOf(await present(stage.context("update"), olds, 2))).toEqual(ids)
    expect(stage.log.infos).toEqual([])
  })

  test("names those that ended or disappeared", async () => {
    const { stage, olds, ids } = await pool(3)
    stage.account.remove(ids[0])
    stage.account.change(ids[2], { status: "terminated" })
    expect(idsOf(await present(stage.context("update"), olds, 3))).toEqual([ids[1]])
    expect(stage.log.infos).toEqual([
      `Of pool "web", web-0 (${ids[0]}), web-2 (${ids[2]}) ended or disappeared`,
    ])
  })

  test("finds members that a run which was cut has created, where some are missing", async () => {
    const { stage, olds, ids } = await pool(2)
    const { sandbox } = await strayMember(stage, 2)
    await strayMember(stage, 2, { pool: "other" })
    expect(idsOf(await present(stage.context("update"), olds, 3))).toEqual([...ids, sandbox.sandboxId])
  })

  test.each([-90_000, -5_000])("finds them with a server's clock that is %p ms off", async (offset) => {
    const stage = server.stage()
    stage.account.setClockOffset(offset)
    const { sandbox } = await strayMember(stage, 0)
    const olds = storedPool([], timeText(stage))
    expect(idsOf(await present(stage.context("update"), olds, 1))).toEqual([sandbox.sandboxId])
  })

  test("refuses the key of another account, before all members are created there a second time", async () => {
    const { olds } = await pool(2)
    const other = server.stage()
    await expect(present(other.context("update"), olds, 2)).rejects.toMatchObject(refusal)
    expect(other.account.sandboxes()).toEqual([])
  })

  test("takes a pool for ended whose members had to end", async () => {
    const { olds } = await pool(2)
    const ended = JSON.parse(olds.sandboxes).map((one: object, index: number) =>
      index === 0 ? { ...one, status: "failed" } : { ...one, timeoutAt: "2000-01-01T00:00:00Z" },
    )
    const other = server.stage()
    const context = other.context("update")
    expect(await present(context, { ...olds, sandboxes: JSON.stringify(ended) }, 2)).toEqual([])
  })
})

describe("strays", () => {
  test("are members that the state does not know, of this pool alone", async () => {
    const { stage, olds } = await pool(1)
    const { sandbox } = await strayMember(stage, 1)
    await strayMember(stage, 1, { pool: "other" })
    expect(idsOf(await strays(stage.context("delete"), olds, "n-1"))).toEqual([sandbox.sandboxId])
  })
})

describe("The search for strays", () => {
  test.each([
    [1, 10],
    [25, 25],
  ])("of a pool of %p costs %p pages of the account at most", async (count, pages) => {
    const stage = server.stage()
    const find = jest.fn(async () => [])
    const session = answering(stage.session, { watch: { find } })
    const members = Array.from({ length: count }, (_, index) => ({
      index,
      sandbox: { sandboxId: `sbx-${index}`, status: "running", createdAt: `2026-01-01T00:00:${10 + index}Z` },
    }))
    const olds = storedPool(members, "2026-01-01T00:00:05Z")
    await strays(stage.context("delete", { session }), olds, "n-1")
    const newest = Date.parse(`2026-01-01T00:00:${9 + count}Z`)
    expect(find.mock.calls).toEqual([[expect.any(Function), newest, expect.objectContaining({ pages })]])
  })
})

describe("membersSince", () => {
  test("answers living members in their places, doubles included, newest first", async () => {
    const { stage, ids } = await pool(2)
    const { sandbox } = await strayMember(stage, 1, { unique: "v" })
    stage.account.change(ids[0], { status: "terminating" })
    const members = await membersSince(stage.context(), "n-1")
    expect(members.map(({ index }) => index)).toEqual([1, 1])
    expect(idsOf(members)).toEqual([sandbox.sandboxId, ids[1]])
  })

  test("answers none that was created before", async () => {
    const { stage } = await pool(1)
    stage.clock.pass(60_000)
    expect(await membersSince(stage.context(), "n-1", stage.clock.now())).toEqual([])
  })
})
