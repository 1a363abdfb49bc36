import type { RequestFault } from "../../emulator/src"
import { sharedEmulator } from "../support/emulator"
import { forwardTo, serve } from "../support/servers"
import { Stack } from "../support/stack"

type Answer =
  | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: "rawBody"; rawBody: string }

// It asks for more patience than a call has, so it is not tried again.
const headers = { "retry-after": "3600" }
const listed = (sandboxes: object[], totalPages: number) =>
  JSON.stringify({
    success: true,
    data: {
      sandboxes,
      pagination: { page: 1, limit: 100, total: 100 * totalPages, total_pages: totalPages },
    },
  })
const bare = { sandbox_id: "sbx-0", status: "running" }

/** More than are asked for one by one. */
const count = 12

describe("A refresh whose listing is answered with", () => {
  let stack: Stack
  let ids: (string | undefined)[]
  const stored = () =>
    stack
      .resources()
      .map(({ id }) => id)
      .sort()
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "lying-list", {
      program: `for (let n = 0; n < ${count}; n++) new scalebox.Sandbox("box-" + n, { timeout: 3600 })`,
    })
    await stack.mustUp()
    ids = stored()
    expect(ids).toHaveLength(count)
  })
  afterAll(() => stack.dispose())

  const answers: [name: string, answer: Answer][] = [
    ["401", { kind: "status", status: 401 }],
    ["403", { kind: "status", status: 403 }],
    ["404 of a route", { kind: "status", status: 404, body: { detail: "Not Found" } }],
    ["500", { kind: "status", status: 500, headers }],
    ["HTML", { kind: "rawBody", rawBody: "<html><body>Please log in</body></html>" }],
    ["JSON that was cut", { kind: "rawBody", rawBody: `{"success": true, "data": {"sandboxes": [` }],
    ["nothing", { kind: "rawBody", rawBody: "" }],
    ["an empty list", { kind: "rawBody", rawBody: listed([], 1) }],
    ["a list that lacks fields", { kind: "rawBody", rawBody: listed([bare], 1) }],
    ["the same page for ever", { kind: "rawBody", rawBody: listed([bare], 1000) }],
  ]
  // One refresh makes one listing; those that are tried again would cost the time of several.
  test.each(answers)("%s asks for each sandbox by itself and drops none", async (_, answer) => {
    stack.account.clearRequests()
    const fault: RequestFault = { endpoint: "listSandboxes", times: Number.POSITIVE_INFINITY, ...answer }
    stack.account.addFault(fault)
    const run = await stack.refresh()
    stack.account.clearFaults()
    stack.succeeded(run, "refresh")
    expect(stored()).toEqual(ids)
    const calls = stack.requests()
    expect(calls).toContain("GET /v1/sandboxes")
    for (const id of ids) expect(calls).toContain(`GET /v1/sandboxes/${id}`)
  })

  test("ever new sandboxes on ever new pages soon stops paging and drops none", async () => {
    const { port } = new URL(stack.emulator.url)
    const forward = forwardTo(Number(port))
    let pages = 0
    const endless = await serve((request, answer) => {
      const { pathname } = new URL(request.url ?? "", "http://any")
      if (pathname !== "/v1/sandboxes") return forward(request, answer)
      pages += 1
      answer.setHeader("content-type", "application/json")
      const sandboxes = Array.from({ length: 100 }, (_, n) => ({ ...bare, sandbox_id: `sbx-${pages}-${n}` }))
      answer.end(listed(sandboxes, pages + 1))
    })
    stack.env = { ...stack.env, SCALEBOX_API_URL: `http://127.0.0.1:${endless}` }
    stack.succeeded(await stack.refresh(), "refresh")
    stack.env = { ...stack.env, SCALEBOX_API_URL: stack.emulator.url }
    expect(stored()).toEqual(ids)
    expect(pages).toBeLessThanOrEqual(count)
  })

  test("500, with each sandbox's own answer 500 as well, fails and drops none", async () => {
    for (const endpoint of ["listSandboxes", "getSandbox"] as const) {
      stack.account.addFault({
        endpoint,
        kind: "status",
        status: 500,
        headers,
        times: Number.POSITIVE_INFINITY,
      })
    }
    const run = await stack.refresh()
    stack.account.clearFaults()
    expect(run.code).not.toBe(0)
    expect(run.output).toMatch(/Cannot read sandbox sbx-\w+: GET \S+ answered 500/)
    expect(stored()).toEqual(ids)
  })
})

test("A single early 404 of a sandbox that was just created is asked again", async () => {
  const stack = await Stack.create(await sharedEmulator(), "early-404", {
    program: `new scalebox.Sandbox("dev")`,
  })
  const error = { success: false, error: "Sandbox not found", code: "sandbox_not_found" }
  stack.account.addFault({ endpoint: "getSandbox", kind: "status", status: 404, body: error })
  await stack.mustUp()
  expect(stack.requests("POST")).toEqual(["POST /v1/sandboxes"])
  expect(stack.account.requests().map(({ status }) => status)).toContain(404)
  expect(stack.resource("dev")).toMatchObject({
    id: stack.account.sandboxes()[0]?.sandboxId,
    outputs: { status: "running" },
  })
  stack.dispose()
})
