import { extended } from "../../../../../provider/src/resources/sandbox-pool/extend"
import { emulated } from "../../../../support/context"
import { runningMember } from "../../../../support/pool-stage"

const server = emulated({ bootMs: 0 })
const puts = (calls: string[]) => calls.filter((call) => call.startsWith("PUT")).length

async function two() {
  const stage = server.stage()
  const members = [await runningMember(stage, 0), await runningMember(stage, 1, { timeout: 1_200 })] as const
  const timeouts = () => stage.account.sandboxes().map(({ timeout }) => timeout)
  return { stage, members, timeouts }
}

describe("extended", () => {
  test("gives the timeout to those alone whose own is shorter, in their order", async () => {
    const { stage, members, timeouts } = await two()
    const outcome = await extended(stage.context("update"), members, 900)
    expect(outcome.troubles).toEqual([])
    expect(outcome.members.map(({ index, sandbox }) => [index, sandbox.timeout])).toEqual([
      [0, 900],
      [1, 1_200],
    ])
    expect(outcome.members[1]).toBe(members[1])
    expect(puts(stage.calls())).toBe(1)
    expect(timeouts()).toEqual([900, 1_200])
  })

  test("shows the new end where the call does not", async () => {
    const { stage, members } = await two()
    const body = { success: true, data: null }
    stage.account.addFault({ endpoint: "extendTimeout", kind: "status", status: 200, after: true, body })
    const { members: after } = await extended(stage.context("update"), members, 900)
    const end = stage.account.sandboxes()[0]?.timeoutAt
    expect(Date.parse(String(after[0]?.sandbox.timeoutAt))).toBe(Date.parse(String(end)))
    expect(after[0]?.sandbox.timeout).toBe(900)
  })

  test("keeps the extension in mind where the new end cannot be seen", async () => {
    const { stage, members } = await two()
    const body = { success: true, data: null }
    stage.account.addFault({ endpoint: "extendTimeout", kind: "status", status: 200, after: true, body })
    for (const endpoint of ["getSandbox", "listSandboxes"] as const) {
      stage.account.addFault({ endpoint, kind: "status", status: 403, times: Number.POSITIVE_INFINITY })
    }
    const outcome = await extended(stage.context("update"), members, 900)
    expect(outcome.troubles).toEqual([])
    expect(outcome.members[0]?.sandbox).toEqual({ ...members[0].sandbox, timeout: 900 })
  })

  test("keeps a member that could not be extended as it was, and says so", async () => {
    const { stage, members } = await two()
    stage.account.addFault({ endpoint: "extendTimeout", kind: "status", status: 403 })
    const outcome = await extended(stage.context("update"), members, 900)
    expect(outcome.members).toEqual(members)
    expect(outcome.troubles).toEqual([
      {
        name: "web-0",
        id: members[0].sandbox.sandboxId,
        why: expect.stringMatching(/^could not be extended to 900 s: /),
        next: "It lives as long as before, and the next `pulumi up` tries again",
        error: expect.objectContaining({ code: "forbidden" }),
      },
    ])
  })
})
