import { sharedEmulator } from "../support/emulator"
import { type Run, Stack } from "../support/stack"

const otherAccount = "belongs to another account than that of the API key"
const unknownAccount = "is not known to the account of the API key, and another key created it"
const advice = "SCALEBOX_BELIEVE_MISSING=true"

/** They live for longer than all runs take: what has ended may be gone in any account. */
const declared = (marker = "one") => `
const timeout = 3600
for (const name of ["one", "two"]) new scalebox.Sandbox(name, { timeout, metadata: { marker: "${marker}" } })
const source = new scalebox.Sandbox("source", { timeout })
new scalebox.SandboxPool("pool", { timeout, count: 2 })
new scalebox.SandboxPort("port", { sandbox: source.id, port: 8080, name: "web" })
new scalebox.SandboxPowerState("power", { sandbox: source.id, state: "running" })
new scalebox.SandboxTemplate("template", { sandbox: source.id, name: "accounts-template" })
`

/** In no order: each run writes them in the order in which they were ready. */
const named = (stack: Stack) =>
  stack
    .resources()
    .map(({ urn, id }) => `${urn} ${id}`)
    .sort()
const living = (stack: Stack) => stack.account.sandboxes().filter(({ status }) => status === "running").length

/** The engine makes no call to delete what ends with its sandbox, and forgets it before the sandbox's own delete fails. */
const endsWithSandbox = /SandboxPort|SandboxPowerState/

/** A run that must be refused, with nothing changed in the state, as far as that is judged, and on the server. */
async function refused(
  stack: Stack,
  run: () => Promise<Run>,
  message: string,
  isJudged: (urn: string) => boolean = () => true,
) {
  const [before, alive] = [named(stack).filter(isJudged), living(stack)]
  const failed = await run()
  expect(failed.code).not.toBe(0)
  expect(failed.output).toContain(message)
  expect(failed.output).toContain(advice)
  expect(failed.output).not.toContain(stack.env.SCALEBOX_API_KEY)
  expect(named(stack).filter(isJudged)).toEqual(before)
  expect(living(stack)).toBe(alive)
  return failed
}

describe("With the key of another account", () => {
  let stack: Stack
  const strange = "sk-accounts-strange"
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "accounts", { program: declared() })
    stack.account.configure({ bootMs: 0, stopMs: 0 })
    await stack.mustUp()
  })
  afterEach(() => {
    stack.env.SCALEBOX_API_KEY = stack.apiKey
  })
  afterAll(() => stack.end())

  test("nothing is dropped, replaced or left, and an account that shows nothing says no more", async () => {
    stack.env.SCALEBOX_API_KEY = strange
    await refused(stack, () => stack.refresh(), unknownAccount)
    const before = stack.stateText
    await refused(
      stack,
      () => stack.destroy(),
      unknownAccount,
      (urn) => !endsWithSandbox.test(urn),
    )
    stack.stateText = before
    expect(stack.emulator.account(strange).sandboxes()).toEqual([])
  })

  test("an account that shows sandboxes of its own is known to be another one", async () => {
    stack.env.SCALEBOX_API_KEY = strange
    const answer = await fetch(`${stack.emulator.url}/v1/sandboxes`, {
      method: "POST",
      headers: { "X-API-Key": strange, "Content-Type": "application/json" },
      body: "{}",
    })
    expect(answer.status).toBe(201)
    const theirs = stack.emulator.account(strange).sandboxes().length
    const { output } = await refused(stack, () => stack.refresh("--parallel", "16"), otherAccount)
    for (const label of ["Sandbox sbx-", 'Pool "pool"', "Port sbx-", "Template "]) {
      expect(output).toMatch(new RegExp(`${label}\\S* ?${otherAccount}`))
    }
    stack.setProgram(declared("two"))
    await refused(stack, () => stack.preview(), otherAccount)
    await refused(stack, () => stack.up(), otherAccount)
    stack.setProgram(declared())
    expect(stack.emulator.account(strange).sandboxes()).toHaveLength(theirs)
  })

  test("a further key of the same account changes nothing, also for what was deleted by hand", async () => {
    const rotated = `${stack.apiKey}-rotated`
    stack.account.addKey(rotated)
    stack.env.SCALEBOX_API_KEY = rotated
    stack.succeeded(await stack.preview("--refresh", "--expect-no-changes"), "preview")
    stack.account.remove(stack.resource("one").id ?? "")
    const again = stack.succeeded(await stack.up("--refresh"), "up")
    expect(again.plan.filter((step) => !step.startsWith("refresh"))).toEqual(["create one"])
  })

  test("whoever knows that all is gone says so for one run", async () => {
    const [before, alive] = [stack.stateText, living(stack)]
    Object.assign(stack.env, { SCALEBOX_API_KEY: strange, SCALEBOX_BELIEVE_MISSING: "true" })
    stack.succeeded(await stack.destroy(), "destroy")
    delete stack.env.SCALEBOX_BELIEVE_MISSING
    expect(stack.resources()).toEqual([])
    expect(living(stack)).toBe(alive)
    stack.stateText = before
  })

  test("the key that created them is believed, also if all was deleted by hand", async () => {
    for (const { sandboxId } of stack.account.sandboxes()) stack.account.remove(sandboxId)
    stack.succeeded(await stack.destroy(), "destroy")
    expect(stack.resources()).toEqual([])
  })
})

describe("A resource that is given another provider", () => {
  const program = (option: string) => `
const b = new scalebox.Provider("b", { apiKey: process.env.KEY_B })
const same = new scalebox.Provider("same", { apiKey: process.env.SCALEBOX_API_KEY })
const dev = new scalebox.Sandbox("dev", {}, { ${option} })
new scalebox.SandboxPort("port", { sandbox: dev, port: 8080, name: "web" })
new scalebox.SandboxPool("pool", { count: 2 }, { ${option} })
`
  test("of another account is created there and deleted here, by its old provider; of the same account stays", async () => {
    const emulator = await sharedEmulator()
    const stack = await Stack.create(emulator, "moved", { program: program("") })
    const [here, there] = [stack.account, emulator.account("sk-moved-b")]
    stack.env.KEY_B = "sk-moved-b"
    for (const account of [here, there]) account.configure({ bootMs: 0, stopMs: 0 })
    await stack.mustUp()

    stack.setProgram(program("provider: same"))
    expect((await stack.mustUp()).plan.filter((step) => step.startsWith("create"))).toEqual([])
    expect(here.sandboxes()).toHaveLength(3)

    stack.setProgram(program("provider: b"))
    const preview = stack.succeeded(await stack.preview(), "preview")
    expect(preview.plan.filter((step) => / (dev|pool)$/.test(step)).join()).toContain("replace dev")
    await stack.mustUp()
    expect(here.sandboxes()).toEqual([])
    expect(there.sandboxes()).toHaveLength(3)
    stack.succeeded(await stack.preview("--refresh", "--expect-no-changes"), "preview")

    stack.setProgram(program(""))
    await stack.mustUp()
    expect([here.sandboxes().length, there.sandboxes().length]).toEqual([3, 0])
    stack.dispose()
  })
})

describe("The key from the environment", () => {
  test("of a Provider with envVarMappings serves resources and functions, whatever the stack says", async () => {
    const emulator = await sharedEmulator()
    const stack = await Stack.create(emulator, "mapped", {
      program: `
const eu = new scalebox.Provider("eu", {}, { envVarMappings: { EU_KEY: "SCALEBOX_API_KEY" } })
const dev = new scalebox.Sandbox("dev", {}, { provider: eu })
exports.seen = dev.id
  .apply(() => scalebox.getSandboxStatsOutput({ provider: eu }))
  .apply(({ totalSandboxes }) => totalSandboxes)
`,
      config: { "scalebox:apiKey": "secret:sk-mapped-default" },
      env: { EU_KEY: "sk-mapped-eu", SCALEBOX_API_KEY: undefined },
    })
    await stack.mustUp()
    expect(emulator.account("sk-mapped-eu").sandboxes()).toHaveLength(1)
    expect(stack.outputs().seen).toBe(1)
    expect(emulator.account("sk-mapped-default").sandboxes()).toEqual([])
    stack.succeeded(await stack.destroy(), "destroy")
    expect(emulator.account("sk-mapped-eu").sandboxes()).toEqual([])
    stack.dispose()
  })

  test("that a program sets itself is too late for the provider, which says so", async () => {
    const stack = await Stack.create(await sharedEmulator(), "dotenv", {
      program: `process.env.SCALEBOX_API_KEY = "sk-dotenv-own"\nfor (const name of ["one", "two"]) new scalebox.Sandbox(name)`,
      env: { SCALEBOX_API_KEY: undefined },
    })
    const without = await stack.preview()
    expect(without.problems).toEqual([
      "No ScaleBox API key is configured: the program sets SCALEBOX_API_KEY itself, which is too late. Set SCALEBOX_API_KEY in " +
        "the environment of the `pulumi` command, or run `pulumi config set --secret scalebox:apiKey`",
    ])
    stack.env.SCALEBOX_API_KEY = stack.apiKey
    const other = stack.succeeded(await stack.preview(), "preview")
    const [, diagnostics = ""] = other.output.split("Diagnostics:")
    expect(diagnostics.split("warning: the program has another SCALEBOX_API_KEY")).toHaveLength(2)
    stack.dispose()
  })
})
