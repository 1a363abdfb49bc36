import { startEmulator } from "../../emulator/src"
import { showFigures } from "../support/figures"
import { Stack } from "../support/stack"

const program = `for (let n = 0; n < 50; n++) new scalebox.Sandbox("box-" + n)`

test("50 sandboxes behind 20 requests a second are all made, with few answers being 429", async () => {
  const emulator = await startEmulator({ bootMs: 500, stopMs: 100, rateLimit: 20 })
  try {
    const stack = await Stack.create(emulator, "limited", { program, env: { PULUMI_PARALLEL: "64" } })
    await stack.mustUp()
    expect(stack.account.sandboxes().map(({ status }) => status)).toEqual(Array(50).fill("running"))
    const answers = stack.account.requests().map(({ status }) => status)
    const refused = answers.filter((status) => status === 429).length
    expect(refused).toBeGreaterThan(0)
    showFigures({ sandboxes: 50, answers: answers.length, refused })
    expect(refused / answers.length).toBeLessThan(0.1)
    stack.account.configure({ rateLimit: 0 })
    await stack.end()
  } finally {
    await emulator.close()
  }
}, 180_000)

test.each([
  ["a date", { "retry-after": new Date(Date.now() + 3000).toUTCString() }],
  ["missing", {}],
])("a Retry-After that is %s holds the calls back and fails nothing", async (_, headers) => {
  const emulator = await startEmulator({ bootMs: 50, stopMs: 30 })
  try {
    const stack = await Stack.create(emulator, "retry-after", {
      program: `for (let n = 0; n < 5; n++) new scalebox.Sandbox("box-" + n)`,
    })
    stack.account.addFault({ kind: "status", endpoint: "createSandbox", status: 429, headers, times: 5 })
    await stack.mustUp()
    expect(stack.account.sandboxes()).toHaveLength(5)
    expect(stack.requests("POST")).toHaveLength(10)
    await stack.end()
  } finally {
    await emulator.close()
  }
})

test("a limit that never ends stops at the operation's deadline and says what was tried", async () => {
  const emulator = await startEmulator({ bootMs: 50, stopMs: 30 })
  try {
    const stack = await Stack.create(emulator, "endless", {
      program: `new scalebox.Sandbox("box", {}, { customTimeouts: { create: "4s" } })`,
    })
    const refuse = {
      kind: "status",
      endpoint: "createSandbox",
      status: 429,
      headers: { "retry-after": "1" },
    } as const
    stack.account.addFault({ ...refuse, times: Number.POSITIVE_INFINITY })
    const up = await stack.up()
    expect(up.code).not.toBe(0)
    expect(up.output).toMatch(
      /Cannot create sandbox "box": POST \/v1\/sandboxes answered 429.*given up after \d tries in \d s/,
    )
    expect(stack.resources()).toEqual([])
    await stack.end()
  } finally {
    await emulator.close()
  }
})
