import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const advice = "Set it with `pulumi config set --secret scalebox:apiKey`"

/** How often the closing summary, in which the engine repeats every diagnostic once, says something. */
const timesSaid = (output: string, text: string) =>
  (output.split("Diagnostics:")[1] ?? "").split(text).length - 1

const sandboxes = `
  for (const name of ["a", "b", "c", "d"]) {
    const sandbox = new scalebox.Sandbox(name)
    new scalebox.SandboxPort(name + "-web", { sandbox, port: 8080, name: "web" })
  }
`

describe("Somebody who has configured nothing", () => {
  test("is told once what to set, whatever the number of resources and the command, and is offered the emulator", async () => {
    const stack = await Stack.create(await sharedEmulator(), "friendly", {
      program: `${sandboxes}\nnew scalebox.DevEnvironment("env", { ports: { web: 80 } })`,
    })
    const key = stack.env.SCALEBOX_API_KEY
    const url = stack.env.SCALEBOX_API_URL
    stack.env.SCALEBOX_API_KEY = undefined
    stack.env.SCALEBOX_API_URL = undefined
    const preview = await stack.preview()
    expect(preview.code).not.toBe(0)
    expect(preview.problems).toHaveLength(1)
    expect(timesSaid(preview.output, advice)).toBe(1)
    expect(timesSaid(preview.output, "run `npx scalebox-emulator` and set SCALEBOX_API_URL")).toBe(1)
    expect(preview.output).not.toMatch(/^\s+at /m)

    stack.setProgram(sandboxes)
    stack.env.SCALEBOX_API_KEY = key
    stack.env.SCALEBOX_API_URL = url
    await stack.mustUp()
    stack.env.SCALEBOX_API_KEY = ""
    for (const run of [await stack.refresh(), await stack.destroy()]) {
      expect(run.code).not.toBe(0)
      expect(timesSaid(run.output, advice)).toBe(1)
      expect(timesSaid(run.output, "No ScaleBox API key is configured")).toBeGreaterThan(1)
    }
    stack.dispose()
  })
})

describe("Somebody who follows the reference of the API", () => {
  test("is told how programs spell what they wrote, also inside of a component", async () => {
    const stack = await Stack.create(await sharedEmulator(), "friendly-names", {
      program: `new scalebox.DevEnvironment("dev", {
        memory_mb: 2048, env_vars: {}, is_async: true, timeout_ms: 60000, ports: { web: 8080 },
        object_storage: {}, locality: { auto_detect: true },
      })
      const say = ({ message }) => pulumi.log.warn(message)
      scalebox.getSandboxes({ owner_user_id: "usr-1" }).catch(say)
      try { scalebox.getSandboxOutput({ sandboxid: "sbx-1" }) } catch (error) { say(error) }`,
    })
    const { problems, code, output } = await stack.preview()
    for (const fault of [
      "getSandboxes: owner_user_id is not a known argument; did you mean ownerUserId? owner_user_id is how the API spells it",
      "getSandbox: sandboxid is not a known argument; did you mean sandboxId?",
    ]) {
      expect(output).toContain(fault)
    }
    expect(code).not.toBe(0)
    expect(problems.sort()).toEqual([
      "env_vars: is not a known property; did you mean envVars? env_vars is how the API spells it",
      "is_async: is not a known property; a sandbox is always created with is_async, and waitForRunning says whether `pulumi up` waits until it runs",
      "locality.auto_detect: is not a known property; did you mean autoDetect? auto_detect is how the API spells it",
      "memory_mb: is not a known property; did you mean memoryMb? memory_mb is how the API spells it",
      "object_storage: is not a known property; did you mean objectStorage? object_storage is how the API spells it",
      "timeout_ms: is not a known property; timeout counts seconds",
    ])
    expect(stack.requests()).toEqual([])
    stack.dispose()
  })
})
