import { sharedEmulator } from "../support/emulator"
import { until } from "../support/processes"
import { Stack } from "../support/stack"

const steps = ["allocating", "deploying", "initializing", "waiting_ready"] as const
const nameOf = (step: string) => step.replace("_", "-")

const hanging = (timeout: number) =>
  steps
    .map(
      (step) =>
        `new scalebox.Sandbox("${nameOf(step)}", { timeout: ${timeout} }, { customTimeouts: { create: "5s", update: "5s" } })\n`,
    )
    .join("")

const ending = `
  for (const name of ["pausing", "refused", "broken"]) {
    new scalebox.Sandbox(name, {}, { customTimeouts: { delete: "2m" } })
  }
`

describe("A sandbox that hangs", () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "hanging", { program: hanging(600) + ending })
  })
  afterAll(() => stack.dispose())

  test("while it starts is given up at the deadline of a create and of an update, whatever its step, and goes on when it can", async () => {
    for (const step of steps) {
      stack.account.addFault({
        kind: "hangBoot",
        substatus: step,
        sandbox: ({ name }) => name === nameOf(step),
      })
    }
    const up = await stack.up("--continue-on-error")
    expect(up.code).not.toBe(0)
    const ids = steps.map((step) => stack.resource(nameOf(step)).id ?? "")
    const late = (id: string, step: string, operation: string, seconds: number) =>
      `Sandbox ${id} is still starting (${step}) after ${seconds} s. Its id is kept in the state: the next ` +
      `\`pulumi up\` goes on waiting; raise customTimeouts.${operation} to wait longer in one run`
    for (const [index, step] of steps.entries()) {
      expect(up.output).toContain(late(ids[index] ?? "", step, "create", 5))
    }

    stack.setProgram(hanging(900) + ending)
    const update = await stack.up("--continue-on-error")
    expect(update.code).not.toBe(0)
    expect(update.plan).toEqual(steps.map((step) => `update ${nameOf(step)}`).sort())
    for (const [index, step] of steps.entries()) {
      expect(update.output).toContain(late(ids[index] ?? "", step, "update", 5))
    }

    for (const id of ids) stack.account.release(id)
    expect((await stack.mustUp()).plan).toEqual(steps.map((step) => `update ${nameOf(step)}`).sort())
    for (const [index, step] of steps.entries()) {
      expect(stack.resource(nameOf(step))).toMatchObject({
        id: ids[index],
        outputs: { status: "running", timeout: 900 },
      })
    }
    expect(stack.requests("POST")).toEqual(Array(steps.length + 3).fill("POST /v1/sandboxes"))
  })

  test("while it ends is waited for, and a delete ends with the server's reason where it is refused or does not succeed", async () => {
    const idOf = (name: string) => stack.resource(name).id ?? ""
    const ids = { pausing: idOf("pausing"), refused: idOf("refused"), broken: idOf("broken") }
    // None ends before it was seen.
    stack.account.configure({ stopMs: 600_000 })
    stack.account.change(ids.pausing, { status: "pausing" })
    const refusal = { success: false, error: "The sandbox is under legal hold" }
    stack.account.addFault({
      kind: "status",
      endpoint: "batchDelete",
      status: 403,
      body: refusal,
      times: Number.POSITIVE_INFINITY,
    })
    stack.account.addFault({
      kind: "status",
      endpoint: "deleteSandbox",
      status: 403,
      body: refusal,
      sandbox: ({ sandboxId }) => sandboxId === ids.refused,
    })
    const { done } = stack.start(["destroy", "--yes", "--skip-preview", "--continue-on-error"])
    await until("the deletion has begun", () => stack.account.sandbox(ids.broken)?.status === "terminating")
    // In a step of its own it stays until it is changed again; the others end now.
    stack.account.change(ids.broken, { status: "terminating", substatus: "detaching" })
    stack.account.clearRequests()
    stack.account.configure({ stopMs: 30 })
    await until("it was seen", () =>
      stack.account
        .requests()
        .some(
          ({ method, path, status }) =>
            `${method} ${path} ${status}` === `GET /v1/sandboxes/${ids.broken} 200`,
        ),
    )
    stack.account.change(ids.broken, { status: "failed", reason: "A volume is busy" })
    const run = await done
    expect(run.code).not.toBe(0)
    expect(run.output).toContain(
      `Cannot delete sandbox ${ids.broken}: its deletion did not succeed, it is failed: A volume is busy. Run the command again`,
    )
    expect(run.output).toMatch(
      new RegExp(
        `Cannot delete sandbox ${ids.refused}: DELETE \\S+ answered 403: The sandbox is under legal hold`,
      ),
    )
    expect(run.output).not.toMatch(/^\s+at /m)
    expect(
      stack
        .resources()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([ids.refused, ids.broken].sort())
    expect(stack.account.sandbox(ids.pausing)).toBeUndefined()
    stack.account.clearFaults()
    await stack.end()
  })
})
