import { InitFailure } from "../../../../../provider/src/resources/lifecycle"
import { sandboxPortLifecycle } from "../../../../../provider/src/resources/sandbox-port/lifecycle"
import { sandboxPowerStateLifecycle } from "../../../../../provider/src/resources/sandbox-power-state/lifecycle"
import { type EmulatedStage, emulated } from "../../../../support/context"

const server = emulated({ bootMs: 2_000 })
const { create, delete: remove, update } = sandboxPortLifecycle

/** A sandbox that is paused, with a port. */
async function asleep() {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({})
  const port = (number: number) => ({ sandboxId, port: number, name: `p${number}` })
  const open = (number: number) => create(stage.context("create"), port(number))
  const { id, outputs } = await open(80)
  stage.account.change(sandboxId, { status: "paused" })
  const close = () => remove(stage.context("delete"), id, outputs)
  return { stage, sandboxId, port, open, id, close }
}
const powers = ({ calls }: EmulatedStage) =>
  calls()
    .map((call) => call.split("/").at(-1))
    .filter((verb) => verb === "resume" || verb === "pause")
const stateOf = ({ account }: EmulatedStage) => {
  const [{ status, customPorts } = { status: "", customPorts: [] }] = account.sandboxes()
  return { status, ports: customPorts.map(({ port }) => port).sort() }
}

describe("Changes of the ports of a paused sandbox", () => {
  test("that come together resume it once, say so, and pause it again", async () => {
    const { stage, open, close, sandboxId } = await asleep()
    await Promise.all([open(81), close(), open(82), open(83)])
    expect(powers(stage)).toEqual(["resume", "pause"])
    expect(stateOf(stage)).toEqual({ status: "paused", ports: [81, 82, 83] })
    expect(stage.log.infos).toEqual([
      `Sandbox ${sandboxId} is paused: it is resumed to change its ports, and paused again after that. ` +
        "If this run is cut off before, it may run on",
      `Sandbox ${sandboxId} is paused again`,
    ])
  })

  test("that follow from one another come together as well while others are under way", async () => {
    const { stage, open, close } = await asleep()
    const first = close().then(() => open(80))
    await Promise.all([first, open(81), open(82)])
    expect(powers(stage)).toEqual(["resume", "pause"])
    expect(stateOf(stage)).toEqual({ status: "paused", ports: [80, 81, 82] })
  })

  test("end before the power changes, which then is as declared", async () => {
    const { stage, sandboxId, open } = await asleep()
    const power = { sandboxId, state: "running" }
    await Promise.all([open(81), sandboxPowerStateLifecycle.create(stage.context("create"), power)])
    expect(stateOf(stage)).toEqual({ status: "running", ports: [80, 81] })
  })

  test("that are refused leave it paused, too", async () => {
    const { stage, open } = await asleep()
    await expect(open(80)).rejects.toThrow("Port 80 is taken")
    expect(powers(stage)).toEqual(["resume", "pause"])
    expect(stateOf(stage).status).toBe("paused")
  })

  test("fail once for all where it cannot be resumed", async () => {
    const { stage, open, close } = await asleep()
    stage.account.addFault({ endpoint: "resumeSandbox", kind: "status", status: 403 })
    const settled = await Promise.allSettled([open(81), close(), open(82)])
    for (const { status, ...rest } of settled) {
      expect(status).toBe("rejected")
      expect(String(Reflect.get(rest, "reason"))).toMatch(
        /the sandbox is paused, and could not be resumed to change its ports: .*403.*; its ports are as they were before/,
      )
    }
    expect(powers(stage)).toEqual(["resume"])
    expect(stateOf(stage)).toEqual({ status: "paused", ports: [80] })
  })

  test("say that it may come to run later where the resume takes too long", async () => {
    const { stage, port } = await asleep()
    const late = create(stage.context("create", { seconds: 1 }), port(81))
    await expect(late).rejects.toThrow("it may come to run later, and is then not paused again")
  })

  test("fail where it cannot be paused again, with the port kept", async () => {
    const { stage, open, port, close, sandboxId } = await asleep()
    const fault = { kind: "rollBack", of: "pause", reason: "busy" } as const
    stage.account.addFault(fault)
    const failure = await open(81).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(InitFailure)
    expect(failure).toMatchObject({ id: `${sandboxId}/81`, properties: port(81) })
    const runsOn = `Sandbox ${sandboxId} was paused, was resumed to change its ports, and could not be paused again: `
    expect(String(failure)).toContain(runsOn)
    expect(await update?.(stage.context("update"), `${sandboxId}/81`, port(81), port(81))).toMatchObject(
      port(81),
    )
    stage.account.change(sandboxId, { status: "paused" })
    stage.account.addFault(fault)
    await expect(close()).rejects.toThrow(runsOn)
    expect(stateOf(stage)).toEqual({ status: "running", ports: [81] })
    stage.account.change(sandboxId, { status: "paused" })
    stage.account.addFault(fault)
    await expect(open(81)).rejects.toThrow("is taken")
    expect(stage.log.warnings).toEqual([expect.stringContaining(runsOn)])
  })

  test("leave it running where this run replaces it", async () => {
    const { stage, close, sandboxId } = await asleep()
    stage.session.plans.replacing.add(sandboxId)
    await close()
    expect(powers(stage)).toEqual(["resume"])
  })

  test("need no resume for a port that is not there any more", async () => {
    const { stage, close, sandboxId } = await asleep()
    stage.account.change(sandboxId, { customPorts: [] })
    await close()
    expect(powers(stage)).toEqual([])
  })
})
