import { type Emulator, startEmulator } from "../../emulator/src"
import { showFigures } from "../support/figures"
import { type Run, Stack } from "../support/stack"

const program = `for (let n = 0; n < 50; n++) new scalebox.Sandbox("box-" + n)`

test("50 sandboxes behind 20 requests a second are all created, with few answers being 429", async () => {
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
    stack.dispose()
  } finally {
    await emulator.close()
  }
}, 180_000)

describe("A 429", () => {
  /** Each has an account of its own, by a Provider of its own. */
  const names = ["date", "missing"]
  let emulator: Emulator
  let stack: Stack
  let run: Run
  const accountOf = (name: string) => emulator.account(`${stack.apiKey}-${name}`)
  beforeAll(async () => {
    emulator = await startEmulator({ bootMs: 50, stopMs: 30 })
    stack = await Stack.create(emulator, "retry-after", {
      program: `
        for (const name of ${JSON.stringify(names)}) {
          const provider = new scalebox.Provider(name, { apiKey: process.env.SCALEBOX_API_KEY + "-" + name })
          for (let n = 0; n < 5; n++) new scalebox.Sandbox(name + "-" + n, {}, { provider })
        }
        new scalebox.Sandbox("box", {}, { customTimeouts: { create: "8s" } })
      `,
    })
    const refusal = { kind: "status", endpoint: "createSandbox", status: 429 } as const
    const date = new Date(Date.now() + 3000).toUTCString()
    accountOf("date").addFault({ ...refusal, headers: { "retry-after": date }, times: 5 })
    accountOf("missing").addFault({ ...refusal, times: 5 })
    const endless = { headers: { "retry-after": "1" }, times: Number.POSITIVE_INFINITY }
    stack.account.addFault({ ...refusal, ...endless })
    run = await stack.up("--continue-on-error")
  })
  afterAll(async () => {
    stack.dispose()
    await emulator.close()
  })

  test.each([
    ["a date", "date"],
    ["missing", "missing"],
  ])("whose Retry-After is %s holds the calls back and fails nothing", (_, name) => {
    const posts = accountOf(name)
      .requests()
      .filter(({ method }) => method === "POST")
    expect(accountOf(name).sandboxes()).toHaveLength(5)
    expect(posts).toHaveLength(10)
    const made = stack.resources().filter(({ urn }) => urn.includes(`::${name}-`))
    expect(made.map(({ initErrors = [] }) => initErrors)).toEqual(Array(5).fill([]))
    expect(run.output).not.toContain(`sandbox "${name}-`)
  })

  test("that never ends stops at the operation's deadline and says what was tried", () => {
    expect(run.code).not.toBe(0)
    expect(run.output).toMatch(
      /Cannot create sandbox "box": POST \/v1\/sandboxes answered 429.*given up after \d+ tries in \d+ s/,
    )
    expect(() => stack.resource("box")).toThrow("No resource box")
  })
})
