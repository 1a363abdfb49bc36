import { setImmediate } from "node:timers/promises"
import { wide } from "../../../../provider/src/resources/wide"

describe("wide", () => {
  test("does the work for each in order, so many at once", async () => {
    const begun: number[] = []
    let active = 0
    let most = 0
    await wide([...Array(50).keys()], 7, async (item) => {
      begun.push(item)
      active += 1
      most = Math.max(most, active)
      await setImmediate()
      active -= 1
    })
    expect(begun).toEqual([...Array(50).keys()])
    expect(most).toBe(7)
  })

  test("takes nothing, and fewer than so many", async () => {
    const done: string[] = []
    const work = async (item: string) => void done.push(item)
    await wide([], 5, work)
    await wide(["a"], 5, work)
    expect(done).toEqual(["a"])
  })
})
