import { Turns } from "../../../../provider/src/resources/turns"

const idle = () => new Promise((resolve) => setImmediate(resolve))

/** Work that notes when it begins, and ends when the test says so. */
function job(log: string[], name: string) {
  let end: (error?: Error) => void = () => undefined
  const work = () => {
    log.push(name)
    return new Promise<string>((resolve, reject) => {
      end = (error) => (error ? reject(error) : resolve(name))
    })
  }
  return { work, end: (error?: Error) => end(error) }
}

describe("Turns", () => {
  test("runs work of one key one after another, in the order it came", async () => {
    const log: string[] = []
    const jobs = ["a", "b", "c"].map((name) => job(log, name))
    const turns = new Turns()
    const all = jobs.map(({ work }) => turns.inTurn("sbx-1", work))
    await idle()
    expect(log).toEqual(["a"])
    jobs[0]?.end()
    await idle()
    expect(log).toEqual(["a", "b"])
    jobs[1]?.end()
    await idle()
    jobs[2]?.end()
    await expect(Promise.all(all)).resolves.toEqual(["a", "b", "c"])
  })

  test("runs work of different keys at once", async () => {
    const log: string[] = []
    const jobs = [job(log, "a"), job(log, "b")]
    const turns = new Turns()
    const all = jobs.map(({ work }, index) => turns.inTurn(`sbx-${index}`, work))
    await idle()
    expect(log).toEqual(["a", "b"])
    for (const { end } of jobs) end()
    await Promise.all(all)
  })

  test("goes on after work that failed, and tells only its own caller", async () => {
    const turns = new Turns()
    const failing = turns.inTurn("sbx-2", () => Promise.reject(new Error("no")))
    const next = turns.inTurn("sbx-2", async () => "yes")
    await expect(failing).rejects.toThrow("no")
    await expect(next).resolves.toBe("yes")
    await expect(turns.inTurn("sbx-2", async () => "again")).resolves.toBe("again")
  })
})
