import { setTimeout as sleep } from "node:timers/promises"
import type { SandboxRecord } from "../../emulator/src"
import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

/** Few seconds for a delete, so that one that hangs is given up soon, also on a machine that stops for a moment. */
const sandbox = (name: string, args = "{}", timeouts = "") =>
  `new scalebox.Sandbox("${name}", ${args}, { customTimeouts: { delete: "6s", ${timeouts} } })\n`

/** The sandbox of this name, once it is there and was looked at so many times, alone or in a listing. */
async function seen(stack: Stack, name: string, looks = 1): Promise<SandboxRecord> {
  let before: number | undefined
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(10)) {
    const found = stack.account.sandboxes().find((sandbox) => sandbox.name === name)
    if (!found) continue
    const ways = ["GET /v1/sandboxes", `GET /v1/sandboxes/${found.sandboxId}`]
    const count = stack.requests("GET").filter((call) => ways.includes(call)).length
    before ??= count
    if (count >= before + looks) return found
  }
  throw new Error(`Nobody looked at ${name} ${looks} times`)
}

describe("A sandbox that does not run", () => {
  const program = [
    sandbox("failed"),
    sandbox("late", "{}", `create: "10s"`),
    ...["terminated", "vanished", "paused", "unheard-of"].map((name) => sandbox(name)),
    sandbox("unwaited", "{ waitForRunning: false }"),
  ].join("")
  const reason = "Image could not be pulled: disk full"
  const ids: Record<string, string> = {}
  let stack: Stack
  let output: string
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "boot", { program })
    stack.account.addFault({
      kind: "failBoot",
      substatus: "initializing",
      reason,
      sandbox: ({ name }) => name === "failed",
    })
    stack.account.addFault({
      kind: "hangBoot",
      substatus: "deploying",
      sandbox: ({ name }) => name !== "failed",
      times: Number.POSITIVE_INFINITY,
    })
    const { done } = stack.start(["up", "--yes", "--skip-preview", "--continue-on-error"])
    await Promise.all([
      seen(stack, "terminated").then(({ sandboxId }) =>
        stack.account.change(sandboxId, { status: "terminated", reason: "Ended by an administrator" }),
      ),
      seen(stack, "vanished", 3).then(({ sandboxId }) => stack.account.remove(sandboxId)),
      seen(stack, "paused").then(({ sandboxId }) => stack.account.change(sandboxId, { status: "paused" })),
      seen(stack, "unheard-of").then(async ({ sandboxId }) => {
        stack.account.change(sandboxId, { status: "rehydrating", substatus: "thawing" })
        await seen(stack, "unheard-of", 3)
        stack.account.change(sandboxId, { status: "running" })
      }),
    ])
    const run = await done
    expect(run.code).not.toBe(0)
    output = run.output
    stack.account.clearFaults()
    for (const { urn, id = "" } of stack.resources()) ids[urn.split("::").at(-1) ?? ""] = id
  })
  afterAll(() => stack.dispose())

  const problems: [name: string, status: string, problem: string, next: string][] = [
    ["failed", "failed", `failed: ${reason}`, "the next `pulumi up` replaces it"],
    [
      "late",
      "starting",
      "is still starting \\(deploying\\) after 10 s",
      "the next `pulumi up` goes on waiting; raise customTimeouts.create to wait longer in one run",
    ],
    [
      "terminated",
      "terminated",
      "is terminated: Ended by an administrator",
      "the next `pulumi up` replaces it",
    ],
    [
      "vanished",
      "terminated",
      // As it was seen last, which may have been before it got that far.
      "disappeared while it was (created|starting \\((allocating|deploying)\\))",
      "the next `pulumi up` replaces it",
    ],
    ["paused", "paused", "was paused before it ran", "resume it, then run `pulumi refresh`"],
  ]

  test.each(problems)("because it is %s keeps its id and says why", (name, status, problem, next) => {
    const told = `Sandbox ${ids[name]} ${problem}\\. Its id is kept in the state: ${next}`
    expect(output).toMatch(new RegExp(told))
    expect(stack.resource(name)).toMatchObject({
      id: expect.stringMatching(/^sbx-/),
      outputs: { status },
      initErrors: [expect.stringMatching(told)],
    })
  })

  test("because its status is a new one is waited for", () => {
    expect(stack.resource("unheard-of")).toMatchObject({ outputs: { status: "running" } })
    expect(stack.resource("unheard-of").initErrors ?? []).toEqual([])
  })

  test("but is not waited for is done at once", () => {
    expect(stack.resource("unwaited").outputs.status).toMatch(/^(created|starting)$/)
    expect(stack.resource("unwaited").initErrors ?? []).toEqual([])
  })

  test("is replaced by the next up where it ended, and waited for where it is still on its way", async () => {
    stack.account.release(ids.late ?? "")
    stack.account.clearRequests()
    const ended = ["failed", "terminated", "vanished"]
    const up = await stack.mustUp()
    expect(up.plan).toEqual(
      [
        ...ended.flatMap((name) =>
          ["replace", "create-replacement", "delete-replaced"].map((op) => `${op} ${name}`),
        ),
        "update late",
        "update paused",
      ].sort(),
    )
    expect(stack.account.requests().filter(({ endpoint }) => endpoint === "createSandbox")).toHaveLength(3)
    for (const name of ended) {
      expect(up.output).toContain(
        `Sandbox ${ids[name]} ${name === "failed" ? "failed" : "was terminated"}: it is replaced`,
      )
      expect(stack.resource(name).id).not.toBe(ids[name])
      expect(stack.resource(name).outputs.status).toBe("running")
      expect(stack.account.sandbox(ids[name] ?? "")).toBeUndefined()
    }
    expect(stack.resource("late")).toMatchObject({ id: ids.late, outputs: { status: "running" } })
    expect(stack.resource("paused")).toMatchObject({ id: ids.paused, outputs: { status: "paused" } })
    for (const { initErrors } of stack.resources()) expect(initErrors ?? []).toEqual([])
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
  })

  test("stays in the state with what to do where it does not end either, and the next destroy ends it", async () => {
    const before = stack.resources().map(({ id }) => id)
    stack.account.configure({ stopMs: 3_600_000 })
    const run = await stack.destroy("--continue-on-error")
    expect(run.code).not.toBe(0)
    expect(run.output).toContain(
      `Cannot delete sandbox ${ids.late}: it is still terminating (cleaning_resources) after 6 s. ` +
        "Run the command again, or raise customTimeouts.delete to wait longer in one run",
    )
    expect(run.output).not.toMatch(/^\s+at /m)
    expect(stack.resources().map(({ id }) => id)).toEqual(before)
    stack.account.configure({ stopMs: 30 })
    await stack.end()
  })
})
