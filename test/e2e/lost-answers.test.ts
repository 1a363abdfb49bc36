import type { EndpointName, RequestFault } from "../../emulator/src"
import { sharedEmulator } from "../support/emulator"
import { showFigures } from "../support/figures"
import { Stack } from "../support/stack"

/** Every way in which an answer is lost. */
const losses: Record<string, (endpoint: EndpointName) => RequestFault> = {
  "cut before the work": (endpoint) => ({ endpoint, kind: "resetBefore" }),
  "cut after the work": (endpoint) => ({ endpoint, kind: "resetAfter" }),
  "500 before the work": (endpoint) => ({ endpoint, kind: "status", status: 500 }),
  "502 after the work": (endpoint) => ({ endpoint, kind: "status", status: 502, after: true }),
  "503 before the work": (endpoint) => ({ endpoint, kind: "status", status: 503 }),
  "504 after the work": (endpoint) => ({ endpoint, kind: "status", status: 504, after: true }),
  "cut JSON after the work": (endpoint) => ({ endpoint, kind: "rawBody", rawBody: '{"success": true, "da' }),
  "too late, after the work": (endpoint) => ({ endpoint, kind: "delay", delayMs: 3000, after: true }),
}
const names = Object.keys(losses)

/** One sandbox for each way, so that one run tries them all. */
const program = (timeout: number, extra = "") => `
  const names = ${JSON.stringify(names)}
  const sandboxes = names.map((name, index) => new scalebox.Sandbox("box-" + index, { timeout: ${timeout}, description: name }))
  ${extra}
`
const boxes = names.map((_, index) => `box-${index}`)

test("a lost answer of create, extend, port, pause, template and delete neither loses nor doubles anything", async () => {
  const stack = await Stack.create(await sharedEmulator(), "lost", {
    program: program(600),
    config: { "scalebox:requestTimeout": "1" },
  })
  const lose = (endpoint: EndpointName) => {
    for (const [index, fault] of Object.values(losses).entries()) {
      stack.account.addFault({ ...fault(endpoint), sandbox: ({ name }) => name === `box-${index}` })
    }
  }

  lose("createSandbox")
  await stack.mustUp()
  expect(
    stack.account
      .sandboxes()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(boxes)
  expect(
    stack
      .resources()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(
    stack.account
      .sandboxes()
      .map(({ sandboxId }) => sandboxId)
      .sort(),
  )

  lose("extendTimeout")
  stack.setProgram(program(900))
  expect((await stack.mustUp()).plan).toEqual(boxes.map((name) => `update ${name}`))
  expect(stack.account.sandboxes().map(({ timeout }) => timeout)).toEqual(boxes.map(() => 900))

  lose("addPort")
  lose("pauseSandbox")
  lose("createTemplate")
  const more = `
    sandboxes.forEach((sandbox, index) => {
      const port = new scalebox.SandboxPort("port-" + index, { sandbox, port: 8080, name: "web" })
      const image = new scalebox.SandboxTemplate("image-" + index, { sandbox, name: "image-" + index }, { dependsOn: port })
      new scalebox.SandboxPowerState("power-" + index, { sandbox, state: "paused" }, { dependsOn: image })
    })
  `
  stack.setProgram(program(900, more))
  await stack.mustUp()
  for (const sandbox of stack.account.sandboxes()) {
    expect(sandbox.status).toBe("paused")
    expect(sandbox.customPorts.map(({ port }) => port)).toEqual([8080])
  }
  const headers = { "X-API-Key": stack.apiKey }
  const templates = async () => {
    const answer = await fetch(`${stack.emulator.url}/v1/templates?search=image&limit=100`, { headers })
    const { data } = (await answer.json()) as { data: { templates: { name: string }[] } }
    return data.templates.map(({ name }) => name).sort()
  }
  expect(await templates()).toEqual(boxes.map((_, index) => `image-${index}`))

  lose("deleteSandbox")
  for (const fault of Object.values(losses)) stack.account.addFault(fault("batchDelete"))
  await stack.end()
  expect(await templates()).toEqual([])
})

/** Few, as all tests run often; the same holds for 200. */
const count = Number(process.env.SCALEBOX_FAULTED_SANDBOXES ?? 30)

test(`${count} sandboxes with a fifth of all calls faulted at random are all created, none twice, and destroy leaves none`, async () => {
  const stack = await Stack.create(await sharedEmulator(), "chaos", {
    program: `for (let n = 0; n < ${count}; n++) new scalebox.Sandbox("box-" + n)`,
    config: { "scalebox:requestTimeout": "2" },
    env: { PULUMI_PARALLEL: "64" },
  })
  let seed = 20261124
  let injected = 0
  const kinds = Object.values(losses).slice(0, -1)
  for (const endpoint of [
    "createSandbox",
    "getSandbox",
    "deleteSandbox",
    "batchDelete",
    "listSandboxes",
  ] as const) {
    for (const kind of kinds) {
      const chosen = () => {
        seed = (seed * 48271) % 2147483647
        const hit = seed % 1000 < 200 / kinds.length
        if (hit) injected += 1
        return hit
      }
      const fault = kind(endpoint)
      // A call that gets three of these is given up.
      const isFinal = fault.kind === "status" && fault.status === 500
      stack.account.addFault({ ...fault, sandbox: chosen, times: isFinal ? 2 : Number.POSITIVE_INFINITY })
    }
  }
  const up = await stack.up()
  stack.succeeded(up, "up")
  expect(stack.account.sandboxes()).toHaveLength(count)
  expect(new Set(stack.resources().map(({ id }) => id))).toEqual(
    new Set(stack.account.sandboxes().map(({ sandboxId }) => sandboxId)),
  )
  expect(injected).toBeGreaterThan(count / 5)
  const calls = stack.requests().length
  await stack.end()
  showFigures({ sandboxes: count, calls: stack.requests().length, callsOfUp: calls, faults: injected })
}, 300_000)
