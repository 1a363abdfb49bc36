import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const declared = (state: string) => `
  const dev = new scalebox.Sandbox("dev", { timeout: 600 })
  new scalebox.SandboxPowerState("power", { sandbox: dev, state: "${state}" })
`

describe("SandboxPowerState", () => {
  test("pauses and resumes in place, mends a drift, and leaves the sandbox as it is", async () => {
    const stack = await Stack.create(await sharedEmulator(), "power", { program: declared("paused") })
    await stack.mustUp()
    const { id = "" } = stack.resource("dev")
    expect(stack.resource("power")).toMatchObject({ id, outputs: { state: "paused" } })
    expect(stack.account.sandbox(id)?.status).toBe("paused")
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])

    stack.account.change(id, { status: "running" })
    await stack.refresh()
    expect(stack.resource("power").outputs.state).toBe("running")
    expect((await stack.mustUp()).plan).toEqual(["update power"])
    expect(stack.account.sandbox(id)?.status).toBe("paused")

    stack.setProgram(declared("running"))
    expect((await stack.mustUp()).plan).toEqual(["update power"])
    expect(stack.account.sandbox(id)?.status).toBe("running")
    expect(stack.requests("POST").filter((request) => /pause|resume/.test(request))).toEqual([
      `POST /v1/sandboxes/${id}/pause`,
      `POST /v1/sandboxes/${id}/pause`,
      `POST /v1/sandboxes/${id}/resume`,
    ])
    stack.account.clearRequests()
    await stack.end()
    expect(stack.requests("POST")).toEqual([])
  })

  test("reports a pause that the server rolls back, with the server's reason", async () => {
    const stack = await Stack.create(await sharedEmulator(), "rollback", { program: declared("running") })
    await stack.mustUp()
    const { id = "" } = stack.resource("dev")
    stack.account.addFault({
      kind: "rollBack",
      of: "pause",
      reason: "no space for the snapshot",
    })
    stack.setProgram(declared("paused"))
    const failed = await stack.up()
    expect(failed.code).not.toBe(0)
    expect(failed.output).toContain(
      `Cannot pause sandbox ${id}: the server rolled it back to running: no space for the snapshot`,
    )
    expect(stack.resource("power").outputs.state).toBe("running")
    expect((await stack.mustUp()).plan).toEqual(["update power"])
    expect(stack.account.sandbox(id)?.status).toBe("paused")

    stack.account.addFault({ kind: "rollBack", of: "resume", reason: "no room on any host" })
    stack.setProgram(declared("running"))
    const stuck = await stack.up()
    expect(stuck.code).not.toBe(0)
    expect(stuck.output).toContain(
      `Cannot resume sandbox ${id}: the server rolled it back to paused: no room on any host`,
    )
    expect(stack.resource("power").outputs.state).toBe("paused")
    expect((await stack.mustUp()).plan).toEqual(["update power"])
    expect(stack.account.sandbox(id)?.status).toBe("running")
    await stack.end()
  })
})
