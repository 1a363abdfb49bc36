import { extendOnce } from "../../../../../provider/src/resources/sandbox/extend"
import { emulated } from "../../../../support/context"

const server = emulated({ bootMs: 0 })

/** An extension of a sandbox of 600 seconds that runs. */
async function extension(
  prepare: (stage: ReturnType<typeof server.stage>, id: string) => unknown = () => {},
) {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({ timeout: 600 })
  prepare(stage, sandboxId)
  const before = stage.calls().length
  const work = extendOnce(stage.context("update"), sandboxId, 900)
  const calls = () => stage.calls().slice(before)
  const timeout = () => stage.account.sandbox(sandboxId)?.timeout
  return { work, calls, timeout, puts: () => calls().filter((call) => call.startsWith("PUT")).length }
}

describe("extendOnce", () => {
  test("answers the sandbox that the call shows, without another", async () => {
    const { work, calls, timeout } = await extension()
    expect(await work).toMatchObject({ timeout: 900, timeoutAt: expect.any(String) })
    expect([calls().length, timeout()]).toEqual([1, 900])
  })

  test("answers nothing where the call does not show it", async () => {
    const { work, puts, timeout } = await extension(({ account }) =>
      account.addFault({
        endpoint: "extendTimeout",
        kind: "status",
        status: 200,
        after: true,
        body: { success: true, data: null },
      }),
    )
    expect(await work).toBeUndefined()
    expect([puts(), timeout()]).toEqual([1, 900])
  })

  test("looks after a lost answer, and calls no second time where it shows", async () => {
    const { work, puts, timeout } = await extension(({ account }) =>
      account.addFault({ endpoint: "extendTimeout", kind: "resetAfter" }),
    )
    expect(await work).toMatchObject({ timeout: 900 })
    expect([puts(), timeout()]).toEqual([1, 900])
  })

  test("calls a second time where the first did nothing", async () => {
    const { work, puts, timeout } = await extension(({ account }) =>
      account.addFault({ endpoint: "extendTimeout", kind: "resetBefore" }),
    )
    await work
    expect([puts(), timeout()]).toEqual([2, 900])
  })

  test("is content with a refusal if somebody else has extended it as far", async () => {
    const { work, puts } = await extension(({ account }, id) => account.change(id, { timeout: 1_200 }))
    expect(await work).toMatchObject({ timeout: 1_200 })
    expect(puts()).toBe(1)
  })

  test("throws a refusal of what is still shorter", async () => {
    const { work, timeout } = await extension(({ account }) =>
      account.addFault({ endpoint: "extendTimeout", kind: "status", status: 400 }),
    )
    await expect(work).rejects.toMatchObject({ code: "invalid" })
    expect(timeout()).toBe(600)
  })
})
