import { type Emulator, startEmulator } from "../../emulator/src"
import { type Endpoint, endpoints, errorEnvelope, toWire } from "../../provider/src/contract"
import fc from "../support/fast-check"

let emulator: Emulator
let sandboxId: string
const headers = { "X-API-Key": "sk-fuzz", "Content-Type": "application/json" }

beforeAll(async () => {
  emulator = await startEmulator({ bootMs: 0, stopMs: 0 })
  const made = await fetch(`${emulator.url}/v1/sandboxes`, { method: "POST", headers, body: "{}" })
  const { data } = (await made.json()) as { data: { sandbox_id: string } }
  sandboxId = data.sandbox_id
})
afterAll(() => emulator.close())

/** Sends anything, and expects a success or the documented error in JSON, never a 5xx and never silence. */
async function expectAnswer(method: string, path: string, body?: string): Promise<void> {
  const answer = await fetch(emulator.url + path, {
    method,
    headers,
    ...(body === undefined || method === "GET" ? {} : { body }),
    signal: AbortSignal.timeout(60_000),
  })
  expect(answer.status).toBeLessThan(500)
  expect(answer.headers.get("x-request-id")).toEqual(expect.any(String))
  const json: unknown = await answer.json()
  if (answer.status >= 400) expect(errorEnvelope.safeParse(json)).toMatchObject({ success: true })
  else expect(json).toMatchObject({ success: true })
}

/** Values near what a field takes, and far from it. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.integer({ min: -2, max: 100_000 }),
  fc.constantFrom("base", "us-east", "TCP", "running", "", 0, null, true, 8080, 300, "5s", "now"),
)

/** Bodies that carry the row's own fields with any value, among others. */
const bodyOf = (row: Endpoint) => {
  const shape = row.body && "shape" in row.body ? Object.keys(row.body.shape as object) : []
  const known = Object.keys(toWire(Object.fromEntries(shape.map((key) => [key, 0]))) as object)
  const fields = known.length > 0 ? fc.constantFrom(...known) : fc.string()
  // A wait for the end of a transition belongs to the behaviour, not to this test.
  const object = fc.dictionary(fields, value).map((body) => JSON.stringify({ ...body, is_async: true }))
  return fc.oneof({ weight: 4, arbitrary: object }, fc.json(), fc.string())
}

const queryOf = (row: Endpoint) => {
  const shape = row.query && "shape" in row.query ? Object.keys(row.query.shape as object) : []
  const known = Object.keys(toWire(Object.fromEntries(shape.map((key) => [key, 0]))) as object)
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("-1", "0", "1", "asc", "name", "running", "2026-01-01", "9e99"),
  )
  return fc
    .dictionary(fc.oneof(fc.constantFrom("x", ...known)), text)
    .map((query) => `?${new URLSearchParams(query)}`)
}

const id = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.string({ minLength: 1 }),
  fc.constantFrom("%00", "..", "a/b", "sbx-", "0", "stats", "x".repeat(10_000)),
)

describe.each(Object.entries(endpoints))("%s", (_, row: Endpoint) => {
  test("answers anything as documented", async () => {
    await fc.assert(
      fc.asyncProperty(id, id, bodyOf(row), queryOf(row), async (first, second, body, query) => {
        const path = row.path
          .replace("{sandboxId}", first === null ? sandboxId : encodeURIComponent(first))
          .replace("{templateId}", first === null ? "tpl-base" : encodeURIComponent(first))
          .replace("{port}", second === null ? "8080" : encodeURIComponent(second))
        await expectAnswer(row.method, path + query, body)
      }),
      { numRuns: 60 },
    )
  })
})

test("100 creates at once are all made", async () => {
  const create = () =>
    fetch(`${emulator.url}/v1/sandboxes`, { method: "POST", headers, body: '{"is_async":true}' })
  const answers = await Promise.all(Array.from({ length: 100 }, create))
  expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(201))
})
