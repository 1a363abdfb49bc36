import { sandboxLifecycle } from "../../../../../provider/src/resources/sandbox/lifecycle"
import { type EmulatedStage, emulated } from "../../../../support/context"

const server = emulated()
const { create, delete: remove, find, exists } = sandboxLifecycle
const declared = { name: "web", timeout: 600, waitForRunning: true }
const made = (stage: EmulatedStage) => create(stage.context("create"), declared)

describe("delete", () => {
  test("ends it, and is content where it is gone", async () => {
    const stage = server.stage()
    const { id, outputs } = await made(stage)
    await remove(stage.contextOf(id, "delete"), id, outputs)
    expect(stage.account.sandboxes()).toEqual([])
    await remove(stage.contextOf(id, "delete"), id, outputs)
  })

  test("refuses the key of another account, which does not know it", async () => {
    const [stage, other] = [server.stage(), server.stage()]
    const { id, outputs } = await made(stage)
    const { accountMark } = stage.contextOf(id)
    const foreign = other.context("delete", { accountMark })
    await expect(remove(foreign, id, outputs)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(
        `Cannot delete sandbox ${id}: Sandbox ${id} is not known to the account of the API key, and another key created it`,
      ),
      facts: { hint: expect.stringContaining("SCALEBOX_BELIEVE_MISSING=true") },
    })
    expect(stage.account.sandbox(id)?.status).toBe("running")
  })

  test("says what was being done when it fails", async () => {
    const stage = server.stage()
    const { id, outputs } = await made(stage)
    const status = 403
    for (const endpoint of ["deleteSandbox", "batchDelete"] as const) {
      stage.account.addFault({ endpoint, kind: "status", status, times: Number.POSITIVE_INFINITY })
    }
    await expect(remove(stage.context("delete"), id, outputs)).rejects.toThrow(
      `Cannot delete sandbox ${id}: `,
    )
  })
})

describe("find", () => {
  test("answers every living one that carries the nonce, and no other", async () => {
    const stage = server.stage()
    // Only a process that knows nothing of the others makes one more of a nonce.
    const oneMore = () => create(stage.context("create", { session: stage.nextRun() }), declared)
    const [one, two] = [await oneMore(), await oneMore()]
    await create(stage.context("create", { nonce: "n-2" }), declared)
    const { id: ended } = await oneMore()
    stage.account.change(ended, { status: "terminated" })
    const found = await find(stage.context(), declared)
    const ids = "things" in found ? found.things.map(({ id }) => id) : []
    expect(ids.sort()).toEqual([one.id, two.id].sort())
    expect(found).toMatchObject({ things: [{ outputs: { name: "web", status: "running" } }, {}] })
  })

  test("cannot tell without a nonce", async () => {
    const stage = server.stage()
    expect(await find(stage.context("look", { nonce: "" }), declared)).toEqual({
      unclear: "it carries nothing to find its sandbox by",
    })
    expect(stage.calls()).toEqual([])
  })
})

describe("exists", () => {
  test.each([
    ["running", "there"],
    ["failed", "there"],
    ["terminating", "gone"],
    ["terminated", "gone"],
  ])("says of one that is %s: %s", async (status, expected) => {
    const stage = server.stage()
    const { id, outputs } = await made(stage)
    stage.account.change(id, { status })
    expect(await exists(stage.context(), id, outputs)).toBe(expected)
    stage.account.remove(id)
    expect(await exists(stage.context(), id, outputs)).toBe("gone")
  })
})
