import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

describe("Ports of paused sandboxes", () => {
  const port = (name: string, host: string, number: number, options = "{}") =>
    `new scalebox.SandboxPort("${name}", { sandbox: ${host}, port: ${number}, name: "${name}" }, ${options})\n`
  const hosts = (cpuCount: number) => `
    const dev = new scalebox.Sandbox("dev", { timeout: 3600, autoPause: true, cpuCount: ${cpuCount} },
      { deleteBeforeReplace: true })
    const pool = new scalebox.SandboxPool("pool", { count: 1, timeout: 3600, autoPause: true })
    const other = new scalebox.Sandbox("other", { timeout: 3600 })
  `
  const ofPool = port("of-pool", "pool.sandboxIds[0]", 80)
  const before = port("one", "dev.id", 8001) + port("two", "dev", 8002) + port("gone", "dev.id", 8003)
  const added = ["three", "four", "five"].map((name, at) => port(name, "dev.id", 8004 + at)).join("")
  const after = port("one", "dev.id", 8001) + port("two", "dev", 8002) + added
  const elsewhere = (otherId: string) => port("looked-up", `dev.id.apply(() => "${otherId}")`, 9000)

  let stack: Stack
  const id = (name: string) => stack.resource(name).id ?? ""
  const portsOf = (name: string) =>
    stack.account
      .sandbox(id(name))
      ?.customPorts.map((one) => one.name)
      .sort()
  const powers = () =>
    stack
      .requests("POST")
      .map((request) => request.split("/").at(-1))
      .filter((verb) => verb === "resume" || verb === "pause")
  const ofDev = ({ sandboxId }: { sandboxId: string | undefined }) => sandboxId === id("dev")
  const pause = (...ids: string[]) => {
    for (const one of ids) stack.account.change(one, { status: "paused" })
    stack.account.clearRequests()
  }
  beforeAll(async () => {
    const program = hosts(1) + before + ofPool
    stack = await Stack.create(await sharedEmulator(), "paused", { program })
    await stack.mustUp()
  })
  afterAll(() => stack.dispose())

  test("change while it is resumed for them, once for those that come together", async () => {
    pause(id("dev"))
    stack.setProgram(hosts(1) + after + ofPool + elsewhere(id("other")))
    // Long enough for the engine to send all that come together, also on a busy machine.
    stack.account.configure({ bootMs: 4_000 })
    const run = await stack.mustUp()
    stack.account.configure({ bootMs: 60 })
    expect(portsOf("dev")).toEqual(["five", "four", "one", "three", "two"])
    expect(stack.account.sandbox(id("dev"))).toMatchObject({ status: "paused" })
    // Those that come and those that go are two groups to the engine.
    expect(powers()).toEqual(["resume", "pause", "resume", "pause"])
    expect(run.output).toContain(`Sandbox ${id("dev")} is paused: it is resumed to change its ports`)
    expect(run.output).toContain(`Sandbox ${id("dev")} is paused again`)
  })

  test("go before a sandbox that is deleted before it is replaced", async () => {
    const old = id("dev")
    pause(old)
    stack.setProgram(hosts(2) + after + ofPool + elsewhere(id("other")))
    const run = await stack.mustUp()
    expect(id("dev")).not.toBe(old)
    expect(portsOf("dev")).toEqual(["five", "four", "one", "three", "two"])
    expect(powers()).toEqual(["resume"])
    expect(run.output).toContain(`Sandbox ${old} is not paused again, as this run replaces it`)
    expect(stack.account.sandbox(old)).toBeUndefined()
  })

  test("fail with what is left, where the server takes the resume back", async () => {
    pause(id("dev"))
    stack.account.addFault({
      kind: "rollBack",
      of: "resume",
      reason: "No room",
      sandbox: ofDev,
    })
    stack.setProgram(hosts(2) + after + port("six", "dev.id", 8010) + ofPool + elsewhere(id("other")))
    const run = await stack.up()
    expect(run.code).not.toBe(0)
    expect(run.output).toContain(
      "the sandbox is paused, and could not be resumed to change its ports: the server rolled it back to paused: " +
        "No room; its ports are as they were before. Resume it, then run the command again",
    )
    expect(stack.account.sandbox(id("dev"))).toMatchObject({ status: "paused" })

    // A pause that the server takes back costs money, so the run fails; the port is there all the same.
    stack.account.addFault({
      kind: "rollBack",
      of: "pause",
      reason: "Disk is busy",
      sandbox: ofDev,
    })
    const costly = await stack.up()
    expect(costly.code).not.toBe(0)
    expect(costly.output).toContain(
      `Port ${id("dev")}/8010 is open. Sandbox ${id("dev")} was paused, was resumed to change its ports, and could not be paused again`,
    )
    pause(id("dev"))
    expect((await stack.mustUp()).plan).toEqual(["update six"])
    expect(powers()).toEqual([])
    expect(portsOf("dev")).toContain("six")
  })

  test("given by id end with their sandbox or pool, and only with their own", async () => {
    const other = id("other")
    pause(id("dev"), ...(stack.resource("pool").outputs.sandboxIds as string[]))
    stack.setProgram(hosts(2) + elsewhere(other))
    const withs = stack
      .deployment()
      .resources.map(({ urn, ...rest }) => [urn.split("::").at(-1), Reflect.get(rest, "deletedWith")])
    expect(Object.fromEntries(withs)).toMatchObject({
      one: stack.resource("dev").urn,
      two: stack.resource("dev").urn,
      "of-pool": stack.resource("pool").urn,
      "looked-up": undefined,
    })
    await stack.end()
    expect(powers()).toEqual([])
    expect(stack.requests("DELETE").filter((request) => request.includes("/ports/"))).toEqual([
      `DELETE /v1/sandboxes/${other}/ports/9000`,
    ])
  })
})
