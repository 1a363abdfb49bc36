import { type Emulator, startEmulator } from "../../emulator/src"
import { isAlive, killWithHost, until } from "../support/processes"
import { recover } from "../support/recover"
import { cancelAndRecover, living } from "../support/whole"
import { YamlStack } from "../support/yaml-stack"

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ stopMs: 100 })
})
afterAll(() => emulator.close())

const hush = "hush-recovered-variable"
const program = `
resources:
  eu:
    type: pulumi:providers:scalebox
    properties: { maxConcurrency: 4 }
  a:
    type: scalebox:Sandbox
    properties: { envVars: { TOKEN: ${hush} } }
  b:
    type: scalebox:Sandbox
    properties: { timeout: 600 }
    options: { provider: "\${eu}" }
  pool:
    type: scalebox:SandboxPool
    properties: { count: 2, timeout: 600 }
  port:
    type: scalebox:SandboxPort
    properties: { sandboxId: "\${a.id}", port: 8080, name: web }
`

/** Ids of the sandboxes that the state manages, those of pools included. */
const managed = (stack: YamlStack) =>
  stack
    .resources()
    .flatMap(({ type, id, outputs }) =>
      type.endsWith(":Sandbox") ? id : ((outputs.sandboxIds as string[]) ?? []),
    )
    .sort()

test("recover heals a stack of the plugin: what a killed run has created is managed, and created once", async () => {
  const stack = await YamlStack.create(emulator, "yaml-killed", { program })
  stack.account.configure({ bootMs: 600_000 })
  const { child, done } = stack.start(["up", "--yes", "--skip-preview"])
  await until("all are being created", () => living(stack).length === 4)
  const survivors = killWithHost(child)
  await done
  await until("the plugins have ended", () => !survivors.some(isAlive))
  stack.account.configure({ bootMs: 100 })
  const made = living(stack)
  expect(stack.deployment().pending_operations).toHaveLength(3)

  const healed = await cancelAndRecover(stack)
  expect(healed).toMatch(/ a \(Sandbox\) sbx-\w+: becomes managed: it was created by the run that was cut/)
  expect(managed(stack)).toEqual(made)
  expect(stack.backendText()).not.toContain(hush)

  const up = await stack.mustUp("--refresh")
  expect(up.plan.filter((row) => !row.startsWith("refresh "))).toEqual(["create port"])
  expect(managed(stack)).toEqual(made)
  expect(living(stack)).toEqual(made)
  expect(stack.backendText()).not.toContain(hush)
  expect((await recover(stack)).output).toContain("No pending operations")
  await stack.end()
})
