import { type Emulator, type EndpointName, type FaultTarget, startEmulator } from "../../emulator/src"
import { ScaleboxClient } from "../../provider/src/client"
import { expectMembers, onServer, poolOf } from "../support/pool"
import { endAll, killAlone, until } from "../support/processes"
import { Stack } from "../support/stack"
import { cancelAndRecover, living } from "../support/whole"

const boxes = `
  const one = new scalebox.Sandbox("one")
  const two = new scalebox.Sandbox("two")
`
const tenants = `
  for (const [name, sandbox] of Object.entries({ one, two })) {
    new scalebox.SandboxPort("port-" + name, { sandbox, port: 8080, name: "web" })
    new scalebox.SandboxTemplate("image-" + name, { sandbox, name: "image-" + name })
  }
  ${poolOf("done", "count: 2")}${poolOf("left", "count: 2")}
`
/** All are deleted before they are created again, and something depends on the port. */
const replaceable = (description: string) => `
  const first = { deleteBeforeReplace: true }
  const port = new scalebox.SandboxPort("port", { sandbox: one, port: 9000, name: "${description}" })
  new scalebox.SandboxPowerState("power", { sandbox: two, state: "running" }, { dependsOn: port })
  new scalebox.Sandbox("solo", { description: "${description}" }, first)
  ${poolOf("web", `count: 2, description: "${description}"`, "first")}
`

describe("pulumi-scalebox recover", () => {
  let emulator: Emulator
  let stack: Stack
  beforeAll(async () => {
    emulator = await startEmulator({ bootMs: 50, stopMs: 50 })
    stack = await Stack.create(emulator, "recover-deletions", { program: boxes + tenants })
    await stack.mustUp()
  })
  afterAll(async () => {
    stack.dispose()
    await emulator.close()
  })

  /** Keeps a call waiting for longer than the test lasts: for the work, or for the answer alone. */
  function stall(endpoint: EndpointName, isDone: boolean, sandbox = (_: FaultTarget) => true): void {
    stack.account.addFault({ endpoint, kind: "delay", delayMs: 600_000, after: isDone, sandbox })
  }

  /** Kills an `up` and all that it has started, and answers what recover then says. */
  async function cut(isHalfWay: () => boolean): Promise<string> {
    const { child, done } = stack.start(["up", "--yes", "--skip-preview"])
    await until("the run is half-way", isHalfWay)
    endAll(killAlone(child))
    await done
    stack.account.clearFaults()
    stack.editDeployment(({ resources, pending_operations = [] }) => {
      // At the end of a destroy the engine deletes its providers as well.
      const provider = resources.find(({ type }) => type.startsWith("pulumi:providers:"))
      pending_operations.push({ type: "deleting", resource: provider })
    })
    const healed = await cancelAndRecover(stack)
    expect(healed).toContain("(pulumi-nodejs): operation is dropped: the next run does it again")
    return healed
  }

  /** Types of the pending operations with the names of their resources. */
  const pending = () =>
    (stack.deployment().pending_operations as { type: string; resource: { urn: string } }[])
      .map(({ type, resource }) => `${type} ${resource.urn.split("::").at(-1)}`)
      .sort()

  const asked = (method: string, path: RegExp) =>
    stack.requests(method).filter((request) => path.test(request)).length

  test("takes out of the state which pools, templates and ports a cut run has deleted, and leaves the others to the next", async () => {
    const { account } = stack
    stall("removePort", true, ({ name }) => name === "one")
    stall("removePort", false)
    stall("deleteTemplate", true)
    stall("deleteTemplate", false)
    account.addFault({ endpoint: "batchDelete", kind: "status", status: 400, times: 10 })
    for (const name of ["left-0", "left-1"]) stall("deleteSandbox", false, (target) => target.name === name)
    account.configure({ stopMs: 600_000 })
    stack.setProgram(boxes)
    let cutOff: string[] = []
    const healed = await cut(() => {
      cutOff = pending()
      const isAsked = asked("DELETE", /\/ports\//) + asked("DELETE", /\/templates\//) === 4
      return (
        cutOff.length === 6 &&
        isAsked &&
        onServer(stack, "done").every(({ status }) => status === "terminating")
      )
    })
    account.configure({ stopMs: 50 })
    expect(cutOff).toEqual(
      ["done", "image-one", "image-two", "left", "port-one", "port-two"].map((name) => `deleting ${name}`),
    )
    const gone = [...healed.matchAll(/^ +(\S+) \(\w+\) \S+: leaves the state: it was deleted/gm)]
    const left = [...healed.matchAll(/^ +(\S+) \(\w+\): operation is dropped: .* finishes deleting it/gm)]
    const names = (found: RegExpMatchArray[]) => found.map(([, name]) => name).sort()
    expect(names(gone)).toEqual(["done", expect.stringMatching(/^image-/), "port-one"])
    expect(names(left)).toEqual([expect.stringMatching(/^image-/), "left", "port-two"])

    account.clearRequests()
    expect((await stack.mustUp()).plan).toEqual(names(left).map((name) => `delete ${name}`))
    expect(asked("DELETE", /\/ports\/|\/templates\//)).toBe(2)
    expect(stack.deployment().pending_operations).toEqual([])
    expect(
      stack
        .resources()
        .map(({ urn }) => urn.split("::").at(-1))
        .sort(),
    ).toEqual(["one", "two"])
    expect(living(stack)).toEqual(
      stack
        .resources()
        .map(({ id }) => id)
        .sort(),
    )
    expect(account.sandboxes().flatMap(({ customPorts }) => customPorts)).toEqual([])
    const client = new ScaleboxClient({ apiKey: stack.apiKey, apiUrl: emulator.url })
    expect((await client.listTemplates({ search: "image-" })).templates).toEqual([])
  })

  test("puts what a cut replacement has created in the place of what it had deleted", async () => {
    const { account } = stack
    stack.setProgram(boxes + replaceable("before"))
    await stack.mustUp()
    const before = living(stack)
    stack.setProgram(boxes + replaceable("after"))
    stall("addPort", true)
    account.configure({ bootMs: 600_000 })
    account.clearRequests()
    const healed = await cut(
      () =>
        asked("POST", /\/ports$/) === 1 && asked("POST", /\/sandboxes$/) === 3 && living(stack).length === 5,
    )
    account.configure({ bootMs: 50 })
    for (const name of ["port (SandboxPort)", "solo (Sandbox)", "web (SandboxPool)"]) {
      expect(healed).toContain(name)
    }
    expect(healed.match(/becomes managed: it was created by the run that was cut/g)).toHaveLength(3)
    expect(stack.resources().filter((resource) => "pendingReplacement" in resource)).toEqual([])

    const made = living(stack)
    expect(made.filter((id) => before.includes(id))).toHaveLength(2)
    account.clearRequests()
    const { plan } = await stack.mustUp("--refresh")
    expect(plan.filter((step) => !/^(refresh|update) /.test(step))).toEqual([])
    expect(asked("POST", /./)).toBe(0)
    expect(living(stack)).toEqual(made)
    expectMembers(stack, 2)
    expect(stack.resource("port").outputs.name).toBe("after")
    stack.succeeded(await stack.destroy(), "destroy")
    expect(account.sandboxes()).toEqual([])
  })
})
