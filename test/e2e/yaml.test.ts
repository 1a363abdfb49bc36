import { join } from "node:path"
import { sharedEmulator } from "../support/emulator"
import { version } from "../support/plugin"
import { isAlive, killWithHost, until } from "../support/processes"
import type { Run } from "../support/stack"
import { YamlStack } from "../support/yaml-stack"

/** A program of one resource in each line: its name, its kind, its properties and options in YAML's flow form. */
const program = (...rows: [name: string, kind: string, properties?: string, options?: string][]) =>
  ["resources:"]
    .concat(
      rows.map(
        ([name, kind, properties = "{}", options = "{}"]) =>
          `  ${name}: { type: "scalebox:${kind}", properties: ${properties}, options: ${options} }`,
      ),
    )
    .join("\n")

/** A property of another resource, as YAML programs write it. */
const of = (property: string) => ["$", `{${property}}`].join("")

const never = "never-show-variable"

describe("A YAML program", () => {
  let stack: YamlStack
  const life = (timeout: number, variable = never, count = 1) =>
    program(
      ["dev", "Sandbox", `{ timeout: ${timeout}, envVars: { TOKEN: "${variable}" } }`],
      ["peer", "Sandbox", `{ metadata: { peer: "${of("dev.sandboxDomain")}" } }`],
      ["web", "SandboxPort", `{ sandboxId: "${of("dev.id")}", port: 8080, name: web }`],
      ["agents", "SandboxPool", `{ count: ${count}, timeout: 600 }`],
      ["night", "SandboxPowerState", `{ sandboxId: "${of("peer.id")}", state: running }`],
      ["team", "SandboxProjectAssignment", `{ sandboxId: "${of("peer.id")}", projectId: prj-a }`],
      ["golden", "SandboxTemplate", `{ sandboxId: "${of("dev.id")}", name: yaml-golden }`],
    ).concat("\noutputs:\n  url: ", of("web.url"), "\n  token: ", of("dev.envdAccessToken"))
  let created: Run
  beforeAll(async () => {
    stack = await YamlStack.create(await sharedEmulator(), "yaml-life", { program: life(600) })
    created = await stack.mustUp()
  })
  afterAll(() => stack.end())

  const ids = () => Object.fromEntries(stack.resources().map(({ urn, id }) => [urn.split("::").at(-1), id]))

  test("makes all six resources, and keeps no secret in plain text", () => {
    expect(created.plan).toEqual(
      ["agents", "dev", "golden", "night", "peer", "team", "web"].map((name) => `create ${name}`),
    )
    expect(stack.outputs().url).toMatch(/^https:\/\/8080-/)
    expect(stack.backendText()).not.toContain(never)
    expect(stack.backendText()).not.toContain("envd-")
    expect(stack.backendText()).not.toContain(stack.apiKey)
  })

  test("changes nothing the second time, and asks nothing", async () => {
    stack.account.clearRequests()
    const again = await stack.previewedUp("--expect-no-changes")
    expect(again.code).toBe(0)
    expect(stack.requests()).toEqual([])
  })

  test("shows in the preview of a longer timeout that nothing else changes, and extends in place", async () => {
    const before = ids()
    stack.setProgram(life(900, never, 2))
    const preview = await stack.preview("--diff")
    expect(preview.plan).toEqual(["update agents", "update dev"])
    expect(preview.output).toContain("~ timeout: 600 => 900")
    expect(preview.output).not.toContain("- status")
    stack.account.clearRequests()
    await stack.mustUp()
    expect(stack.requests("PUT")).toEqual(expect.arrayContaining([`PUT /v1/sandboxes/${before.dev}`]))
    expect(stack.resource("agents").outputs.sandboxIds).toHaveLength(2)
    expect(ids()).toEqual(before)
  })

  test("says by names why a replacement comes whose values are secret", async () => {
    stack.setProgram(life(900, `${never}-2`, 2))
    const preview = await stack.preview()
    expect(preview.plan).toContain("replace dev")
    expect(preview.steps.find(({ op, name }) => op === "replace" && name === "dev")?.keys).toEqual([
      "envVars",
    ])
    expect(preview.output).toContain("TOKEN")
    expect(preview.output).not.toContain(never)
    stack.setProgram(life(900, never, 2))
  })

  test("is refreshed without a change, and finds what somebody has paused and ended", async () => {
    const { peer, dev } = ids()
    expect((await stack.refresh("--expect-no-changes")).code).toBe(0)
    stack.account.change(peer ?? "", { status: "paused" })
    const drift = await stack.run(["preview", "--refresh"])
    expect(drift.plan.filter((step) => !step.startsWith("refresh"))).toEqual(["update night"])
    await stack.mustUp("--refresh")
    expect(stack.account.sandbox(peer ?? "")?.status).toMatch(/running|resuming/)
    stack.account.change(dev ?? "", { status: "terminated" })
    const gone = await stack.run(["preview", "--refresh"])
    expect(gone.plan).toEqual(expect.arrayContaining(["create dev", "create web"]))
    await stack.mustUp("--refresh")
  })

  test("is destroyed to the last sandbox", async () => {
    const destroyed = await stack.destroy()
    expect(destroyed.code).toBe(0)
    expect(stack.account.sandboxes().filter(({ status }) => status !== "terminated")).toEqual([])
  })
})

describe("Options", () => {
  let stack: YamlStack
  beforeAll(async () => {
    stack = await YamlStack.create(await sharedEmulator(), "yaml-options", {
      program: program(
        ["kept", "Sandbox", "{ description: one, timeout: 600 }", "{ protect: true }"],
        ["ignored", "Sandbox", "{ description: one }", "{ ignoreChanges: [description] }"],
        ["renamed", "Sandbox", "{ description: one }"],
        ["strict", "Sandbox", "{ timeout: 600 }", "{ replaceOnChanges: [timeout] }"],
        ["first", "Sandbox", "{ description: one }", "{ deleteBeforeReplace: true }"],
      ),
    })
    await stack.mustUp()
  })
  afterAll(() => stack.end())

  test("of Pulumi work as its documentation says", async () => {
    const before = Object.fromEntries(stack.resources().map(({ urn, id }) => [urn.split("::").at(-1), id]))
    stack.setProgram(
      program(
        ["kept", "Sandbox", "{ description: one, timeout: 900 }", "{ protect: true }"],
        ["ignored", "Sandbox", "{ description: two }", "{ ignoreChanges: [description] }"],
        [
          "another",
          "Sandbox",
          "{ description: one, name: renamed }",
          "{ aliases: ['urn:pulumi:test::yaml-options::scalebox:index:Sandbox::renamed'] }",
        ],
        ["strict", "Sandbox", "{ timeout: 900 }", "{ replaceOnChanges: [timeout] }"],
        ["first", "Sandbox", "{ description: two }", "{ deleteBeforeReplace: true }"],
      ),
    )
    const plan = join(stack.folder, "plan.json")
    const preview = await stack.preview("--save-plan", plan)
    expect(preview.plan).toEqual(
      [
        "create-replacement strict",
        "delete-replaced first",
        "create-replacement first",
        "delete-replaced strict",
        "replace first",
        "replace strict",
        "update kept",
      ].sort(),
    )
    const up = await stack.mustUp("--plan", plan)
    expect(up.plan).toEqual(preview.plan)
    expect(stack.resource("another").id).toBe(before.renamed)
    expect(stack.resource("ignored").id).toBe(before.ignored)
    expect(stack.resource("kept").id).toBe(before.kept)
    stack.setProgram(program(["kept", "Sandbox", "{ description: two }", "{ protect: true }"]))
    const refused = await stack.preview()
    expect(refused.output).toContain("protect")
    expect(stack.account.sandbox(before.kept ?? "")?.status).toBe("running")
  })

  test("customTimeouts bound the wait, whose id is kept, and the next run goes on", async () => {
    stack.account.configure({ bootMs: 600_000 })
    stack.setProgram(
      program(
        ["kept", "Sandbox", "{ description: one, timeout: 900 }", "{ protect: false }"],
        ["slow", "Sandbox", "{}", "{ customTimeouts: { create: 5s } }"],
      ),
    )
    const late = await stack.up()
    expect(late.code).not.toBe(0)
    expect(late.output).toContain("raise customTimeouts.create")
    const { id } = stack.resource("slow")
    expect(stack.account.sandbox(id ?? "")).toBeDefined()
    stack.account.configure({ bootMs: 60 })
    const next = await stack.mustUp()
    expect(next.plan).toContain("update slow")
    expect(stack.resource("slow")).toMatchObject({ id, outputs: { status: "running" } })
  })

  test("a sandbox that fails to boot is kept with its reason, and replaced by the next run", async () => {
    stack.account.addFault({ kind: "failBoot", substatus: "deploying", reason: "disk full", times: 1 })
    stack.setProgram(program(["broken", "Sandbox"]))
    const failed = await stack.up()
    expect(failed.code).not.toBe(0)
    expect(failed.output).toContain("disk full")
    const { id, initErrors } = stack.resource("broken")
    expect(initErrors?.[0]).toContain("disk full")
    const next = await stack.mustUp()
    expect(next.plan).toContain("replace broken")
    expect(stack.resource("broken").id).not.toBe(id)
    expect(stack.account.sandboxes().map(({ sandboxId }) => sandboxId)).toEqual([stack.resource("broken").id])
  })

  test("all that is wrong with a program is said in its preview, without a value", async () => {
    stack.setProgram(
      program([
        "broken",
        "Sandbox",
        "{ timeout: 5, locality: { force: true }, customPorts: [{ port: 0, name: a }] }",
      ]),
    )
    const { code, problems } = await stack.preview()
    expect(code).not.toBe(0)
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^timeout: must be at least/),
        expect.stringMatching(/^customPorts\[0\]\.port: /),
        expect.stringMatching(/^locality\.force: has no effect/),
      ]),
    )
  })
})

describe("Accounts", () => {
  let stack: YamlStack
  const rotated = "sk-yaml-rotated"
  const other = "sk-yaml-other"
  const two = (provider: string, eu = "secretless") =>
    program(["eu", "placeholder"], ["mine", "Sandbox", "{}", provider]).replace(
      '{ type: "scalebox:placeholder", properties: {}, options: {} }',
      `{ type: "pulumi:providers:scalebox", properties: { apiKey: "${eu}" }, options: { version: "${version}" } }`,
    )
  beforeAll(async () => {
    stack = await YamlStack.create(await sharedEmulator(), "yaml-accounts", {
      program: two("{}", other),
      config: { "scalebox:apiKey": "secret:sk-yaml-first" },
      env: { SCALEBOX_API_KEY: undefined },
      apiKey: "sk-yaml-first",
    })
    await stack.mustUp()
  })
  afterAll(() => stack.end())

  test("a rotated key of the default provider is used at once, also by refresh and destroy alone", async () => {
    expect(stack.backendText()).not.toContain("sk-yaml")
    stack.account.addKey(rotated)
    await stack.configure({ "scalebox:apiKey": `secret:${rotated}` })
    expect((await stack.refresh("--expect-no-changes")).code).toBe(0)
    const again = await stack.preview("--expect-no-changes")
    expect(again.code).toBe(0)
    expect(again.output).not.toContain("providers:scalebox")
  })

  test("a resource that moves to a provider of another account is created there, and deleted here", async () => {
    const { id } = stack.resource("mine")
    stack.setProgram(two(`{ provider: "${of("eu")}" }`, other))
    const moved = await stack.previewedUp()
    expect(moved.code).toBe(0)
    expect(moved.plan).toContain("replace mine")
    const there = stack.emulator.account(other)
    expect(there.sandboxes().map(({ sandboxId }) => sandboxId)).toEqual([stack.resource("mine").id])
    expect(stack.account.sandbox(id ?? "")).toBeUndefined()
    expect(stack.backendText()).not.toContain(other)
    stack.emulator.account(other).addKey("sk-yaml-other-2")
    stack.setProgram(two(`{ provider: "${of("eu")}" }`, "sk-yaml-other-2"))
    const again = await stack.previewedUp()
    expect(again.code).toBe(0)
    expect(again.plan).toEqual([])
  })
})

describe("A run that ends early", () => {
  let stack: YamlStack
  const three = program(["one", "Sandbox"], ["two", "Sandbox"], ["agents", "SandboxPool", "{ count: 2 }"])
  beforeAll(async () => {
    stack = await YamlStack.create(await sharedEmulator(), "yaml-ends", { program: three })
    stack.account.configure({ bootMs: 600_000 })
  })
  afterAll(() => stack.end())

  const started = async (count: number) => {
    const run = stack.start(["up", "--yes", "--skip-preview"])
    await until(`${count} sandboxes are created`, () => stack.account.sandboxes().length >= count)
    return run
  }

  test("by Ctrl-C is back at once with every id in the state, and the next run goes on", async () => {
    const { child, done } = await started(4)
    const began = Date.now()
    child.kill("SIGINT")
    const ended = await done
    // A second on a quiet machine; without Cancel it would be ten minutes.
    expect(Date.now() - began).toBeLessThan(100_000)
    expect(ended.code).not.toBe(0)
    const pool = stack.resource("agents").outputs.sandboxIds as string[]
    expect([stack.resource("one").id, stack.resource("two").id, ...pool].sort()).toEqual(
      stack.account
        .sandboxes()
        .map(({ sandboxId }) => sandboxId)
        .sort(),
    )
    expect(stack.deployment().pending_operations).toEqual([])
    stack.account.configure({ bootMs: 20 })
    const next = await stack.mustUp()
    expect(next.plan).toEqual(["update agents", "update one", "update two"])
    expect(stack.account.sandboxes()).toHaveLength(4)
  })

  test("by a kill leaves no plugin behind, and what it created can be found by its nonce", async () => {
    stack.account.configure({ bootMs: 600_000 })
    stack.setProgram(`${three}\n  late: { type: "scalebox:Sandbox" }`)
    const { child, done } = await started(5)
    const survivors = killWithHost(child)
    await done
    await until("the plugin has ended", () => !survivors.some(isAlive))
    await stack.mustRun(["cancel", "--yes"])
    const [pending] = stack.deployment().pending_operations as {
      resource: { inputs: Record<string, { nonce: string }> }
    }[]
    const nonce = pending?.resource.inputs.__scalebox?.nonce
    const made = stack.account
      .sandboxes()
      .find(({ metadata }) => metadata?.["pulumi-scalebox-nonce"] === nonce)
    expect(nonce).toBeTruthy()
    stack.account.change(made?.sandboxId ?? "no sandbox", { status: "terminated" })
  })
})
