import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Emulator, startEmulator } from "../../emulator/src"
import { ScaleboxClient } from "../../provider/src/client"
import { callsOf, creation, listing } from "../support/counted"
import { endAll, killAlone, killProvider, until } from "../support/processes"
import { recover, recoverSelected } from "../support/recover"
import { Stack } from "../support/stack"
import { cancelAndRecover, living, managed, mendBackend } from "../support/whole"

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ bootMs: 700, stopMs: 100 })
})
afterAll(() => emulator.close())

/** Milliseconds of a boot that no run sees the end of, however slow the machine is. */
const endlessMs = 600_000

/** Kills a run and all that it has started, and takes the lock off the stack. */
async function cut(stack: Stack, command: "up" | "destroy", isHalfWay: () => boolean): Promise<void> {
  const { child, done } = stack.start([command, "--yes", "--skip-preview"])
  await until("the run is half-way", isHalfWay)
  endAll(killAlone(child))
  await done
  await stack.run(["cancel", "--yes"])
}

const hush = "hush-recovered-variable"
const boxes = (args = "{}") => `
  const opts = { customTimeouts: { create: "20s" } }
  const a = new scalebox.Sandbox("a", { envVars: { TOKEN: "${hush}" }, ...${args} }, opts)
  const b = new scalebox.Sandbox("b", { envVars: { TOKEN: "${hush}" }, ...${args} }, opts)
  const c = new scalebox.Sandbox("c", { envVars: { TOKEN: "${hush}" }, ...${args} }, opts)
`

/** Fails if a secret is in plain text in anything that the backend or a backup holds. */
function expectEncrypted(stack: Stack): void {
  const backups = readdirSync(stack.folder).filter((name) => name.startsWith("state-before-recover"))
  const text = backups.map((name) => readFileSync(join(stack.folder, name), "utf8")).join("\n")
  const secrets = [hush, ...stack.account.sandboxes().map(({ envdAccessToken }) => envdAccessToken)]
  for (const secret of secrets) expect(stack.backendText() + text).not.toContain(secret)
}

const encrypted = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" }

/** A sandbox of another stack in the same account. */
async function strangerOn(stack: Stack): Promise<{ id: string }> {
  const client = new ScaleboxClient({ apiKey: stack.apiKey, apiUrl: emulator.url })
  const metadata = { "pulumi-scalebox-owner": "provider-killed/test2/a", "pulumi-scalebox-nonce": "n" }
  return { id: (await client.createSandbox({ metadata })).sandboxId }
}

describe("pulumi-scalebox recover", () => {
  test("heals each of several stacks in one account by itself, also if an up ran before it", async () => {
    const first = await Stack.create(emulator, "first", { program: boxes() })
    const second = await Stack.create(emulator, "second", {
      program: boxes(),
      env: { SCALEBOX_API_KEY: first.apiKey },
    })
    const made = () => living(first)
    first.account.configure({ bootMs: endlessMs })
    await cut(first, "up", () => made().length === 3)
    const ofFirst = made()
    await cut(second, "up", () => made().length === 6)
    first.account.configure({ bootMs: 700 })
    const ofSecond = made().filter((id) => !ofFirst.includes(id))

    // A second run makes what the first has created already; the engine knows nothing of that. It looks once, and not again
    // while it waits for none.
    first.setProgram(boxes("{ waitForRunning: false }"))
    const calls = await callsOf(first, async () => {
      const up = await first.mustUp()
      expect(up.plan).toEqual(["create a", "create b", "create c"])
      expect(up.messages.filter((message) => message.includes("exist already"))).toEqual([
        expect.stringMatching(/exist already: .*\. If a run was killed, `npx pulumi-scalebox recover` shows/),
      ])
      for (const id of ofFirst) expect(up.output).toContain(id)
      for (const id of ofSecond) expect(up.output).not.toContain(id)
    })
    expect(calls).toEqual({ [listing]: 1, [creation]: 3 })
    expect(first.requests()[0]).toBe(listing)
    const kept = managed(first)

    const before = first.backendText()
    first.account.clearRequests()
    for (const [args, code] of [
      [["--dry-run"], 1],
      [[], 1],
    ] as const) {
      const shown = await recover(first, ...args)
      expect(shown.code).toBe(code)
      for (const id of ofFirst) {
        expect(shown.output).toMatch(
          new RegExp(`${id}: is deleted by the next run: the state has another one`),
        )
      }
      expect(shown.output).toContain("Nothing was changed")
      for (const id of [...ofSecond, ...kept]) expect(shown.output).not.toContain(id)
    }
    expect(first.backendText()).toBe(before)
    expect(readdirSync(first.folder).filter((name) => name.startsWith("state-before"))).toEqual([])

    expect(await cancelAndRecover(first)).toContain("`up` shows as replaced what it only deletes")
    expect(managed(first)).toEqual(kept)
    expect(first.requests().filter((request) => !request.startsWith("GET"))).toEqual([])
    expectEncrypted(first)
    first.succeeded(await first.up(), "up")
    expect(managed(first)).toEqual(kept)
    expect(first.resources().filter((resource) => resource.delete)).toEqual([])
    expect(made()).toEqual([...kept, ...ofSecond].sort())

    const healed = await cancelAndRecover(second)
    for (const id of ofSecond) expect(healed).toContain(`${id}: becomes managed`)
    for (const id of kept) expect(healed).not.toContain(id)
    expect(managed(second)).toEqual(ofSecond)
    for (const { outputs } of second.resources()) {
      expect(outputs).toMatchObject({ envdAccessToken: encrypted, envVars: encrypted })
    }
    expectEncrypted(second)
    second.succeeded(await second.up("--refresh"), "up")
    expect(managed(second)).toEqual(ofSecond)
    expect(made()).toEqual([...kept, ...ofSecond].sort())
    expectEncrypted(second)
    expect((await second.mustUp("--expect-no-changes")).plan).toEqual([])

    second.succeeded(await second.destroy(), "destroy")
    expect(made()).toEqual(kept)
    second.dispose()
    await first.end()
  }, 300_000)
  test("manages what was created by explicit Providers, ports and templates, and spares what is of others", async () => {
    const stack = await Stack.create(emulator, "mixed", { program: "" })
    const otherKey = `${stack.apiKey}-other`
    const other = emulator.account(otherKey)
    const ours = `
      const eu = new scalebox.Provider("eu-1", { apiKey: pulumi.secret("${otherKey}") })
      const mine = new scalebox.Sandbox("mine")
      new scalebox.Sandbox("theirs", {}, { provider: eu })
      new scalebox.SandboxPort("web", { sandbox: mine, port: 8080, name: "web" })
      new scalebox.SandboxTemplate("image", { sandbox: mine, name: "image-mixed" })
    `
    stack.setProgram(`${ours}
      const endless = { create: () => new Promise((end) => setTimeout(end, ${endlessMs})) }
      new (class extends pulumi.dynamic.Resource {})(endless, "endless", {})
    `)
    other.configure({ bootMs: endlessMs })
    for (const endpoint of ["addPort", "createTemplate"] as const) {
      stack.account.addFault({ endpoint, kind: "delay", delayMs: endlessMs, after: true })
    }
    const asked = (path: string) => stack.requests("POST").some((request) => request.endsWith(path))
    await cut(
      stack,
      "up",
      () =>
        other.sandboxes().length === 1 &&
        asked("/ports") &&
        asked("/create-template") &&
        stack.deployment().pending_operations.length === 4,
    )
    other.configure({ bootMs: 0 })
    const [theirs] = other.sandboxes().map(({ sandboxId }) => sandboxId)
    const [mine] = living(stack)

    const before = stack.backendText()
    const keyless = await recover(stack, "--yes")
    expect(keyless.code).toBe(1)
    expect(keyless.output).toContain(
      'theirs (Sandbox): operation stays: nothing shows that the key at hand is that of the provider "eu-1": set ' +
        "SCALEBOX_API_KEY_EU_1 to it for this command",
    )
    expect(keyless.output).toContain("The state stays as it is")
    stack.env = { ...stack.env, SCALEBOX_API_KEY_EU_1: otherKey }
    const refused = await recover(stack, "--yes")
    expect(refused.code).toBe(1)
    expect(refused.output).toContain("Pending operations of other providers:\n  endless (Resource): creating")
    expect(refused.output).toContain("run this again with --clear-others")
    expect(stack.backendText()).toBe(before)

    const healed = await recover(stack, "--yes", "--clear-others")
    expect(healed.code).toBe(0)
    expect(stack.deployment().pending_operations).toEqual([])
    expect(stack.resource("theirs")).toMatchObject({ id: theirs })
    expect(stack.resource("web")).toMatchObject({ id: `${mine}/8080` })
    expect(stack.resource("image").id).toMatch(/^tpl-/)
    stack.setProgram(ours)
    expect((await stack.mustUp("--refresh")).plan.filter((step) => !step.startsWith("refresh"))).toEqual([])
    expect(other.sandboxes().map(({ sandboxId }) => sandboxId)).toEqual([theirs])

    // A sandbox is replaced, and its port is open on both; and a Provider has its key from a variable of another name.
    const named = emulator.account(`${stack.apiKey}-named`)
    named.configure({ bootMs: endlessMs })
    stack.env = { ...stack.env, NAMED_KEY: `${stack.apiKey}-named` }
    stack.setProgram(`${ours.replace('("mine")', '("mine", { description: "another" })').replace(/.*Template.*/, "")}
      const named = new scalebox.Provider("named", {}, { envVarMappings: { NAMED_KEY: "SCALEBOX_API_KEY" } })
      new scalebox.Sandbox("named", {}, { provider: named })
    `)
    stack.account.clearRequests()
    stack.account.addFault({ endpoint: "addPort", kind: "delay", delayMs: endlessMs, after: true })
    await cut(stack, "up", () => named.sandboxes().length === 1 && asked("/ports"))
    named.configure({ bootMs: 0 })
    const second = await recover(stack, "--yes")
    const next = stack.resource("mine").id
    expect(next).not.toBe(mine)
    expect(second.output).toContain(`web (SandboxPort) ${next}/8080: becomes managed`)
    expect(second.output).toContain(
      `named (Sandbox) ${named.sandboxes()[0]?.sandboxId}: becomes managed: it was created by the run that was cut`,
    )
    await stack.mustUp()
    expect(stack.resource("web")).toMatchObject({ id: `${next}/8080` })
    expect(stack.account.sandbox(next ?? "")?.customPorts).toMatchObject([{ port: 8080 }])
    expect(living(stack)).toEqual([next])
    await stack.end()
    expect([...other.sandboxes(), ...named.sandboxes()]).toEqual([])
  }, 300_000)

  test("lists what a provider process that was killed has created, and deletes it by its ids", async () => {
    const stack = await Stack.create(emulator, "provider-killed", { program: boxes() })
    stack.account.configure({ bootMs: endlessMs })
    const { child, done } = stack.start(["up", "--yes", "--skip-preview"])
    await until("all are being created", () => living(stack).length === 3)
    killProvider(child)
    expect((await done).code).not.toBe(0)
    stack.account.configure({ bootMs: 700 })
    const lost = living(stack)

    const up = await stack.mustUp()
    expect(up.plan).toEqual(["create a", "create b", "create c"])
    for (const id of lost) expect(up.output).toMatch(new RegExp(`warning: .*${id}.*pulumi-scalebox recover`))
    const kept = managed(stack)
    const stranger = await strangerOn(stack)

    const torn = join(stack.folder, "backend", ".pulumi", "stacks", "provider-killed", "test.json.attrs")
    writeFileSync(torn, "")
    const unreadable = await recover(stack, "--yes")
    expect(unreadable).toEqual({
      code: 1,
      output: expect.stringContaining("delete the .json.attrs file of 0 bytes"),
    })
    mendBackend(stack)

    await stack.mustRun(["stack", "select"])
    const listed = await recoverSelected(stack, "--yes")
    expect(listed.code).toBe(0)
    for (const id of lost) expect(listed.output).toContain(`--delete ${id}`)
    for (const id of [...kept, stranger.id]) expect(listed.output).not.toContain(id)
    expect(living(stack)).toEqual([...kept, ...lost, stranger.id].sort())

    const [first = "", ...rest] = lost
    for (const [id = "", why] of [
      [kept[0], "the stack manages it"],
      [stranger.id, "no sandbox of this id carries the owner provider-killed/test/"],
      ["sbx-unknown", "no sandbox of this id carries the owner provider-killed/test/"],
    ]) {
      const refused = await recover(stack, "--yes", "--delete", first, "--delete", id)
      expect(refused).toEqual({ code: 1, output: expect.stringContaining(`Cannot delete ${id}: ${why}`) })
    }
    expect(living(stack)).toContain(first)
    const deleted = await recover(stack, "--yes", ...rest.flatMap((id) => ["--delete", id]))
    expect(deleted.code).toBe(0)
    expect(living(stack)).toEqual([...kept, first, stranger.id].sort())
    await recover(stack, "--yes", "--delete", first)
    stack.account.remove(stranger.id)
    await stack.end()
  }, 300_000)
})
