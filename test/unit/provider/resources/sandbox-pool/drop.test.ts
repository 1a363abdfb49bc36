import { ScaleboxError } from "../../../../../provider/src/client"
import { cleanedUp, dropped, notDeleted } from "../../../../../provider/src/resources/sandbox-pool/drop"
import { emulated } from "../../../../support/context"
import { placesOf, runningMember } from "../../../../support/pool-stage"

const server = emulated()

async function three() {
  const stage = server.stage()
  const members = [
    await runningMember(stage, 0),
    await runningMember(stage, 1),
    await runningMember(stage, 2),
  ] as const
  const [{ sandbox }] = members
  /** Lets no deletion of the first succeed. */
  const holdFirst = () => {
    const session = {
      ...stage.session,
      deletes: {
        during: <T>(work: () => Promise<T>) => work(),
        begin: async (id: string, options: { deadline: number }) => {
          if (id === sandbox.sandboxId) throw new ScaleboxError({ code: "forbidden", message: "is locked" })
          await stage.session.client.deleteSandbox(id, options)
        },
      } as unknown as typeof stage.session.deletes,
    }
    return stage.context("delete", { session })
  }
  return { stage, members, holdFirst, id: sandbox.sandboxId }
}

describe("notDeleted", () => {
  test("answers nothing where all are gone, those included that were gone before", async () => {
    const { stage, members } = await three()
    const targets = members.map(({ index, sandbox }) => ({ index, id: sandbox.sandboxId }))
    stage.account.remove(members[1].sandbox.sandboxId)
    expect(await notDeleted(stage.context("delete"), targets)).toEqual([])
    expect(placesOf(stage)).toEqual([])
  })

  test("answers what could not be deleted, and deletes the others", async () => {
    const { stage, members, holdFirst, id } = await three()
    const targets = members.map(({ index, sandbox }) => ({ index, id: sandbox.sandboxId }))
    expect(await notDeleted(holdFirst(), targets)).toEqual([
      {
        name: "web-0",
        id,
        why: "could not be deleted: is locked",
        next: "Its id is kept in the state, and the next run tries again",
        error: expect.any(ScaleboxError),
      },
    ])
    expect(placesOf(stage)).toEqual([0])
  })
})

describe("dropped", () => {
  test("keeps what could not be deleted", async () => {
    const { members, holdFirst } = await three()
    const outcome = await dropped(holdFirst(), members)
    expect(outcome.members).toEqual([members[0]])
    expect(outcome.troubles).toHaveLength(1)
  })
})

describe("cleanedUp", () => {
  test("deletes a member that has ended, and says why it did", async () => {
    const { stage, members, id } = await three()
    expect(await cleanedUp(stage.context("update"), members[0], "failed: disk full")).toEqual({
      members: [],
      troubles: [
        {
          name: "web-0",
          id,
          why: "failed: disk full",
          next: "It is cleaned up, and the next `pulumi up` creates another one",
        },
      ],
    })
    expect(placesOf(stage)).toEqual([1, 2])
  })

  test("asks nothing for one that is terminated", async () => {
    const { stage, members } = await three()
    const before = stage.calls().length
    const ended = { ...members[0], sandbox: { ...members[0].sandbox, status: "terminated" } }
    expect((await cleanedUp(stage.context("update"), ended, "disappeared")).members).toEqual([])
    expect(stage.calls().length).toBe(before)
  })

  test("keeps one that cannot be deleted, with both reasons", async () => {
    const { members, holdFirst } = await three()
    const outcome = await cleanedUp(holdFirst(), members[0], "failed: disk full")
    expect(outcome.members).toEqual([members[0]])
    expect(outcome.troubles).toMatchObject([
      {
        why: "failed: disk full, and could not be deleted: is locked",
        next: expect.stringMatching(/^Its id is kept/),
      },
    ])
  })
})
