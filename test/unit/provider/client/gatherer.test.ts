import { Gatherer, type Gathering } from "../../../../provider/src/client/gatherer"
import { FakeClock } from "../../../support/clock"

function gathering(given: Partial<Gathering> = {}, work = async () => {}) {
  const clock = new FakeClock()
  const began = clock.now()
  const sent: { items: readonly number[]; at: number }[] = []
  const gatherer = new Gatherer<number, number>(
    clock,
    { quietMs: 20, longestMs: 100, ...given },
    async (items) => {
      sent.push({ items, at: clock.now() - began })
      await work()
      return items.length
    },
  )
  return { gatherer, clock, sent }
}

describe("Gatherer", () => {
  test("sends what comes together once it is quiet, and answers each with the result", async () => {
    const { gatherer, sent } = gathering()
    expect(await Promise.all([gatherer.add(1), gatherer.add(2)])).toEqual([2, 2])
    await gatherer.add(3)
    expect(sent.map(({ items }) => items)).toEqual([[1, 2], [3]])
  })

  test("does not wait for ever for what does not become quiet", async () => {
    const { gatherer, clock, sent } = gathering()
    const adding = async (at: number) => {
      await clock.sleep(at * 10)
      await gatherer.add(at)
    }
    await Promise.all(Array.from({ length: 30 }, (_, at) => adding(at)))
    expect(sent.length).toBeGreaterThanOrEqual(3)
    for (const { items } of sent) expect(items.length).toBeLessThanOrEqual(11)
  })

  test("sends so many at once and no more", async () => {
    const { gatherer, sent } = gathering({ max: 2 })
    await Promise.all([1, 2, 3].map((item) => gatherer.add(item)))
    expect(sent.map(({ items }) => items)).toEqual([[1, 2], [3]])
    expect(sent[0]?.at).toBe(0)
  })

  test("sends at once what was gathered if nothing more is to come", async () => {
    const { gatherer, sent } = gathering({ quietMs: 1_000, longestMs: 1_000 })
    const first = gatherer.add(1)
    gatherer.flush()
    await Promise.all([first, gatherer.add(2)])
    expect(sent).toEqual([{ items: [1, 2], at: 0 }])
  })

  test("rejects all with what sending throws, and goes on", async () => {
    let fails = true
    const { gatherer } = gathering({}, async () => {
      if (fails) throw new Error("no")
    })
    const results = await Promise.allSettled([gatherer.add(1), gatherer.add(2)])
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"])
    fails = false
    expect(await gatherer.add(3)).toBe(1)
  })
})
