import type { Account, RequestFault } from "../../emulator/src"
import { sharedEmulator } from "../support/emulator"
import { type Run, Stack, type StateResource } from "../support/stack"

const sandbox = (name: string, args = "{ timeout: 600 }", opts = "{}") =>
  `const ${name} = new scalebox.Sandbox("${name}", ${args}, ${opts})\n`

const hourMs = 3_600_000

const names = (stack: Stack) =>
  stack
    .resources()
    .map(({ urn }) => urn.split("::").at(-1))
    .sort()

describe("Refresh", () => {
  describe("after somebody else changed sandboxes, and one was given up while it started,", () => {
    const all = ["deleted", "terminated", "extended", "shortened", "paused"]
    const ids: Record<string, string> = {}
    const id = (name: string) => ids[name] ?? ""
    const late = () => stack.resource("late")
    let stack: Stack
    let next: Run
    beforeAll(async () => {
      const program = all.map((name) => sandbox(name)).join("")
      stack = await Stack.create(await sharedEmulator(), "drift", {
        program: program + sandbox("late", "{}", `{ customTimeouts: { create: "8s" } }`),
      })
      stack.account.addFault({
        kind: "hangBoot",
        substatus: "deploying",
        sandbox: ({ name }) => name === "late",
      })
      const up = await stack.up("--continue-on-error")
      expect(up.code).not.toBe(0)
      expect(up.output).toContain("is still starting (deploying) after 8 s")
      for (const name of [...all, "late"]) ids[name] = stack.resource(name).id ?? ""
      expect(late().initErrors).toHaveLength(1)

      const change = (name: string, fields: Parameters<Account["change"]>[1]) =>
        stack.account.change(id(name), fields)
      stack.account.remove(id("deleted"))
      change("terminated", { status: "terminated" })
      change("extended", { timeout: 7200 })
      change("shortened", { timeout: 300 })
      change("paused", { status: "paused" })
      stack.succeeded(await stack.refresh(), "refresh")
    })
    afterAll(() => stack.dispose())

    test("sees what they did", () => {
      expect(names(stack)).toEqual(["extended", "late", "paused", "shortened"])
      expect(stack.resource("extended").outputs).toMatchObject({ timeout: 600, status: "running" })
      expect(stack.resource("shortened").outputs).toMatchObject({ timeout: 300, status: "running" })
      expect(stack.resource("paused").outputs).toMatchObject({ timeout: 600, status: "paused" })
    })

    test("sees that the sandbox is still starting", () => {
      expect(late()).toMatchObject({
        id: id("late"),
        outputs: { status: "starting", substatus: "deploying" },
      })
      expect(late().initErrors ?? []).toEqual([])
    })

    test("is followed by an up that fixes it", async () => {
      stack.account.release(id("late"))
      stack.account.clearRequests()
      next = await stack.mustUp()
      expect(next.plan).toEqual(["create deleted", "create terminated", "update late", "update shortened"])
      expect(stack.requests("PUT")).toEqual([`PUT /v1/sandboxes/${ids.shortened}`])
      expect(stack.requests("POST")).toEqual(["POST /v1/sandboxes", "POST /v1/sandboxes"])
      expect(stack.account.sandbox(id("shortened"))?.timeout).toBe(600)
      expect(stack.account.sandbox(id("extended"))?.timeout).toBe(7200)
      for (const name of ["extended", "shortened", "paused"]) expect(stack.resource(name).id).toBe(id(name))
      for (const name of ["deleted", "terminated"]) {
        expect(stack.resource(name).id).not.toBe(id(name))
        expect(stack.resource(name).outputs.status).toBe("running")
      }
    })

    test("does not end the wait for a sandbox that is still starting: the next up resumes it", () => {
      expect(next.plan).toContain("update late")
      expect(late()).toMatchObject({ id: id("late"), outputs: { status: "running" } })
      expect(stack.account.sandboxes().filter(({ name }) => name === "late")).toHaveLength(1)
    })
  })

  test("is not needed for a sandbox that has expired, and with up recreates in one run all that is gone", async () => {
    const program =
      ["expired", "saved"].map((name) => sandbox(name)).join("") +
      sandbox("slept", "{ timeout: 600, autoPause: true }") +
      `new scalebox.SandboxPort("web", { sandbox: saved, port: 8080, name: "web" })`
    const stack = await Stack.create(await sharedEmulator(), "expiry", { program })
    stack.account.setClockOffset(-hourMs)
    await stack.mustUp()
    const ids = { expired: "", saved: "", slept: "" }
    for (const name of ["expired", "saved", "slept"] as const) {
      ids[name] = stack.resource(name).id ?? ""
      expect(Date.parse(String(stack.resource(name).outputs.timeoutAt))).toBeLessThan(Date.now())
    }
    stack.account.change(ids.saved, { timeout: 7200 })
    stack.account.setClockOffset(0)
    expect(stack.account.sandbox(ids.saved)?.status).toBe("running")

    stack.account.clearRequests()
    const up = await stack.mustUp()
    expect(up.plan).toEqual(["create-replacement expired", "delete-replaced expired", "replace expired"])
    expect(up.steps.find(({ op }) => op === "replace")?.keys).toEqual(["timeoutAt"])
    expect(up.output).toMatch(new RegExp(`Sandbox ${ids.expired} ended at .*: it is replaced`))
    for (const name of ["saved", "slept"] as const) {
      expect(stack.resource(name).id).toBe(ids[name])
      expect(stack.requests().filter((call) => call.includes(ids[name]))).toEqual([
        `GET /v1/sandboxes/${ids[name]}`,
      ])
    }
    expect(stack.account.sandbox(ids.slept)?.status).toBe("paused")
    expect(stack.account.sandbox(stack.resource("expired").id ?? "")?.status).toBe("running")
    expect(stack.account.sandbox(ids.expired)).toBeUndefined()

    for (const { sandboxId } of stack.account.sandboxes()) stack.account.remove(sandboxId)
    stack.account.clearRequests()
    const again = await stack.mustUp("--refresh")
    expect(again.plan.filter((step) => !step.startsWith("refresh"))).toEqual([
      "create expired",
      "create saved",
      "create slept",
      "create web",
    ])
    // The key that created them is believed.
    expect(again.output).not.toContain("account")
    expect(stack.requests("POST")).toHaveLength(4)
    expect(stack.account.sandboxes().map(({ status }) => status)).toEqual(["running", "running", "running"])
    stack.dispose()
  })
})

/** Without the secret, whose cipher text differs each time that the state is written. */
const plain = ({ envdAccessToken, ...outputs }: StateResource["outputs"]) => outputs

describe("A refresh that is answered with", () => {
  type Answer =
    | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string> }
    | { kind: "rawBody"; rawBody: string }
  const refusal = (message: string) => ({ success: false, error: message, message })
  const cases: [name: string, answer: Answer, problem: string, advice: string][] = [
    [
      "401",
      { kind: "status", status: 401, body: refusal("Invalid API key") },
      "answered 401: Invalid API key",
      "Check the API key",
    ],
    [
      "403",
      { kind: "status", status: 403, body: refusal("Plan has ended") },
      "answered 403: Plan has ended",
      "Check what this API key's account and plan may do",
    ],
    [
      "404 of a route",
      { kind: "status", status: 404, body: { detail: "Not Found" } },
      "answered 404: Not Found",
      "Check the API URL",
    ],
    [
      "404 of a web server",
      { kind: "status", status: 404, body: "<html><h1>404 Not Found</h1></html>" },
      "answered 404 with a body that is no error of the API",
      "Check the API URL",
    ],
    [
      "429",
      { kind: "status", status: 429, body: refusal("Slow down"), headers: { "retry-after": "3600" } },
      "answered 429: Slow down",
      "Wait and run the command again",
    ],
    [
      "nothing",
      { kind: "rawBody", rawBody: "" },
      "answered 200 with a body of the wrong shape (the whole answer)",
      "Check that the API URL is right and that no proxy answers in its place",
    ],
    [
      // It asks for more patience than a call has, so it is not tried again.
      "500",
      { kind: "status", status: 500, body: refusal("Boom"), headers: { "retry-after": "3600" } },
      "answered 500: Boom",
      "The API has trouble; run the command again later",
    ],
    [
      "HTML",
      { kind: "rawBody", rawBody: "<html><body>Please log in</body></html>" },
      "answered 200 with a body that is no JSON",
      "Check that the API URL is right and that no proxy answers in its place",
    ],
    [
      "JSON that was cut",
      { kind: "rawBody", rawBody: `{"success": true, "data": {"sandbox_id": "sbx` },
      "answered 200 with a body that is no JSON",
      "Check that the API URL is right and that no proxy answers in its place",
    ],
    [
      "JSON without what is needed",
      { kind: "rawBody", rawBody: `{"success": true, "data": {"status": "terminated"}}` },
      "answered 200 with a body of the wrong shape (sandboxId)",
      "Check that the API URL is right and that no proxy answers in its place",
    ],
  ]

  // This one holds all calls back, so it has a refresh of its own.
  const alone = "429"
  const nameOf = (name: string) => name.toLowerCase().replaceAll(" ", "-")

  let stack: Stack
  let together: Run
  const before = new Map<string, StateResource>()
  const refuse = (chosen: typeof cases) => {
    for (const [name, answer] of chosen) {
      const fault: RequestFault = { endpoint: "getSandbox", times: Number.POSITIVE_INFINITY, ...answer }
      stack.account.addFault({ ...fault, sandbox: ({ sandboxId }) => sandboxId === before.get(name)?.id })
    }
  }
  beforeAll(async () => {
    // As many as are asked for one by one, by the answer that each gets.
    const program = cases
      .map(([name]) => `new scalebox.Sandbox("${nameOf(name)}", { timeout: 600 })\n`)
      .join("")
    stack = await Stack.create(await sharedEmulator(), "no-answer", { program })
    await stack.mustUp()
    for (const [name] of cases) before.set(name, stack.resource(nameOf(name)))
    refuse(cases.filter(([name]) => name !== alone))
    together = await stack.refresh()
    stack.account.clearFaults()
  })
  afterAll(() => stack.dispose())

  test.each(cases)("%s fails and keeps the sandbox", async (name, _, problem, advice) => {
    const { id, urn, outputs } = before.get(name) as StateResource
    let run = together
    if (name === alone) {
      refuse(cases.filter(([name]) => name === alone))
      run = await stack.refresh("--target", urn)
      stack.account.clearFaults()
    }
    expect(run.code).not.toBe(0)
    const action = `Cannot read sandbox ${id}: `
    const line = run.output.split("\n").find((text) => text.includes(action))
    expect(line).toContain(`${action}GET /v1/sandboxes/${id} ${problem}`)
    expect(line).toContain(advice)
    expect(run.output).not.toMatch(/^\s+at /m)
    expect(stack.resource(nameOf(name))).toMatchObject({ id, outputs: plain(outputs) })
  })
})
