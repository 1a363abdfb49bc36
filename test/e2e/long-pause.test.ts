import { type Emulator, startEmulator } from "../../emulator/src"
import { recover } from "../support/recover"
import { Stack } from "../support/stack"
import { expectWhole, managed } from "../support/whole"

const count = 14
const program = `for (let n = 0; n < ${count}; n++) new scalebox.Sandbox("box-" + n)`

describe("An API that gives no answer for long", () => {
  let emulator: Emulator
  let stack: Stack
  beforeAll(async () => {
    emulator = await startEmulator({ bootMs: 50, stopMs: 30 })
    stack = await Stack.create(emulator, "long-pause", {
      program,
    })
  })
  afterAll(async () => {
    stack.dispose()
    await emulator.close()
  })

  test("on whether a sandbox was created twice costs none that was created", async () => {
    const { account } = stack
    account.addFault({
      endpoint: "createSandbox",
      kind: "resetBefore",
      sandbox: ({ name }) => name === "box-0",
    })
    const posts = () =>
      account.requests().filter(({ body }) => JSON.stringify(body)?.includes('"box-0"')).length
    account.addFault({
      endpoint: "listSandboxes",
      kind: "status",
      status: 401,
      // Once it was asked for a second time.
      sandbox: () => posts() > 1,
      times: Number.POSITIVE_INFINITY,
    })
    const { output } = await stack.mustUp()
    account.clearFaults()
    expect(output).toMatch(
      /warning: a sandbox had to be asked for twice, and .* could not be seen: GET \/v1\/sandboxes answered 401/,
    )
    expectWhole(stack, count)
  })

  test("on whether a sandbox was created at all says so, and recover lists it", async () => {
    const { account } = stack
    const before = managed(stack)
    account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    account.addFault({
      endpoint: "listSandboxes",
      kind: "status",
      status: 401,
      times: Number.POSITIVE_INFINITY,
    })
    stack.setProgram(`${program}; new scalebox.Sandbox("late")`)
    const up = await stack.up()
    expect(up.code).not.toBe(0)
    expect(up.output).toMatch(
      /Cannot create sandbox "late": GET \/v1\/sandboxes answered 401.*; it may have been created after all: see what `npx pulumi-scalebox recover` lists/,
    )
    account.clearFaults()
    const late = account.sandboxes().find(({ name }) => name === "late")
    const listed = await recover(stack, "--yes")
    expect(listed.output).toContain(`--delete ${late?.sandboxId}`)
    await recover(stack, "--yes", "--delete", late?.sandboxId ?? "")
    stack.setProgram(program)
    expectWhole(stack, count)
    expect(managed(stack)).toEqual(before)
  })

  test("as it asks to wait for longer than a refresh may take fails that at once and drops nothing", async () => {
    const before = managed(stack)
    // A pause of more than a minute holds only calls of its kind.
    for (const endpoint of ["listSandboxes", "getSandbox"] as const) {
      stack.account.addFault({
        endpoint,
        kind: "status",
        status: 429,
        headers: { "retry-after": "300" },
        times: Number.POSITIVE_INFINITY,
      })
    }
    const started = Date.now()
    const run = await stack.refresh()
    // Whoever waited until the end of a read's time would need two minutes.
    expect(Date.now() - started).toBeLessThan(110_000)
    expect(run.code).not.toBe(0)
    const [, left] =
      /Cannot read sandbox sbx-\w+: .*\(given up, as the API asks to wait for 300 s, and (\d+) s are left\)/.exec(
        run.output,
      ) ?? []
    // Of the two minutes, as far as a busy machine lets it be at once.
    expect(Number(left)).toBeGreaterThan(60)
    expect(Number(left)).toBeLessThanOrEqual(120)
    expect(managed(stack)).toEqual(before)
    stack.account.clearFaults()
    await stack.end()
  })
})
