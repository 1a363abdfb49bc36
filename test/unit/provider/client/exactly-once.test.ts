import { ScaleboxError } from "../../../../provider/src/client"
import { exactlyOnce } from "../../../../provider/src/client/exactly-once"
import { FakeClock } from "../../../support/clock"

const lost = new ScaleboxError({ code: "timeout", message: "No answer", lost: true })
const refused = new ScaleboxError({ code: "invalid", message: "No" })

/** Gives these results in turn; an error is thrown. */
function turns<T>(...results: (T | Error)[]) {
  let made = 0
  const next = async () => {
    const result = results[made]
    made += 1
    if (result instanceof Error) throw result
    return result as T
  }
  return { next, made: () => made }
}

const never = () => Promise.reject(new Error("Nobody should look"))

describe("exactlyOnce", () => {
  test("looks for nothing where an answer came", async () => {
    const clock = new FakeClock()
    await expect(exactlyOnce(clock, clock.now() + 60_000, async () => "made", never)).resolves.toBe("made")
    await expect(exactlyOnce(clock, clock.now() + 60_000, turns(refused).next, never)).rejects.toBe(refused)
  })

  test("passes on what is no failed call", async () => {
    const clock = new FakeClock()
    const bug = new TypeError("a bug")
    await expect(exactlyOnce(clock, clock.now() + 60_000, turns(bug).next, never)).rejects.toBe(bug)
  })

  test("answers what a look finds, and does not call again", async () => {
    const clock = new FakeClock()
    const call = turns<string>(lost)
    const look = turns<string | undefined>(undefined, "found")
    await expect(exactlyOnce(clock, clock.now() + 60_000, call.next, look.next)).resolves.toBe("found")
    expect([call.made(), look.made()]).toEqual([1, 2])
    expect(clock.sleeps).toEqual([200, 1000])
  })

  test("calls again only after three looks over seconds found nothing", async () => {
    const clock = new FakeClock()
    const call = turns<string>(lost, "made")
    const look = turns<string | undefined>(undefined, undefined, undefined)
    await expect(exactlyOnce(clock, clock.now() + 60_000, call.next, look.next)).resolves.toBe("made")
    expect([call.made(), look.made()]).toEqual([2, 3])
    expect(clock.sleeps).toEqual([200, 1000, 2000])
  })

  test("throws what the call threw once there is no time for a look", async () => {
    const clock = new FakeClock()
    const call = turns<string>(lost)
    const look = turns<string | undefined>(undefined, undefined)
    await expect(exactlyOnce(clock, clock.now() + 1500, call.next, look.next)).rejects.toBe(lost)
    expect([call.made(), look.made()]).toEqual([1, 2])
  })

  test("says that the call may have done its work where the look fails", async () => {
    const clock = new FakeClock()
    const thrown = exactlyOnce(clock, clock.now() + 60_000, turns(lost).next, turns(refused).next)
    await expect(thrown).rejects.toMatchObject({ code: "invalid", message: "No", facts: { lost: true } })
    const bug = new TypeError("a bug")
    const broken = exactlyOnce(clock, clock.now() + 60_000, turns(lost).next, turns(bug).next)
    await expect(broken).rejects.toBe(bug)
  })

  const broken = new ScaleboxError({ code: "unavailable", message: "Oh", lost: true, status: 500 })
  const nothing = async () => undefined

  test("makes at most three calls that end in a failure which comes of the call itself", async () => {
    const clock = new FakeClock()
    const call = turns<string>(broken, broken, broken, "made")
    await expect(exactlyOnce(clock, clock.now() + 600_000, call.next, nothing)).rejects.toBe(broken)
    expect(call.made()).toBe(3)
  })

  test("counts no outage among them", async () => {
    const clock = new FakeClock()
    const outage = new ScaleboxError({ code: "unavailable", message: "Oh", lost: true, status: 503 })
    const call = turns<string>(broken, outage, outage, outage, broken, outage, "made")
    await expect(exactlyOnce(clock, clock.now() + 600_000, call.next, nothing)).resolves.toBe("made")
  })

  test("ends a pause when the signal is aborted, and says that the call may have done its work", async () => {
    const clock = new FakeClock()
    const stop = new AbortController()
    const facts = { method: "POST", path: "/v1/sandboxes" }
    const call = turns<string>(new ScaleboxError({ ...lost.facts, ...facts }))
    const made = exactlyOnce(clock, clock.now() + 60_000, call.next, never, stop.signal)
    stop.abort()
    await expect(made).rejects.toMatchObject({ code: "cancelled", facts: { lost: true, ...facts } })
  })

  test("neither looks nor calls after a call that was cancelled", async () => {
    const clock = new FakeClock()
    const cut = new ScaleboxError({ code: "cancelled", message: "Cut", lost: true })
    await expect(exactlyOnce(clock, clock.now() + 60_000, turns(cut).next, never)).rejects.toBe(cut)
  })
})
