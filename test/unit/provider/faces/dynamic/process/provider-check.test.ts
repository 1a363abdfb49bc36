import { ScaleboxError } from "../../../../../../provider/src/client"
import { provided, same, throwing, thrownBy } from "../../../../../support/provided"

const refusal = new ScaleboxError({ code: "forbidden", message: "Cannot do it", hint: "Ask somebody" })
const bug = new TypeError("x is not a function")

const hidden = { __scalebox: { owner: "shop/dev/web", secretOutputs: ["name"] } }

describe("check", () => {
  test("turns a failed call into a failure without a property", async () => {
    const { check } = provided(throwing(refusal))
    expect(await check?.({}, { name: "web", missing: undefined })).toStrictEqual({
      inputs: { name: "web" },
      failures: [{ property: "", reason: "Cannot do it. Ask somebody" }],
    })
  })

  test("leaves property empty, so that the engine prints no value, and the inputs as they came", async () => {
    const { check } = provided({
      check: async () => ({ inputs: { a: 2 }, failures: ["a: is wrong", "b: is missing"] }),
    })
    expect(await check?.({}, { a: 1, ...hidden })).toEqual({
      inputs: { a: 1, ...hidden },
      failures: [
        { property: "", reason: "a: is wrong" },
        { property: "", reason: "b: is missing" },
      ],
    })
  })

  test("throws a bug", async () => {
    const { check } = provided(throwing(bug))
    expect(await thrownBy(() => check?.({}, {}))).toMatchObject({
      message: "x is not a function",
      cause: bug,
    })
  })

  test.each([
    ["a nonce to what carries one", { isMarked: true }, {}, expect.stringMatching(/^[\w-]{16}$/)],
    ["no nonce to what carries none", { isMarked: false }, {}, undefined],
    ["the nonce that it had", { isMarked: true }, { nonce: "first" }, "first"],
    [
      "the nonce of what is taken over",
      {
        isMarked: true,
        check: async (..._: unknown[]) => ({ inputs: {}, failures: [], nonce: "taken" }),
      },
      {},
      "taken",
    ],
  ])("gives %s", async (_, calls, before, nonce) => {
    const { check } = provided(calls)
    const olds = { a: 1, __scalebox: { owner: "shop/dev/old", ...before } }
    const { inputs } = (await check?.(olds, hidden)) ?? {}
    const { secretOutputs } = hidden.__scalebox
    expect(inputs?.__scalebox).toEqual({ owner: "shop/dev/old", secretOutputs, ...(nonce && { nonce }) })
  })
})

describe("diff", () => {
  const change = { ...same, updates: ["state"] }
  const named = (replaceOnChanges: string[], more = {}) => ({
    __scalebox: { owner: "o", replaceOnChanges, ...more },
  })

  test.each([
    [{}, { changes: false, replaces: [] }],
    [{ updates: ["state"] }, { changes: true, replaces: [] }],
    [{ replaces: ["name"] }, { changes: true, replaces: ["name"] }],
    [
      { replaces: ["name"], updates: ["state"] },
      { changes: true, replaces: ["name"] },
    ],
    [{ unfinished: true }, { changes: true, replaces: [] }],
  ])("answers for %j", async (found, expected) => {
    const { diff } = provided({ diff: async () => ({ ...same, ...found }) })
    expect(await diff?.("id", {}, {})).toEqual({ ...expected, deleteBeforeReplace: false })
  })

  test.each([["state"], ["*"]])("replaces where replaceOnChanges names %s", async (key) => {
    const { diff } = provided({ diff: async () => change })
    expect(await diff?.("id", {}, named([key]))).toMatchObject({ changes: true, replaces: ["state"] })
    expect(await provided({}).diff?.("id", {}, named([key]))).toMatchObject({ changes: false, replaces: [] })
  })

  test("takes no other name for one of those in replaceOnChanges", async () => {
    const { diff } = provided({ diff: async () => change })
    expect(await diff?.("id", {}, named(["states"]))).toMatchObject({ changes: true, replaces: [] })
  })

  test("refuses to replace what was imported, until the option is gone", async () => {
    const { diff } = provided({ diff: async () => change })
    expect(await thrownBy(() => diff?.("sbx-d", {}, named(["*"], { import: "sbx-d" })))).toMatchObject({
      message: expect.stringContaining("Sandbox sbx-d was imported, and a change of state would replace it"),
    })
    expect(await diff?.("sbx-d", {}, named([], { import: "sbx-d" }))).toMatchObject({ replaces: [] })
    expect(await diff?.("sbx-d", {}, named(["*"]))).toMatchObject({ replaces: ["state"] })
  })

  test("refuses an import under a name that the state has already", async () => {
    const { diff } = provided({})
    expect(await thrownBy(() => diff?.("sbx-d", {}, named([], { import: "sbx-e" })))).toMatchObject({
      message: expect.stringContaining("the option import cannot take sbx-e over"),
    })
  })

  test("says when the old one must go first", async () => {
    const { diff } = provided({ diff: async () => ({ ...same, deleteBeforeReplace: true }) })
    expect(await diff?.("id", {}, {})).toMatchObject({ deleteBeforeReplace: true })
  })
})
