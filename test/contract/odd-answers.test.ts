import { type EndpointName, endpoints, fromWire, parseLeniently } from "../../provider/src/contract"
import { emulator } from "../support/api"
import fc from "../support/fast-check"
import { clientOn, ok } from "../support/send"
import * as golden from "./golden"

const server = emulator()

/** What the API answers to each call, and what of it nobody can do without. */
const answers: [EndpointName, string, ...string[]][] = [
  ["createSandbox", golden.sandbox, "sandboxId", "status"],
  ["getSandbox", golden.sandbox, "sandboxId", "status"],
  ["extendTimeout", golden.sandbox, "sandboxId", "status"],
  ["listSandboxes", golden.sandboxList, "sandboxes"],
  ["getSandboxStatus", golden.status, "sandboxId", "status"],
  ["getSandboxStats", golden.stats],
  ["listPorts", golden.ports],
  ["setTimeout", golden.timeout],
  ["deleteSandbox", golden.ending],
  ["terminateSandbox", golden.ending],
  ["batchDelete", golden.batchDelete],
  ["batchTerminate", golden.batch],
  ["batchPause", golden.batch],
  ["batchResume", golden.batch],
  ["listRegions", golden.regions, "scaleboxRegions"],
  ["createTemplate", golden.template, "templateId"],
  ["getTemplate", golden.template, "templateId"],
  ["listTemplates", golden.templateList, "templates"],
  ["getMetrics", golden.metrics, "sandboxId", "status"],
  ["getMetricsChart", golden.chart],
  ["getTurnCredential", golden.turn],
]

type Path = (string | number)[]

/** Where something is in a body: fields, rows, and the fields of these. */
const pathsIn = (value: unknown, path: Path = []): Path[] =>
  value === null || typeof value !== "object"
    ? []
    : Object.entries(value).flatMap(([key, inner]) => {
        const here = [...path, Array.isArray(value) ? Number(key) : key]
        return [here, ...pathsIn(inner, here)]
      })

/** A body with something else at a path. */
function withAt(body: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(body)
  const holder = path.slice(0, -1).reduce<unknown>((inner, key) => Reflect.get(inner as object, key), copy)
  if (value === undefined) Reflect.deleteProperty(holder as object, path.at(-1) ?? "")
  else Reflect.set(holder as object, path.at(-1) ?? "", value)
  return JSON.parse(JSON.stringify(copy))
}

const without = (value: unknown, key: string) => ({ ...(value as object), [key]: undefined })
/** Quicker than an expectation, of which there are thousands. */
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
const camel = (key: unknown) =>
  String(key).replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** Null, nothing, and what no field is. */
const odd = [null, undefined, 7, "odd", true, [], {}, [null], { odd: [1] }]

const read = (name: EndpointName, body: unknown) => parseLeniently(endpoints[name].response, fromWire(body))

describe.each(answers)("An odd answer to %s", (name, text, ...needed) => {
  const body: unknown = JSON.parse(text)
  const whole = read(name, body)

  test("costs no more than the field that is odd", () => {
    if (!whole.success) throw new Error("The golden body cannot be read")
    for (const path of pathsIn(body)) {
      const field = camel(path[0])
      for (const value of odd) {
        const answer = read(name, withAt(body, path, value))
        const isLost = path.length === 1 && needed.includes(field)
        if (isLost && (!answer.success || answer.data === undefined)) continue
        const left = answer.success ? without(answer.data, field) : { refused: answer.faults }
        const expected = without(whole.data, field)
        if (!isSame(left, expected)) expect({ path, value, left }).toEqual({ path, value, left: expected })
      }
    }
  })

  test("is read however much of it is odd, or refused, and never breaks anything", () => {
    const paths = pathsIn(body).filter((path) => !(path.length === 1 && needed.includes(camel(path[0]))))
    const changes = fc.array(fc.tuple(fc.constantFrom(...paths), fc.jsonValue()), { maxLength: 5 })
    fc.assert(
      fc.property(changes, (list) => {
        const changed = list
          .sort(([one], [other]) => other.length - one.length)
          .reduce((left, [path, value]) => withAt(left, path, value), body)
        const answer = read(name, changed)
        if (name === "getSandboxStats") return
        expect(answer).toMatchObject({ success: true })
        const ids = ["sandboxId", "templateId", "status"].filter((id) => needed.includes(id))
        for (const id of ids) {
          expect(Reflect.get(Object(answer.success && answer.data), id)).toBe(
            Reflect.get(Object(whole.success && whole.data), id),
          )
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe("An odd row of a listing", () => {
  const row: Record<string, unknown> = JSON.parse(golden.sandbox)
  const pageOf = (...rows: unknown[]) => ({ ...JSON.parse(golden.sandboxList), sandboxes: rows })
  const rowsOf = (page: unknown) => {
    const answer = parseLeniently(endpoints.listSandboxes.response, fromWire(page))
    return answer.success ? answer.data.sandboxes : []
  }

  test("costs that row at most", () => {
    const [plain] = rowsOf(pageOf(row))
    for (const path of pathsIn(row)) {
      for (const value of odd) {
        const rows = rowsOf(pageOf(withAt(row, path, value), { ...row, sandbox_id: "sbx-2" }))
        const field = camel(path[0])
        const isLost = field === "sandboxId" || field === "status"
        const left = [isLost ? [] : [without(rows[0], field)], rows.at(-1)]
        const expected = [isLost ? [] : [without(plain, field)], { ...plain, sandboxId: "sbx-2" }]
        if (!isSame(left, expected)) expect({ path, value, left }).toEqual({ path, value, left: expected })
      }
    }
  })

  test("may be no row at all", () => {
    for (const value of [null, 7, "odd", [], {}]) expect(rowsOf(pageOf(value, row))).toHaveLength(1)
  })

  test("shows a number in metadata as its text, and a size that is a text as its number", () => {
    const [read] = rowsOf(
      pageOf({
        ...row,
        metadata: { build: 7, live: true, no: null, plain: "x" },
        memory_mb: "4096",
        cpu_count: "two",
      }),
    )
    expect(read).toMatchObject({ metadata: { build: "7", live: "true", plain: "x" }, memoryMb: 4096 })
    expect(read).not.toHaveProperty("cpuCount")
    expect(read?.metadata).not.toHaveProperty("no")
  })
})

describe("A listing without pagination", () => {
  const sandbox = (index: number) => ({ sandbox_id: `sbx-${index}`, status: "running" })
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => sandbox(from + index))

  test.each([[null], [undefined], ["odd"], [{}]])("(%j) is one page", async (pagination) => {
    const page = { sandboxes: rows(0, 3), pagination }
    expect(await clientOn([ok(page)]).client.listSandboxes({ limit: 100 })).toMatchObject({
      sandboxes: [{ sandboxId: "sbx-0" }, { sandboxId: "sbx-1" }, { sandboxId: "sbx-2" }],
      pagination: { page: 1, limit: 100, total: 3, totalPages: 1, isEstimated: true },
    })
  })

  test("is counted from what is left of its pagination", async () => {
    const page = { sandboxes: rows(0, 2), pagination: { total: 5, limit: null, total_pages: "x" } }
    const { pagination } = await clientOn([ok(page)]).client.listSandboxes({ limit: 2 })
    expect(pagination).toEqual({ page: 1, limit: 2, total: 5, totalPages: 3 })
  })

  test.each([[{}], [{ sandboxes: 7 }], [{ status: "ok" }], [{ sandboxes: "x", pagination: { total: 1 } }]])(
    "and without a list, such as %j, is an answer of something else",
    async (page) => {
      const failure = clientOn([
        ok(page),
        ok(page),
        ok(page),
        ok(page),
        ok(page),
        ok(page),
      ]).client.listSandboxes()
      await expect(failure).rejects.toMatchObject({ code: "malformed_response" })
    },
  )

  test.each([[null], [undefined]])("is empty if its list is %p and its total is 0", async (sandboxes) => {
    const page = { sandboxes, pagination: { total: 0 } }
    expect((await clientOn([ok(page)]).client.listSandboxes()).sandboxes).toEqual([])
  })
})

describe("A foreign row that is odd", () => {
  test("hides no sandbox from anybody who looks for many", async () => {
    const { client, account, running } = server.account()
    const ids = [await running(), await running(), await running()]
    account.addFault({
      kind: "alter",
      endpoint: "listSandboxes",
      alter: (body) => {
        const { data } = body as { data: { sandboxes: unknown[] } }
        data.sandboxes.unshift({ status: "running", metadata: { no: 1 } }, null)
        return body
      },
    })
    const { sandboxes } = await client.listSandboxes()
    expect(sandboxes.map(({ sandboxId }) => sandboxId)).toEqual(ids.reverse())
  })
})
