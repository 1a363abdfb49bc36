import { EngineLog } from "../../../../../../provider/src/faces/dynamic/process/engine-log"
import { addressIn } from "../../../../../../provider/src/faces/engine"
import { FakeEngine } from "../../../../../support/engine"

const printed = jest.spyOn(console, "log").mockImplementation(() => undefined)
beforeEach(() => printed.mockClear())
afterAll(() => printed.mockRestore())

describe("An engine's log", () => {
  test("has a warning once it is delivered, and shows a status that the next line replaces", async () => {
    const engine = await FakeEngine.start()
    const log = new EngineLog(addressIn(engine.address))
    log.warn("the port stays open")
    await log.delivered()
    log.status("web deploying")
    await engine.line(({ isEphemeral }) => isEphemeral)
    engine.stop()
    expect(engine.shown).toEqual([
      { severity: "warning", message: "the port stays open", urn: "", isEphemeral: false },
      { severity: "info", message: "web deploying", urn: "", isEphemeral: true },
    ])
    expect(printed).not.toHaveBeenCalled()
  })

  test("shows what is printed as a message", () => {
    new EngineLog(undefined).info("nothing is left to do")
    expect(printed.mock.calls).toEqual([["nothing is left to do"]])
  })

  test("prints a warning, and nothing of a status, outside of an engine", async () => {
    const log = new EngineLog(undefined)
    log.warn("the port stays open")
    log.status("web deploying")
    await log.delivered()
    expect(printed.mock.calls).toEqual([["Warning: the port stays open"]])
  })

  test("prints a warning that cannot reach the engine: without the SDK in the program's folder, and if it has ended", async () => {
    const engine = await FakeEngine.start()
    engine.stop()
    const cwd = jest.spyOn(process, "cwd").mockReturnValueOnce("/nowhere")
    for (const message of ["one", "two"]) {
      const log = new EngineLog(addressIn(engine.address))
      log.warn(message)
      await log.delivered()
    }
    cwd.mockRestore()
    expect(printed.mock.calls).toEqual([["Warning: one"], ["Warning: two"]])
  })
})
