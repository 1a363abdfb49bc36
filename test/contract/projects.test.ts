import { emulator, invalid } from "../support/api"

const server = emulator()

describe("POST /v1/sandboxes/{sandbox_id}/switch-project: wrong types and values", () => {
  test.each<[unknown, string]>([
    [undefined, "project_id is required"],
    [{}, "project_id is required"],
    [{ projectId: "prj-1" }, "project_id is required"],
    [{ project_id: 7 }, "project_id must be a text"],
    [{ project_id: "" }, "project_id must not be empty"],
  ])("%j", async (body, message) => {
    const { raw, running } = server.account()
    const id = await running()
    expect(await raw("POST", `/v1/sandboxes/${id}/switch-project`, { body })).toMatchObject({
      status: 400,
      body: invalid(message),
    })
  })
})

describe("POST /v1/sandboxes/{sandbox_id}/switch-project", () => {
  test("moves a sandbox, and changes nothing else", async () => {
    const { client, running } = server.account()
    const id = await running({ projectId: "prj-one" })
    const before = await client.getSandbox(id)
    await client.switchProject(id, "prj-two")
    const after = await client.getSandbox(id)
    expect(after.projectId).toBe("prj-two")
    expect({ ...after, projectId: "", projectName: "", updatedAt: "" }).toMatchObject({
      ...before,
      projectId: "",
      projectName: "",
      updatedAt: "",
      uptime: expect.any(Number),
      remainingSeconds: expect.any(Number),
      totalRunningSeconds: expect.any(Number),
    })
    const { sandboxes } = await client.listSandboxes({ projectId: "prj-two" })
    expect(sandboxes.map(({ sandboxId }) => sandboxId)).toEqual([id])
  })
})
