import { inPlaceDiff } from "../../../../../provider/src/resources/process/in-place-diff"

const diff = inPlaceDiff({ sandboxId: "replace", state: "update" })
const olds = { sandboxId: "sbx-1", state: "running" }

describe("inPlaceDiff", () => {
  test.each([
    [{}, { changes: false, replaces: [] }],
    [
      { other: 1, __scalebox: { owner: "new" } },
      { changes: false, replaces: [] },
    ],
    [{ state: "paused" }, { changes: true, replaces: [] }],
    [{ sandboxId: "sbx-2" }, { changes: true, replaces: ["sandboxId"] }],
    [
      { sandboxId: "sbx-2", state: "paused" },
      { changes: true, replaces: ["sandboxId"] },
    ],
  ])("answers for the change %j", async (change, expected) => {
    expect(await diff("sbx-1", olds, { ...olds, ...change })).toMatchObject(expected)
  })

  test.each([["state"], ["*"]])("replaces where replaceOnChanges names %s", async (key) => {
    const news = { ...olds, state: "paused", __scalebox: { owner: "", replaceOnChanges: [key] } }
    expect(await diff("sbx-1", olds, news)).toMatchObject({ changes: true, replaces: ["state"] })
    expect(await diff("sbx-1", olds, { ...news, state: "running" })).toMatchObject({ replaces: [] })
  })
})
