import type { Account } from "../../emulator/src"
import { ScaleboxClient } from "../../provider/src/client"
import { sharedEmulator } from "../support/emulator"
import { recover } from "../support/recover"
import { Stack } from "../support/stack"

const minuteMs = 60_000
const notFound = { status: 404, body: { error: "Resource not found" } }

/** Rows and fields of every answer that shows sandboxes as real services may send them. */
function makeOdd(account: Account): void {
  const oddFields = (row: Record<string, unknown>) =>
    Object.assign(row, {
      description: null,
      cpu_count: String(row.cpu_count),
      metadata: { ...Object(row.metadata), build: 7, nothing: null },
    })
  const alter = (body: unknown) => {
    const { data } = body as { data?: { sandboxes?: Record<string, unknown>[] } & Record<string, unknown> }
    if (data?.sandboxes) {
      data.sandboxes.forEach(oddFields)
      data.sandboxes.unshift({ sandbox_id: null, status: "running" })
      data.pagination = null
    } else if (data?.sandbox_id) oddFields(data)
    return body
  }
  for (const endpoint of ["listSandboxes", "getSandbox"] as const) {
    account.addFault({ kind: "alter", endpoint, alter, times: Number.POSITIVE_INFINITY })
  }
}

test("odd rows, a clock that is off and lost answers neither lose nor double anything", async () => {
  const emulator = await sharedEmulator()
  const program = (count: number) => `
    new scalebox.Sandbox("box", { timeout: 7200 })
    new scalebox.SandboxPool("pool", { count: ${count}, namePrefix: "pool", timeout: 7200 })
  `
  const stack = await Stack.create(emulator, "odd", { program: program(3) })
  const { account } = stack
  const lose = () => account.addFault({ kind: "resetAfter", endpoint: "createSandbox", times: 2 })

  // The server's clock is ten minutes behind, then ten minutes ahead.
  account.setClockOffset(-10 * minuteMs)
  lose()
  await stack.mustUp()
  expect(account.sandboxes()).toHaveLength(4)
  account.setClockOffset(10 * minuteMs)
  lose()
  stack.setProgram(program(5))
  await stack.mustUp()
  expect(account.sandboxes()).toHaveLength(6)

  account.setClockOffset(0)
  const client = new ScaleboxClient({ apiKey: stack.apiKey, apiUrl: emulator.url })
  await client.createSandbox({ name: "foreign" })
  makeOdd(account)
  stack.succeeded(await stack.refresh(), "refresh")
  expect((await stack.mustUp()).plan).toEqual([])
  expect((await recover(stack, "--yes")).code).toBe(0)

  // The box has ended, and the service says so in the words of the reference's own heading.
  account.remove(stack.resource("box").id ?? "")
  for (const endpoint of ["getSandbox", "deleteSandbox"] as const) {
    account.addFault({
      kind: "status",
      endpoint,
      ...notFound,
      times: Number.POSITIVE_INFINITY,
      sandbox: ({ name }) => name === undefined,
    })
  }
  stack.succeeded(await stack.destroy(), "destroy")
  expect(account.sandboxes().map(({ name }) => name)).toEqual(["foreign"])
  await stack.dispose()
})

test("a generic 404 of an ended sandbox lets a refresh drop it, and one of a wrong URL drops nothing", async () => {
  const emulator = await sharedEmulator()
  const stack = await Stack.create(emulator, "generic", {
    program: `new scalebox.Sandbox("box", { timeout: 600 })`,
  })
  const { account } = stack
  await stack.mustUp()
  const { id } = stack.resource("box")
  for (const endpoint of ["getSandbox", "listSandboxes"] as const) {
    account.addFault({ kind: "status", endpoint, ...notFound, times: Number.POSITIVE_INFINITY })
  }
  const wrong = await stack.refresh()
  expect(wrong.code).not.toBe(0)
  expect(wrong.output).toContain("Check the API URL")
  expect(stack.resource("box").id).toBe(id)

  account.clearFaults()
  account.remove(stack.resource("box").id ?? "")
  account.addFault({ kind: "status", endpoint: "getSandbox", ...notFound, times: Number.POSITIVE_INFINITY })
  stack.succeeded(await stack.refresh(), "refresh")
  expect(stack.resources()).toEqual([])
  await stack.dispose()
})
