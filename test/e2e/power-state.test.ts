import { sharedEmulator } from "../support/emulator"
import { type Run, Stack } from "../support/stack"

const power = (sandbox: string, state: string) => `
  const ${sandbox} = new scalebox.Sandbox("${sandbox}", { timeout: 3600 })
  new scalebox.SandboxPowerState("power-of-${sandbox}", { sandbox: ${sandbox}, state: "${state}" })
`
const project = (assignment: string) => `
  const moved = new scalebox.Sandbox("moved", { projectId: "prj-one", timeout: 3600 })
  ${assignment}
`
const home = (projectId: string) =>
  project(`new scalebox.SandboxProjectAssignment("home", { sandbox: moved, projectId: "${projectId}" })`)

describe("SandboxPowerState and SandboxProjectAssignment", () => {
  let stack: Stack
  let id: string
  let rolled: string
  let moved: string
  const statusOf = (sandboxId: string) => stack.account.sandbox(sandboxId)?.status
  const stateOf = (name: string) => stack.resource(`power-of-${name}`).outputs.state
  const powerCalls = (sandboxId: string) =>
    stack
      .requests("POST")
      .filter((request) => /\/(pause|resume)$/.test(request) && request.includes(sandboxId))
  const rollBack = (of: "pause" | "resume", reason: string) =>
    stack.account.addFault({ kind: "rollBack", of, reason, sandbox: ({ sandboxId }) => sandboxId === rolled })
  const failed = async (): Promise<Run> => {
    const run = await stack.up("--continue-on-error")
    expect(run.code).not.toBe(0)
    return run
  }
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "power", {
      program: power("dev", "paused") + power("rolled", "running") + home("prj-two"),
    })
    await stack.mustUp()
    id = stack.resource("dev").id ?? ""
    rolled = stack.resource("rolled").id ?? ""
    moved = stack.resource("moved").id ?? ""
  })
  afterAll(() => stack.dispose())

  test("pause a sandbox and move it to a project", () => {
    expect(stack.resource("power-of-dev")).toMatchObject({ id, outputs: { state: "paused" } })
    expect(statusOf(id)).toBe("paused")
    expect(stack.account.sandbox(moved)?.projectId).toBe("prj-two")
  })

  test("move in place, and leave alone what does not change", async () => {
    stack.setProgram(power("dev", "paused") + power("rolled", "running") + home("prj-one"))
    expect((await stack.mustUp()).plan).toEqual(["update home"])
    expect(stack.account.sandbox(moved)?.projectId).toBe("prj-one")
  })

  test("see a drift in a refresh", async () => {
    stack.account.change(id, { status: "running" })
    stack.account.change(moved, { projectId: "prj-elsewhere" })
    stack.succeeded(await stack.refresh(), "refresh")
    expect(stateOf("dev")).toBe("running")
    expect(stack.resource("home").outputs.projectId).toBe("prj-elsewhere")
    expect(stack.resource("moved").outputs).toMatchObject({
      projectId: "prj-one",
      currentProjectId: "prj-elsewhere",
    })
  })

  test("correct the drift, and report a pause that the server rolls back, with the server's reason", async () => {
    rollBack("pause", "no space for the snapshot")
    stack.setProgram(power("dev", "paused") + power("rolled", "paused") + home("prj-one"))
    const run = await failed()
    expect(run.plan).toEqual(["update home", "update power-of-dev", "update power-of-rolled"])
    expect(statusOf(id)).toBe("paused")
    expect(stack.account.sandbox(moved)?.projectId).toBe("prj-one")
    expect(run.output).toContain(
      `Cannot pause sandbox ${rolled}: the server rolled it back to running: no space for the snapshot`,
    )
    expect(stateOf("rolled")).toBe("running")
  })

  test("try only the pause again that was rolled back", async () => {
    expect((await stack.mustUp()).plan).toEqual(["update power-of-rolled"])
    expect(statusOf(rolled)).toBe("paused")
    expect(statusOf(id)).toBe("paused")
  })

  test("resume in place, and report a resume that the server rolls back, with the server's reason", async () => {
    rollBack("resume", "no room on any host")
    stack.setProgram(power("dev", "running") + power("rolled", "running") + home("prj-one"))
    const run = await failed()
    expect(run.plan).toEqual(["update power-of-dev", "update power-of-rolled"])
    expect(statusOf(id)).toBe("running")
    expect(powerCalls(id)).toEqual([
      `POST /v1/sandboxes/${id}/pause`,
      `POST /v1/sandboxes/${id}/pause`,
      `POST /v1/sandboxes/${id}/resume`,
    ])
    expect(run.output).toContain(
      `Cannot resume sandbox ${rolled}: the server rolled it back to paused: no room on any host`,
    )
    expect(stateOf("rolled")).toBe("paused")
  })

  test("leave a sandbox in its project when the assignment goes, and try the resume again", async () => {
    stack.account.clearRequests()
    stack.setProgram(power("dev", "running") + power("rolled", "running") + project(""))
    expect((await stack.mustUp()).plan).toEqual(["delete home", "update power-of-rolled"])
    expect(statusOf(rolled)).toBe("running")
    expect(stack.account.sandbox(moved)?.projectId).toBe("prj-one")
    expect(stack.requests().filter((request) => !request.includes(rolled))).toEqual([])
  })

  test("leave a sandbox as it is when it is destroyed", async () => {
    stack.account.clearRequests()
    await stack.end()
    expect(stack.requests("POST").filter((request) => !request.endsWith("/batch-delete"))).toEqual([])
  })
})
