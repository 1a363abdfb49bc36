import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const declared = (projectId: string) => `
  const dev = new scalebox.Sandbox("dev", { projectId: "prj-one" })
  new scalebox.SandboxProjectAssignment("home", { sandbox: dev, projectId: "${projectId}" })
`

test("SandboxProjectAssignment moves a sandbox in place, mends a drift, and leaves it where it is", async () => {
  const stack = await Stack.create(await sharedEmulator(), "project", { program: declared("prj-two") })
  await stack.mustUp()
  const { id = "" } = stack.resource("dev")
  expect(stack.account.sandbox(id)?.projectId).toBe("prj-two")
  expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])

  stack.setProgram(declared("prj-one"))
  expect((await stack.mustUp()).plan).toEqual(["update home"])
  expect(stack.account.sandbox(id)?.projectId).toBe("prj-one")

  stack.account.change(id, { projectId: "prj-elsewhere" })
  await stack.refresh()
  expect(stack.resource("home").outputs.projectId).toBe("prj-elsewhere")
  expect(stack.resource("dev").outputs).toMatchObject({
    projectId: "prj-one",
    currentProjectId: "prj-elsewhere",
  })
  expect((await stack.mustUp()).plan).toEqual(["update home"])
  expect(stack.account.sandbox(id)?.projectId).toBe("prj-one")

  stack.setProgram(`new scalebox.Sandbox("dev", { projectId: "prj-one" })`)
  stack.account.clearRequests()
  expect((await stack.mustUp()).plan).toEqual(["delete home"])
  expect(stack.requests()).toEqual([])
  await stack.end()
})
