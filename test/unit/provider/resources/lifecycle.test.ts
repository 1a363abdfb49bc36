import { guarded, type Lifecycle } from "../../../../provider/src/resources/lifecycle"
import { emulated } from "../../../support/context"
import { same, silent } from "../../../support/provided"

const server = emulated()
const replacing = { ...same, replaces: ["name"] }

/** A stage, the mark of its account, and a lifecycle whose thing is there or not. */
function staged(existence: "there" | "gone" | "unclear", more: Partial<Lifecycle> = {}) {
  const calls: string[] = []
  const note = (name: string) => async () => void calls.push(name)
  const lifecycle = guarded({
    ...silent,
    exists: async () => {
      calls.push("exists")
      return existence
    },
    delete: note("delete"),
    ...more,
  })
  return { stage: server.stage(), lifecycle, calls }
}
const refusal = {
  code: "forbidden",
  message: expect.stringMatching(/^Sandbox sbx-1 is not known to the account of the API key/),
  facts: { hint: expect.stringContaining("SCALEBOX_BELIEVE_MISSING=true") },
}
const foreignMark = () => server.stage().session.account.mark("sbx-1")

describe("A resource that has moved to another provider", () => {
  test.each([
    ["is replaced if the new account does not know it", "gone", ["provider"]],
    ["stays if the new key sees it", "there", []],
    ["stays if no look can tell", "unclear", []],
  ] as const)("%s", async (_, existence, replaces) => {
    const { stage, lifecycle } = staged(existence)
    const context = stage.context("look", { accountMark: foreignMark(), isMoved: true })
    const found = await lifecycle.diff(context, "sbx-1", {}, {})
    expect(found).toEqual({ ...same, replaces })
    expect(stage.log.infos).toEqual(
      replaces.length > 0 ? ["Sandbox sbx-1 is in the account of its former provider: it is replaced"] : [],
    )
  })

  test("stays, without a look, if the new provider has the same key", async () => {
    const { stage, lifecycle, calls } = staged("gone")
    expect(
      await lifecycle.diff(stage.contextOf("sbx-1", "look", { isMoved: true }), "sbx-1", {}, {}),
    ).toEqual(same)
    expect(calls).toEqual([])
  })

  test("is not replaced for its account if the rotated key is of the same user", async () => {
    const { stage, lifecycle } = staged("gone")
    await stage.session.client.createSandbox({})
    const accountMark = stage.session.account.mark("sbx-1").replace(/\..*/, ".otherkey")
    const context = stage.context("look", { accountMark, isMoved: true })
    expect(await lifecycle.diff(context, "sbx-1", {}, {})).toEqual(same)
  })
})

describe("A replacement", () => {
  const diff = async () => replacing

  test("is refused with the key of an account that does not know the old one", async () => {
    const { stage, lifecycle } = staged("gone", { diff })
    const context = stage.context("look", { accountMark: foreignMark() })
    await expect(lifecycle.diff(context, "sbx-1", {}, {})).rejects.toMatchObject(refusal)
  })

  test.each([
    ["there", true, ["exists"]],
    ["gone", false, []],
  ] as const)("goes on if the thing is %s (another key: %p)", async (existence, isForeign, looks) => {
    const { stage, lifecycle, calls } = staged(existence, { diff })
    const context = isForeign
      ? stage.context("look", { accountMark: foreignMark() })
      : stage.contextOf("sbx-1")
    expect(await lifecycle.diff(context, "sbx-1", {}, {})).toEqual(replacing)
    expect(calls).toEqual(looks)
  })

  test("looks for nothing if nothing is replaced", async () => {
    const { stage, lifecycle, calls } = staged("gone")
    const context = stage.context("look", { accountMark: foreignMark() })
    expect(await lifecycle.diff(context, "sbx-1", {}, {})).toEqual(same)
    expect(calls).toEqual([])
  })
})

describe("A deletion", () => {
  test("is refused with the key of an account that does not know the thing, before anything is done", async () => {
    const { stage, lifecycle, calls } = staged("gone")
    const context = stage.context("delete", { accountMark: foreignMark() })
    await expect(lifecycle.delete(context, "sbx-1", {})).rejects.toMatchObject(refusal)
    expect(calls).toEqual(["exists"])
  })

  test("goes on with another key that sees the thing, and with the same key without a look", async () => {
    const { stage, lifecycle, calls } = staged("there")
    await lifecycle.delete(stage.context("delete", { accountMark: foreignMark() }), "sbx-1", {})
    await lifecycle.delete(stage.contextOf("sbx-1", "delete"), "sbx-1", {})
    await lifecycle.delete(stage.context("delete"), "sbx-1", {})
    expect(calls).toEqual(["exists", "delete", "delete", "delete"])
  })
})

describe("A read", () => {
  const state = { endpoint: "http://127.0.0.1" }
  test.each([
    ["that finds a thing of the state", { id: "sbx-2", outputs: {} }, state, "same"],
    ["that finds what is not in the stack", { id: "sbx-2", outputs: {} }, {}, "unclear"],
    ["that finds nothing", undefined, state, "unclear"],
    ["of a pool without members", { id: "pool-1", outputs: { sandboxIds: [] } }, state, "unclear"],
  ])("%s tells of the account", async (_, found, stored, verdict) => {
    const { stage, lifecycle } = staged("there", { read: async () => found })
    await lifecycle.read(stage.context(), "sbx-2", stored)
    const unmarked = { id: "sbx-1", mark: undefined }
    expect(await stage.session.account.verdict(unmarked, stage.context())).toBe(verdict)
  })
})

test.each(["diff", "read", "update", "delete"] as const)(
  "%s refuses a thing of another API",
  async (name) => {
    const { stage, lifecycle } = staged("there")
    const olds = { endpoint: "https://elsewhere.test" }
    const { diff, read, update, delete: remove } = lifecycle
    const call = {
      diff: () => diff(stage.context(), "sbx-1", olds, {}),
      read: () => read(stage.context(), "sbx-1", olds),
      update: () => update?.(stage.context("update"), "sbx-1", olds, {}),
      delete: () => remove(stage.context("delete"), "sbx-1", olds),
    }[name]
    await expect(call()).rejects.toThrow("This resource was created on https://elsewhere.test")
  },
)
