import { ScaleboxClient } from "../../../../provider/src/client"
import { logOf } from "../../../../provider/src/client/log"
import { FakeClock } from "../../../support/clock"
import { lost, ok, refused, secretKey, serverOf } from "../../../support/send"

const page = { sandboxes: [], pagination: { page: 1, limit: 1, total: 0, total_pages: 0 } }

test("A client says what it does, and no secret", async () => {
  const clock = new FakeClock()
  const { send } = serverOf(
    ok({ sandbox_id: "sbx-1", status: "running" }),
    async () => {
      clock.pass(12)
      return refused(503, "Busy", { retryAfter: "4" })
    },
    lost(),
    ok(page),
  )
  const lines: string[] = []
  const log = {
    debug: (line: string) => lines.push(line),
    retrying: (line: string) => lines.push(`! ${line}`),
  }
  const client = new ScaleboxClient({ apiKey: secretKey, apiUrl: "https://api.test" }, { clock, send, log })
  await client.createSandbox({ envVars: { TOKEN: "private-value" } })
  await client.listSandboxes({ search: "private-name" })
  expect(lines).toEqual([
    "POST /v1/sandboxes 200 in 0 ms",
    "GET /v1/sandboxes 503 in 12 ms",
    "! GET /v1/sandboxes answered 503, trying again (0 s)",
    "GET /v1/sandboxes no answer (connection) in 0 ms",
    "! GET /v1/sandboxes got no answer, trying again (4 s)",
    "GET /v1/sandboxes 200 in 0 ms",
  ])
})

describe("logOf", () => {
  afterEach(() => jest.restoreAllMocks())

  test.each([
    ["debug", ["scalebox: one\n", "scalebox: two\n"]],
    ["", []],
    [undefined, []],
  ])("with SCALEBOX_LOG %p writes %p", (value, written) => {
    const lines: unknown[] = []
    jest.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(line) > 0)
    const log = logOf(value === undefined ? {} : { SCALEBOX_LOG: value })
    log.debug("one")
    log.retrying("two")
    expect(lines).toEqual(written)
  })
})
