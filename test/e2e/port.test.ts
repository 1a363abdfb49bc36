import { sharedEmulator } from "../support/emulator"
import { type Run, Stack } from "../support/stack"

const sandbox = (name: string, args = "{ timeout: 3600 }") =>
  `const ${name} = new scalebox.Sandbox("${name}", ${args})\n`
const port = (name: string, args: string) => `new scalebox.SandboxPort("${name}", { ${args} })\n`

/** Calls that change something, with the name of the port that is added: `POST /v1/sandboxes/sbx-1/ports web`. */
const writes = (stack: Stack) =>
  stack.account
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path, body }) => [method, path, ...nameIn(body)].join(" "))

const nameIn = (body: unknown): unknown[] =>
  body !== null && typeof body === "object" && "name" in body ? [body.name] : []

const portsOf = (stack: Stack, sandboxId: string) =>
  stack.account.sandbox(sandboxId)?.customPorts.map(({ name }) => name)

describe("Ports of four sandboxes", () => {
  const changes: Record<string, [before: string, after: string]> = {
    port: [`port: 1001, name: "a", servicePort: 80`, `port: 1002, name: "a", servicePort: 80`],
    name: [`port: 2001, name: "b"`, `port: 2001, name: "b-two"`],
    protocol: [`port: 3001, name: "c", protocol: "TCP"`, `port: 3001, name: "c", protocol: "udp"`],
    servicePort: [`port: 4001, name: "d", servicePort: 80`, `port: 4001, name: "d", servicePort: 81`],
  }
  const spelling: [string, string] = [
    `port: 5001, name: "e", protocol: "tcp"`,
    `port: 5001, name: "e", protocol: "TCP", servicePort: 5001`,
  ]
  const names = ["dev", "open", "asleep", "ended"]
  const hosts = names
    .slice(1)
    .map((name) => sandbox(name, `{ template: "code-interpreter", timeout: 3600 }`))
    .join("")
  const onHost = (host: string) => port(`on-${host}`, `sandbox: ${host}, port: 8000, name: "web"`)
  const opened = names.slice(1).map(onHost).join("")
  const refused = [
    port("same-name", `sandbox: open, port: 8001, name: "web"`),
    port("of-template", `sandbox: open, port: 49999, name: "mine"`),
    port("after-end", `sandbox: ended, port: 8001, name: "api"`),
  ].join("")
  const inputs = (side: 0 | 1) =>
    sandbox("dev") +
    Object.entries({ ...changes, spelling })
      .map(([name, args]) => port(name, `sandbox: dev, ${args[side]}`))
      .join("")

  let stack: Stack
  let devId: string
  let changed: Run
  const id = (name: string) => stack.resource(name).id ?? ""
  const text = () => port("text", `sandbox: "${devId}", port: 6001, name: "f"`)
  const writesOfDev = () => writes(stack).filter((call) => call.includes(devId))
  const stored = () => stack.resources().map(({ urn }) => urn.split("::").at(-1) ?? "")
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "port", { program: inputs(0) + hosts + opened })
    await stack.mustUp()
    devId = id("dev")
    stack.account.change(id("asleep"), { status: "paused" })
    stack.account.change(id("ended"), { status: "terminated" })
    stack.account.clearRequests()
    stack.setProgram(inputs(1) + text() + hosts + opened + refused)
    changed = await stack.up("--continue-on-error")
  })
  afterAll(() => stack.dispose())

  test.each(Object.keys(changes))("are closed, then opened again, when %s changes", (input) => {
    const steps = changed.steps.filter(({ name }) => name === input)
    expect(steps.map(({ op }) => op)).toEqual(["delete-replaced", "replace", "create-replacement"])
    expect(steps[1]?.keys).toEqual([input])
    const [before, after] = (changes[input] ?? []).map((args) => /port: (\d+), name: "(.+?)"/.exec(args))
    const calls = writesOfDev()
    const closed = calls.indexOf(`DELETE /v1/sandboxes/${devId}/ports/${before?.[1]}`)
    const opened = calls.indexOf(`POST /v1/sandboxes/${devId}/ports ${after?.[2]}`)
    expect(closed).toBeGreaterThanOrEqual(0)
    expect(opened).toBeGreaterThan(closed)
    expect(stack.resource(input).id).toBe(`${devId}/${after?.[1]}`)
  })

  test("are left alone otherwise: a change of one touches no sandbox, and no port where only the spelling differs", () => {
    const tried = ["same-name", "of-template", "after-end"]
    expect([...new Set(changed.steps.map(({ name }) => name))].sort()).toEqual(
      [...Object.keys(changes), "text", ...tried].sort(),
    )
    expect(stack.resource("dev").id).toBe(devId)
    expect(writesOfDev()).toHaveLength(2 * Object.keys(changes).length + 1)
    expect(writes(stack).filter((call) => !call.includes("/ports"))).toEqual([])
    expect(stack.account.sandbox(devId)?.customPorts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ port: 1002, name: "a", protocol: "TCP", servicePort: 80 }),
        expect.objectContaining({ port: 2001, name: "b-two", protocol: "TCP", servicePort: 2001 }),
        expect.objectContaining({ port: 3001, name: "c", protocol: "UDP", servicePort: 3001 }),
        expect.objectContaining({ port: 4001, name: "d", protocol: "TCP", servicePort: 81 }),
        expect.objectContaining({ port: 5001, name: "e", protocol: "TCP", servicePort: 5001 }),
      ]),
    )
  })

  test("may be given the id of a sandbox as a text", () => {
    expect(stack.resource("text")).toMatchObject({ id: `${devId}/6001`, outputs: { sandboxId: devId } })
    expect(portsOf(stack, devId)).toContain("f")
  })

  test("are refused where they cannot be, with what to do", () => {
    expect(changed.code).not.toBe(0)
    const choose = "Choose a port and a name that neither the sandbox nor its template uses yet"
    const notRunning = (status: string) => `the sandbox is ${status}, and only a running one can open ports`
    const expected: [number: number, name: string, host: string, said: string, advice: string][] = [
      [8001, "web", "open", `answered 400: Port name "web" is taken: must be unique in the sandbox`, choose],
      [49999, "mine", "open", "answered 400: Port 49999 is taken: must be unique in the sandbox", choose],
      [8001, "api", "ended", notRunning("terminated"), "Run `pulumi up --refresh`"],
    ]
    for (const [number, name, host, said, advice] of expected) {
      const action = `Cannot open port ${number} ("${name}") of sandbox ${id(host)}: `
      const line = changed.output.split("\n").find((text) => text.includes(action))
      expect(line).toContain(said)
      expect(line).toContain(`. ${advice}`)
    }
    expect(changed.output).not.toMatch(/^\s+at /m)
    const ofDev = [...Object.keys(changes), "spelling", "text"]
    expect(stored().sort()).toEqual([...ofDev, ...names, "on-asleep", "on-ended", "on-open"].sort())
  })

  test("are closed if nothing is left of the sandbox, and while it is paused, which it then is again", async () => {
    stack.setProgram(inputs(1) + text() + hosts + onHost("open"))
    await stack.mustUp()
    expect(stored().filter((name) => name.startsWith("on-"))).toEqual(["on-open"])
    expect(stored()).toEqual(expect.arrayContaining(names))
    expect(stack.account.sandbox(id("asleep"))).toMatchObject({ status: "paused", customPorts: [] })
  })
})

describe("SandboxPort", () => {
  test("waits for its sandbox, comes back when somebody removed it, follows a new sandbox, and ends with it", async () => {
    const program = (timeout: number) =>
      sandbox("dev", `{ timeout: ${timeout}, waitForRunning: false }`) +
      port("web", `sandbox: dev, port: 8080, name: "web"`)
    const stack = await Stack.create(await sharedEmulator(), "port-life", { program: program(3600) })
    stack.account.configure({ bootMs: 1500 })
    await stack.mustUp()
    const { id = "", outputs } = stack.resource("dev")
    expect(outputs.status).toMatch(/^(created|starting)$/)
    expect(portsOf(stack, id)).toEqual(["web"])
    // Tried once, and only when it could succeed: the emulator refuses ports of a sandbox that does not run.
    expect(writes(stack)).toEqual(["POST /v1/sandboxes dev", `POST /v1/sandboxes/${id}/ports web`])

    stack.account.configure({ bootMs: 60 })
    stack.account.change(id, { customPorts: [] })
    const fixed = await stack.mustUp("--refresh")
    expect(fixed.plan.filter((step) => !step.startsWith("refresh"))).toEqual(["create web"])
    expect(portsOf(stack, id)).toEqual(["web"])

    stack.account.clearRequests()
    stack.setProgram(program(600))
    expect((await stack.mustUp()).plan).toEqual(
      expect.arrayContaining(["create-replacement dev", "create-replacement web"]),
    )
    const { id: next = "" } = stack.resource("dev")
    expect(writes(stack)).toEqual([
      "POST /v1/sandboxes dev",
      `POST /v1/sandboxes/${next}/ports web`,
      `DELETE /v1/sandboxes/${id}`,
    ])

    stack.account.clearRequests()
    await stack.end()
    expect(writes(stack)).toEqual([`DELETE /v1/sandboxes/${next}`])
  })
})
