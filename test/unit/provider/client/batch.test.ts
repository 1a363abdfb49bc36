import { deletionOf, inChunks, resultOf } from "../../../../provider/src/client/batch"
import { ScaleboxError } from "../../../../provider/src/client/errors"
import { clientOn, lost, ok, refused } from "../../../support/send"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `sbx-${index}`)
const success = (list: string[]) => resultOf(list.map((sandboxId) => ({ sandboxId })))
const look = () => Promise.reject(new Error("Nobody needs to look"))

describe("inChunks", () => {
  test.each([
    [0, [0]],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])("sends %p ids in pieces of %j, and joins the results", async (count, sizes) => {
    const pieces: string[][] = []
    const send = async (piece: string[]) => {
      pieces.push(piece)
      const [first = "", ...rest] = piece
      return {
        ...success([]),
        results: [...success(rest).results, { sandboxId: first, status: "error" as const, error: "busy" }],
      }
    }
    const result = resultOf(await inChunks("batchPause", ids(count), { send, look }))
    expect(pieces.map(({ length }) => length)).toEqual(sizes)
    expect(pieces.flat()).toEqual(ids(count))
    if (count === 0) return
    expect(result).toMatchObject({ total: count, successful: count - sizes.length, failed: sizes.length })
    expect(result.results.map(({ sandboxId }) => sandboxId).sort()).toEqual(ids(count).sort())
  })

  test("joins the lists of all pieces of a delete", async () => {
    const send = async ([first = "", ...rest]: string[]) =>
      deletionOf([{ sandboxId: first, error: "busy" }, ...rest.map((sandboxId) => ({ sandboxId }))])
    const result = deletionOf(await inChunks("batchDelete", ids(150), { send, look }))
    expect(result).toMatchObject({ successfulCount: 148, failedCount: 2 })
    expect(result.successful).toHaveLength(148)
    expect(result.failed).toEqual([
      { sandboxId: "sbx-0", error: "busy" },
      { sandboxId: "sbx-100", error: "busy" },
    ])
  })

  test("tells what the others did if one of the calls fails", async () => {
    const send = async (piece: string[]) => {
      if (piece.includes("sbx-0")) throw new ScaleboxError({ code: "unavailable", message: "Down" })
      return success(piece)
    }
    const result = resultOf(await inChunks("batchPause", ids(150), { send, look }))
    expect(result).toMatchObject({ total: 150, successful: 50, failed: 100 })
    expect(result.results[0]).toEqual({ sandboxId: "sbx-0", status: "error", error: "Down" })
  })

  test.each(["unavailable", "cancelled"] as const)("throws if all calls end as %s", async (code) => {
    const send = () => Promise.reject(new ScaleboxError({ code, message: "Down" }))
    await expect(inChunks("batchPause", ids(150), { send, look })).rejects.toMatchObject({ code })
  })

  test("tells that an answer leaves an id out", async () => {
    const send = async () => success(["sbx-0"])
    expect(await inChunks("batchPause", ids(2), { send, look })).toEqual([
      { sandboxId: "sbx-0" },
      { sandboxId: "sbx-1", error: "The answer does not say what became of it" },
    ])
  })
})

describe("A batch call whose first answer is lost", () => {
  const status = (id: string, status: string) => ok({ sandbox_id: id, status })
  const refusal = ok({
    results: ["a", "b"].map((sandbox_id) => ({ sandbox_id, status: "error", error: "it is as it is" })),
  })

  test.each([
    ["batchPause", "pausing", "running"],
    ["batchPause", "paused", "failed"],
    ["batchResume", "resuming", "paused"],
    ["batchResume", "running", "paused"],
    ["batchTerminate", "terminating", "running"],
  ] as const)("%s counts as done what is %s now, and as refused what is %s", async (name, done, left) => {
    const { client } = clientOn([lost(), refusal, status("a", done), status("b", left)])
    expect((await client[name](["a", "b"])).results).toEqual([
      { sandboxId: "a", status: "success" },
      { sandboxId: "b", status: "error", error: "it is as it is" },
    ])
  })

  test("batchDelete counts as done what is gone now", async () => {
    const failed = ["a", "b"].map((sandbox_id) => ({ sandbox_id, error: "not found" }))
    const { client } = clientOn([
      lost(),
      ok({ failed }),
      refused(404, "Sandbox not found"),
      status("b", "running"),
    ])
    expect(await client.batchDelete(["a", "b"])).toEqual({
      successfulCount: 1,
      failedCount: 1,
      successful: ["a"],
      failed: [{ sandboxId: "b", error: "not found" }],
    })
  })

  test("is not looked after if no answer was lost", async () => {
    const { client, requests } = clientOn([refusal])
    expect((await client.batchPause(["a", "b"])).failed).toBe(2)
    expect(requests).toHaveLength(1)
  })
})
