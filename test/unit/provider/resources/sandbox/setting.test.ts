import * as z from "zod"
import { settingLifecycle } from "../../../../../provider/src/resources/sandbox/setting"
import { emulated } from "../../../../support/context"

const brought: { sandboxId: string; state: string }[] = []
const lifecycle = settingLifecycle<{ sandboxId: string; state: string }>({
  label: "the state",
  inputs: z.strictObject({ sandboxId: z.string(), state: z.string() }),
  effects: { sandboxId: "replace", state: "update" },
  bring: async (_, { sandboxId, state }) => void brought.push({ sandboxId, state }),
  shownBy: ({ status }) => ({ state: status }),
})
const olds = { sandboxId: "sbx-1", state: "running" }
const server = emulated()

beforeEach(() => brought.splice(0))

describe("A setting of a sandbox", () => {
  test.each([
    [{}, { updates: [], replaces: [] }],
    [{ other: 1 }, { updates: [], replaces: [] }],
    [{ state: "paused" }, { updates: ["state"], replaces: [] }],
    [{ sandboxId: "sbx-2" }, { updates: [], replaces: ["sandboxId"] }],
    [
      { sandboxId: "sbx-2", state: "paused" },
      { updates: ["state"], replaces: ["sandboxId"] },
    ],
  ])("has for the change %j a difference", async (change, expected) => {
    const found = await lifecycle.diff(server.stage().context(), "sbx-1", olds, { ...olds, ...change })
    expect(found).toEqual({ ...expected, unfinished: false, deleteBeforeReplace: false })
  })

  test("is brought by create and update, and has the id of its sandbox", async () => {
    const { context, session } = server.stage()
    const outputs = { sandboxId: "sbx-1", state: "paused", endpoint: session.endpoint }
    const news = { sandboxId: "sbx-1", state: "paused", other: 1 }
    expect(await lifecycle.create(context("create"), news)).toEqual({ id: "sbx-1", outputs })
    expect(await lifecycle.update?.(context("update"), "sbx-1", olds, news)).toEqual(outputs)
    expect(brought).toEqual([
      { sandboxId: "sbx-1", state: "paused" },
      { sandboxId: "sbx-1", state: "paused" },
    ])
  })

  test("is read from its sandbox, and gone with it", async () => {
    const { clock, context, contextOf, session } = server.stage()
    const { sandboxId } = await session.client.createSandbox({})
    expect(await lifecycle.read(context(), sandboxId, { state: "paused" })).toEqual({
      id: sandboxId,
      outputs: { sandboxId, state: "running", endpoint: session.endpoint },
    })
    await session.client.terminateSandbox(sandboxId)
    clock.pass(10_000)
    expect(await lifecycle.read(contextOf(sandboxId), sandboxId, olds)).toBeUndefined()
    expect(await lifecycle.read(contextOf("sbx-none"), "sbx-none", olds)).toBeUndefined()
    const accountMark = server.stage().session.account.mark("sbx-none")
    const foreign = lifecycle.read(context("look", { accountMark }), "sbx-none", { ...olds, endpoint: "" })
    await expect(foreign).rejects.toThrow("Sandbox sbx-none is not known to the account of the API key")
  })

  test("is taken over by an import as it is, and by none that would change it", async () => {
    const { context, session, account } = server.stage()
    const { sandboxId } = await session.client.createSandbox({})
    const importing = (importId = sandboxId) => context("create", { importId })
    const declared = { sandboxId, state: "running" }
    expect((await lifecycle.check(importing(), {}, declared)).failures).toEqual([])
    expect(await lifecycle.create(importing(), declared)).toMatchObject({ id: sandboxId, outputs: declared })
    expect(brought).toEqual([])
    const differs = "differs from the sandbox to import; declare what it has, and change it after the import"
    const { failures } = await lifecycle.check(importing(), {}, { sandboxId: "sbx-2", state: "paused" })
    expect(failures).toEqual([`sandbox: ${differs}`, `state: ${differs}`])
    account.change(sandboxId, { status: "failed" })
    await expect(lifecycle.check(importing(), {}, declared)).rejects.toThrow(
      `Cannot import the state of sandbox ${sandboxId}: the sandbox is failed`,
    )
    await expect(lifecycle.check(importing("sbx-none"), {}, declared)).rejects.toThrow("answered 404")
  })

  test("is left to its sandbox by delete, without a call", async () => {
    const { context, calls } = server.stage()
    await lifecycle.delete(context("delete"), "sbx-1", olds)
    expect(calls()).toEqual([])
  })

  test("is no matter to recover, as the next run sets it", async () => {
    const { context, session } = server.stage()
    const { sandboxId } = await session.client.createSandbox({})
    expect(await lifecycle.find(context(), olds)).toEqual({
      harmless: "the next run sets it, if it is not set yet",
    })
    expect(await lifecycle.exists(context(), sandboxId, olds)).toBe("unclear")
    expect(await lifecycle.exists(context(), "sbx-1", olds)).toBe("gone")
    expect(lifecycle.label(context(), "sbx-1")).toBe("the state of sandbox sbx-1")
  })
})
