import type { SandboxRecord } from "../../emulator/src"
import { makeByHand } from "../support/by-hand"
import { sharedEmulator } from "../support/emulator"
import { type Run, Stack } from "../support/stack"

/** How the engine marks a secret in the state. */
const encrypted = expect.objectContaining({ ciphertext: expect.any(String) })

describe("Options of one stack", () => {
  const before = `
    const renamed = new scalebox.Sandbox("old-name", {})
    new scalebox.SandboxPort("old-port", { sandbox: renamed, port: 8080, name: "web" })
    new scalebox.SandboxPort("ignores-sandbox", { sandbox: renamed, port: 9000, name: "api" }, { ignoreChanges: ["sandbox"] })
    new scalebox.Sandbox("lost", {})
    new scalebox.Sandbox("ignores-timeout", { timeout: 600 }, { ignoreChanges: ["timeout"] })
    new scalebox.Sandbox("ignores-less", { timeout: 600 }, { ignoreChanges: ["timeout"] })
    new scalebox.Sandbox("ignores-metadata", { metadata: { a: "1" } }, { ignoreChanges: ["metadata"] })
    new scalebox.Sandbox("ignores-in-vain", { timeout: 600, metadata: { a: "1" } })
    new scalebox.Sandbox("replaced-by-name", { timeout: 600 }, { replaceOnChanges: ["timeout"] })
    new scalebox.Sandbox("replaced-by-all", { timeout: 600 }, { replaceOnChanges: ["*"] })
    new scalebox.Sandbox("replaced-by-other", { timeout: 600 }, { replaceOnChanges: ["metadata"] })
    new scalebox.Sandbox("deleted-first", { template: "base" }, { deleteBeforeReplace: true })
    new scalebox.Sandbox("deleted-last", { template: "base" })
  `
  const after = `
    const renamed = new scalebox.Sandbox("new-name", {}, { aliases: [{ name: "old-name" }] })
    new scalebox.SandboxPort("new-port", { sandbox: renamed, port: 8080, name: "web" }, { aliases: [{ name: "old-port" }] })
    const found = new scalebox.Sandbox("found", {})
    new scalebox.SandboxPort("ignores-sandbox", { sandbox: found, port: 9000, name: "api" }, { ignoreChanges: ["sandbox"] })
    new scalebox.Sandbox("ignores-timeout", { timeout: 1200 }, { ignoreChanges: ["timeout"] })
    new scalebox.Sandbox("ignores-less", { timeout: 300 }, { ignoreChanges: ["timeout"] })
    new scalebox.Sandbox("ignores-metadata", { metadata: { b: "2" } }, { ignoreChanges: ["metadata"] })
    new scalebox.Sandbox("ignores-in-vain", { timeout: 1200, metadata: { b: "2" }, template: "python-dev" },
      { ignoreChanges: ["timeout", "metadata"] })
    new scalebox.Sandbox("replaced-by-name", { timeout: 1200 }, { replaceOnChanges: ["timeout"] })
    new scalebox.Sandbox("replaced-by-all", { timeout: 1200 }, { replaceOnChanges: ["*"] })
    new scalebox.Sandbox("replaced-by-other", { timeout: 1200 }, { replaceOnChanges: ["metadata"] })
    new scalebox.Sandbox("deleted-first", { template: "python-dev" }, { deleteBeforeReplace: true })
    new scalebox.Sandbox("deleted-last", { template: "python-dev" })
  `

  const kept = (template: string, options: string) => `
    const kept = new scalebox.Sandbox("kept", { template: "${template}" }, { ${options} })
    new scalebox.SandboxPort("kept-web", { sandbox: kept, port: 8080, name: "web" })
  `
  const forgotten = (portOptions = "") => `
    const forgotten = new scalebox.Sandbox("forgotten", {})
    new scalebox.SandboxPort("forgotten-web", { sandbox: forgotten, port: 8080, name: "web" }, { ${portOptions} })
  `
  const got = (id: string) => `
    const seen = scalebox.Sandbox.get("seen", "${id}")
    const seenPort = scalebox.SandboxPort.get("seen-port", "${id}/8080")
    new scalebox.SandboxPort("opened", { sandbox: seen, port: 9000, name: "api" })
    exports.seen = { name: seen.name, template: seen.template, timeout: seen.timeout, status: seen.status,
      metadata: seen.metadata }
    exports.url = seen.url(8080)
    exports.port = { name: seenPort.name, port: seenPort.port, sandboxId: seenPort.sandboxId, url: seenPort.url }
    exports.envVars = seen.envVars
    exports.token = seen.envdAccessToken
  `

  let stack: Stack
  let made: SandboxRecord
  let first: Run
  let outputs: Record<string, unknown>
  let opening: string[]
  let second: Run
  let ids: Map<string, string>
  let steps: Map<string, string[]>
  const idBefore = (name: string) => ids.get(name) ?? ""
  const onServer = (name: string) => stack.account.sandbox(stack.resource(name).id ?? "")
  /** Calls that change the sandbox of this id, or ask for it among others. */
  const changesOf = (id: string) =>
    stack.account
      .requests()
      .filter(({ method, path, body }) => method !== "GET" && `${path} ${JSON.stringify(body)}`.includes(id))
      .map(({ method, path }) => `${method} ${path}`)
  /** What the second run did to sandboxes of this name, in order; a delete may be one of a batch. */
  const order = (name: string) =>
    stack.account.requests().flatMap(({ endpoint, path, body }) => {
      const sent = body as { name?: string; sandbox_ids?: string[] } | null
      if (endpoint === "createSandbox" && sent?.name === name) return ["create"]
      const isDeleted =
        endpoint === "batchDelete"
          ? sent?.sandbox_ids?.includes(idBefore(name))
          : endpoint === "deleteSandbox" && path.endsWith(`/${idBefore(name)}`)
      return isDeleted ? ["delete"] : []
    })

  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "options", { program: "" })
    made = await makeByHand(stack, {
      name: "by-hand",
      template: "python-dev",
      timeout: 3600,
      env_vars: { TOKEN: "env-in-clear" },
      metadata: { team: "red" },
      custom_ports: [{ port: 8080, name: "web" }],
    })
    const beside = kept("base", "protect: true") + forgotten() + got(made.sandboxId)
    stack.setProgram(before + beside)
    first = await stack.mustUp()
    outputs = stack.outputs()
    opening = changesOf(made.sandboxId)
    ids = new Map(stack.resources().map(({ urn, id = "" }) => [urn.split("::").at(-1) ?? "", id]))
    stack.account.clearRequests()
    stack.account.change(made.sandboxId, { timeout: 7200 })
    stack.setProgram(after + beside)
    second = await stack.mustUp()
    steps = new Map()
    for (const { op, name } of second.steps) steps.set(name, [...(steps.get(name) ?? []), op])
  })
  afterAll(() => stack.dispose())

  test("aliases: a rename changes nothing, though no name was declared", () => {
    expect(steps.has("new-name")).toBe(false)
    expect(stack.resource("new-name")).toMatchObject({
      id: idBefore("old-name"),
      outputs: { name: "old-name" },
    })
    expect(onServer("new-name")?.name).toBe("old-name")
    expect(steps.has("new-port")).toBe(false)
    expect(stack.resource("new-port").id).toBe(idBefore("old-port"))
  })

  test("without aliases a rename creates a new sandbox and deletes the old one", () => {
    expect(steps.get("found")).toEqual(["create"])
    expect(steps.get("lost")).toEqual(["delete"])
    expect(stack.account.sandbox(idBefore("lost"))).toBeUndefined()
  })

  test.each(["ignores-timeout", "ignores-less", "ignores-metadata", "ignores-sandbox"])(
    "ignoreChanges: %s",
    (name) => {
      expect(steps.has(name)).toBe(false)
      expect(stack.resource(name).id).toBe(idBefore(name))
    },
  )

  test("ignoreChanges keeps the old values, and a replacement gets those of the program", () => {
    expect(onServer("ignores-timeout")?.timeout).toBe(600)
    expect(onServer("ignores-metadata")?.metadata).toMatchObject({ a: "1" })
    expect(steps.get("ignores-in-vain")).toContain("replace")
    expect(onServer("ignores-in-vain")).toMatchObject({ timeout: 1200, metadata: { b: "2" } })
    expect(onServer("ignores-in-vain")?.metadata).not.toHaveProperty("a")
  })

  test.each(["replaced-by-name", "replaced-by-all"])(
    "replaceOnChanges: a longer timeout replaces %s",
    (name) => {
      expect(steps.get(name)).toContain("replace")
      expect(stack.resource(name).id).not.toBe(idBefore(name))
      expect(onServer(name)?.timeout).toBe(1200)
    },
  )

  test("replaceOnChanges of another property leaves a longer timeout an update", () => {
    expect(steps.get("replaced-by-other")).toEqual(["update"])
    expect(stack.resource("replaced-by-other").id).toBe(idBefore("replaced-by-other"))
  })

  test("deleteBeforeReplace deletes first, its absence last", () => {
    expect(order("deleted-first")).toEqual(["delete", "create"])
    expect(order("deleted-last")).toEqual(["create", "delete"])
  })

  test("static get shows what exists, keeps its secrets, and looks again in each run", () => {
    const id = made.sandboxId
    expect(first.plan).toEqual(expect.arrayContaining(["create opened", "read seen", "read seen-port"]))
    const url = `https://8080-${made.sandboxDomain}`
    expect(outputs).toEqual({
      seen: {
        name: "by-hand",
        template: "python-dev",
        timeout: 3600,
        status: "running",
        metadata: { team: "red" },
      },
      url,
      port: { name: "web", port: 8080, sandboxId: id, url },
      envVars: encrypted,
      token: encrypted,
    })
    expect(second.output).toContain("7200")
    expect(opening).toEqual([`POST /v1/sandboxes/${id}/ports`])
    expect(changesOf(id)).toEqual([])
    for (const text of [first.output, stack.backendText()]) {
      expect(text).not.toContain("env-in-clear")
      expect(text).not.toContain(made.envdAccessToken)
    }
  })

  test("protect refuses replacement and destroy", async () => {
    stack.account.clearRequests()
    stack.setProgram(after + kept("python-dev", "protect: true") + forgotten() + got(made.sandboxId))
    const destroy = () => stack.run(["destroy", "--yes"])
    for (const refused of [await stack.preview(), await stack.up(), await destroy()]) {
      expect(refused.code).not.toBe(0)
      expect(refused.output).toMatch(/protect/)
    }
    expect([...stack.requests("POST"), ...stack.requests("DELETE")]).toEqual([])
    expect(stack.resource("kept").id).toBe(idBefore("kept"))
  })

  test("nothing is left to do, also if only an option differs", async () => {
    stack.setProgram(after + kept("base", "retainOnDelete: true") + forgotten() + got(made.sandboxId))
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual(["read seen", "read seen-port"])
  })

  describe("after a destroy that is refused one sandbox", () => {
    beforeAll(async () => {
      const refused = { kind: "status", status: 403 } as const
      stack.account.addFault({ ...refused, endpoint: "batchDelete", times: Number.POSITIVE_INFINITY })
      stack.account.addFault({
        ...refused,
        endpoint: "deleteSandbox",
        sandbox: ({ sandboxId }) => sandboxId === idBefore("forgotten"),
      })
      stack.account.clearRequests()
      expect((await stack.destroy("--continue-on-error")).code).not.toBe(0)
      stack.account.clearFaults()
    })

    test("retainOnDelete has left sandbox and port on the server", () => {
      const id = idBefore("kept")
      expect(changesOf(id)).toEqual([])
      expect(stack.account.sandbox(id)).toMatchObject({
        status: "running",
        customPorts: [expect.objectContaining({ port: 8080 })],
      })
    })

    test("static get has changed and deleted nothing but the port that was opened beside it", () => {
      const id = made.sandboxId
      expect(changesOf(id)).toEqual([`DELETE /v1/sandboxes/${id}/ports/9000`])
      expect(stack.account.sandbox(id)).toMatchObject({ status: "running", customPorts: [{ port: 8080 }] })
    })

    test("deletedWith has let the engine forget a port whose sandbox stays, and import takes it over again", async () => {
      const id = idBefore("forgotten")
      expect(stack.resources().map(({ urn }) => urn.split("::").at(-1))).toEqual(["forgotten"])
      expect(stack.resource("forgotten").id).toBe(id)

      stack.setProgram(forgotten())
      const refused = await stack.up()
      expect(refused.code).not.toBe(0)
      expect(refused.output).toContain(
        `take a port that is already open over with the option import: "${id}/8080"`,
      )
      stack.setProgram(forgotten(`import: "${id}/8080"`))
      expect((await stack.mustUp()).plan).toEqual(["create forgotten-web"])
      stack.setProgram(forgotten())
      expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
    })
  })
})

describe("What a stack transformation adds, and protection of what has expired", () => {
  const hourMs = 3_600_000
  let stack: Stack
  let id: string
  const program = (timeout: number) => `
    const added = {
      late: { customTimeouts: { create: "8s" } },
      replaced: { replaceOnChanges: ["timeout"] },
      taken: { import: "${id}" },
    }
    pulumi.runtime.registerStackTransformation(({ name, props, opts }) => ({ props, opts: { ...opts, ...added[name] } }))
    new scalebox.Sandbox("kept", { timeout: 600 }, { protect: true })
    new scalebox.Sandbox("late", { timeout: 7200 })
    new scalebox.Sandbox("replaced", { timeout: ${timeout} })
    new scalebox.Sandbox("taken", { timeout: 7200, template: "python-dev" })
  `

  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "transformed", { program: "" })
    stack.account.setClockOffset(-hourMs)
    id = (await makeByHand(stack, { name: "by-hand", template: "python-dev", timeout: 7200 })).sandboxId
    stack.setProgram(program(7200))
    stack.account.addFault({
      kind: "hangBoot",
      substatus: "deploying",
      sandbox: ({ name }) => name === "late",
    })
  })
  afterAll(() => stack.dispose())

  test("customTimeouts bound the create, and import takes over", async () => {
    const up = await stack.up("--continue-on-error")
    expect(up.code).not.toBe(0)
    expect(up.output).toMatch(/is still starting \(deploying\) after 8 s/)
    expect(stack.resource("taken").id).toBe(id)
    expect(stack.account.sandboxes()).toHaveLength(4)
  })

  test("a protected sandbox that has expired: a plain up says how to go on", async () => {
    const kept = stack.resource("kept").id
    stack.account.setClockOffset(0)
    stack.account.change(stack.resource("late").id ?? "", { status: "running", substatus: null })
    const refused = await stack.up()
    expect(refused.code).not.toBe(0)
    expect(refused.output).toMatch(
      new RegExp(
        `Sandbox ${kept} ended at .*, so nothing is left to protect: \`pulumi up --refresh\` creates a new one`,
      ),
    )
    expect(stack.resource("kept").id).toBe(kept)
  })

  test("and up --refresh creates it again; replaceOnChanges replaces", async () => {
    const ids = ["kept", "late", "replaced", "taken"].map((name) => stack.resource(name).id)
    stack.setProgram(program(9000))
    const up = await stack.mustUp("--refresh")
    expect(up.steps.filter(({ op }) => op === "replace").map(({ name }) => name)).toEqual(["replaced"])
    const now = ["kept", "late", "replaced", "taken"].map((name) => stack.resource(name).id)
    expect(now.map((one, at) => one === ids[at])).toEqual([false, true, false, true])
  })
})

test("Two ports that swap their names one after the other: the error says how to go on, and that helps", async () => {
  const program = (first: string, second: string) => `
    const dev = new scalebox.Sandbox("dev")
    new scalebox.SandboxPort("one", { sandbox: dev, port: 8080, name: "${first}" })
    new scalebox.SandboxPort("two", { sandbox: dev, port: 9090, name: "${second}" })
  `
  const stack = await Stack.create(await sharedEmulator(), "swapped", { program: program("web", "api") })
  await stack.mustUp()
  stack.setProgram(program("api", "web"))
  const refused = await stack.up("--parallel", "1")
  expect(refused.code).not.toBe(0)
  // The engine begins with either of the two, as neither depends on the other.
  const [, blocking] =
    /If port (8080|9090) gets another name in this run, change it first: `pulumi up --target` with its URN, then `pulumi up`/.exec(
      refused.output,
    ) ?? []
  const [inTheWay, refusedOne] = blocking === "8080" ? ["one", "two"] : ["two", "one"]
  expect(refused.output).toContain(
    `port ${blocking} ("${blocking === "8080" ? "web" : "api"}") has this name.`,
  )
  await stack.mustUp("--parallel", "1", "--target", stack.resource(inTheWay).urn)
  expect((await stack.mustUp("--parallel", "1")).plan).toEqual([
    `create-replacement ${refusedOne}`,
    `replace ${refusedOne}`,
  ])
  const names = stack.account.sandboxes()[0]?.customPorts?.map(({ port, name }) => `${port} ${name}`)
  expect(names?.sort()).toEqual(["8080 api", "9090 web"])
  stack.dispose()
})

test("A name in ignoreChanges that is no property fails the preview", async () => {
  const stack = await Stack.create(await sharedEmulator(), "misspelt", {
    program: `new scalebox.Sandbox("dev", {}, { ignoreChanges: ["env_vars"] })`,
  })
  const refused = await stack.preview()
  expect(refused.code).not.toBe(0)
  expect(refused.output).toContain(
    "dev: ignoreChanges names env_vars, which is not a known property; did you mean envVars?",
  )
  stack.dispose()
})

test("Static get of what is not there fails the preview", async () => {
  const stack = await Stack.create(await sharedEmulator(), "get", {
    program: `
      scalebox.Sandbox.get("missing", "sbx-missing")
      scalebox.SandboxPort.get("missing-port", "sbx-missing/1")
    `,
  })
  const missing = await stack.previewedUp("--continue-on-error")
  expect(missing.code).not.toBe(0)
  for (const id of ["sbx-missing", "sbx-missing/1"]) {
    expect(missing.output).toMatch(
      new RegExp(
        `error: .*${id} does not exist or has ended. Check the id, and whether the API key belongs to`,
      ),
    )
  }
  stack.dispose()
})
