import { Rounds } from "../../../../../provider/src/resources/sandbox-pool/rounds"
import { FakeClock } from "../../../../support/clock"

describe("Rounds", () => {
  test("end a second after the first came, for all that came meanwhile, and then begin anew", async () => {
    const clock = new FakeClock()
    const began = clock.now()
    const rounds = new Rounds(clock)
    const first = rounds.end()
    clock.pass(400)
    const second = rounds.end()
    expect(second).toBe(first)
    await second
    expect(clock.now() - began).toBe(1_000)
    await rounds.end()
    expect(clock.now() - began).toBe(2_000)
  })

  test("end at once where nothing more will come", async () => {
    const clock = new FakeClock()
    const began = clock.now()
    const rounds = new Rounds(clock)
    const round = rounds.end()
    rounds.close()
    await Promise.all([round, rounds.end()])
    expect(clock.now()).toBe(began)
  })
})
