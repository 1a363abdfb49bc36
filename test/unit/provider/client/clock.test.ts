import { systemClock } from "../../../../provider/src/client/clock"

describe("systemClock", () => {
  afterEach(() => jest.restoreAllMocks())

  // Generous, as the machine's clock may have been corrected meanwhile.
  const hourMs = 3_600_000

  test("shows the time since 1970", () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(hourMs)
  })

  test("is moved by no correction of the machine's clock", () => {
    const before = systemClock.now()
    jest.spyOn(Date, "now").mockReturnValue(before + 2 * hourMs)
    expect(systemClock.now() - before).toBeLessThan(hourMs)
  })

  test("sleeps as long as it is told, or until the signal is aborted", async () => {
    const before = systemClock.now()
    await systemClock.sleep(30)
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(28)
    const stop = new AbortController()
    const long = systemClock.sleep(60_000, stop.signal)
    stop.abort()
    await expect(long).rejects.toThrow()
    await expect(systemClock.sleep(1, stop.signal)).rejects.toThrow()
  })

  test("does not wake at once from a sleep that is longer than a timer can be", async () => {
    const stop = new AbortController()
    let isAwake = false
    const long = systemClock.sleep(2 ** 40, stop.signal).then(() => {
      isAwake = true
    })
    await systemClock.sleep(30)
    expect(isAwake).toBe(false)
    stop.abort()
    await expect(long).rejects.toThrow()
  })

  test("calls back in time, unless that is taken back, or is too far away", async () => {
    const called: string[] = []
    systemClock.after(1, () => called.push("near"))
    systemClock.after(1, () => called.push("taken back"))()
    systemClock.after(2 ** 40, () => called.push("far"))
    systemClock.after(Number.POSITIVE_INFINITY, () => called.push("never"))
    await systemClock.sleep(30)
    expect(called).toEqual(["near"])
  })
})
