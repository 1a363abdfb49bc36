import { deleteInChunks, inChunks } from "../../../../provider/src/client/batch"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `sbx-${index}`)

describe("inChunks", () => {
  test.each([
    [0, [0]],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])("sends %p ids in pieces of %j, and joins the results", async (count, sizes) => {
    const pieces: string[][] = []
    const result = await inChunks(ids(count), async (piece) => {
      pieces.push(piece)
      return {
        total: piece.length,
        successful: piece.length - 1,
        failed: 1,
        results: piece.map((sandboxId) => ({ sandboxId, status: "success" as const })),
      }
    })
    expect(pieces.map(({ length }) => length)).toEqual(sizes)
    expect(pieces.flat()).toEqual(ids(count))
    expect(result).toMatchObject({
      total: count,
      successful: count - sizes.length,
      failed: sizes.length,
    })
    expect(result.results.map(({ sandboxId }) => sandboxId)).toEqual(ids(count))
  })
})

describe("deleteInChunks", () => {
  test("joins the lists of all pieces", async () => {
    const result = await deleteInChunks(ids(150), async ([first = "", ...rest]) => ({
      successfulCount: rest.length,
      failedCount: 1,
      successful: rest,
      failed: [{ sandboxId: first, error: "busy" }],
    }))
    expect(result).toMatchObject({ successfulCount: 148, failedCount: 2 })
    expect(result.successful).toHaveLength(148)
    expect(result.failed).toEqual([
      { sandboxId: "sbx-0", error: "busy" },
      { sandboxId: "sbx-100", error: "busy" },
    ])
  })
})
