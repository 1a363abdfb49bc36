import { standingOf, storedIn } from "../../../../../provider/src/resources/sandbox-pool/members"
import fc from "../../../../support/fast-check"

const at = (...indexes: number[]) => indexes.map((index) => ({ index }))

describe("standingOf", () => {
  test("drops those with the highest indexes, whatever their order", () => {
    expect(standingOf(at(2, 0, 7, 1), 2)).toEqual({ keep: at(0, 1), drop: at(2, 7), missing: [] })
  })

  test("fills the lowest free places", () => {
    expect(standingOf(at(0, 2, 9), 5)).toEqual({ keep: at(0, 2, 9), drop: [], missing: [1, 3] })
  })

  test("drops all but the first of those in one place", () => {
    const [first, second] = [
      { index: 0, id: "a" },
      { index: 0, id: "b" },
    ]
    expect(standingOf([first, second], 2)).toEqual({ keep: [first], drop: [second], missing: [1] })
  })

  test("leads to as many as are wanted, each in a place of its own, and loses none", () => {
    const members = fc.array(fc.integer({ min: 0, max: 30 }).map((index) => ({ index })))
    fc.assert(
      fc.property(members, fc.integer({ min: 0, max: 20 }), (all, count) => {
        const { keep, drop, missing } = standingOf(all, count)
        const places = new Set([...keep.map(({ index }) => index), ...missing])
        expect(places.size).toBe(count)
        expect(new Set([...keep, ...drop])).toEqual(new Set(all))
        expect(keep.length + drop.length).toBe(all.length)
        if (missing.length > 0) expect(drop.every(({ index }) => places.has(index))).toBe(true)
      }),
    )
  })

  test("takes no longer than it must for very many", () => {
    const many = Array.from({ length: 200_000 }, (_, index) => ({ index: 2 * index }))
    const started = performance.now()
    expect(standingOf(many, 400_000).missing).toHaveLength(200_000)
    // Half a second, or minutes if each is compared with all others.
    expect(performance.now() - started).toBeLessThan(30_000)
  })
})

describe("storedIn", () => {
  test("finds the sandboxes in the text that the state keeps", () => {
    const sandboxes = [{ id: "sbx-0", index: 0, status: "running" }]
    expect(storedIn({ sandboxes: JSON.stringify(sandboxes) })).toEqual(sandboxes)
  })

  test("finds nothing in a state that has no pool", () => {
    for (const sandboxes of [undefined, null, "x", '"x"', [null, 3, {}, { id: "a" }, { id: 1, index: 0 }]]) {
      expect(storedIn({ sandboxes })).toEqual([])
    }
  })
})
