import { formatPath } from "../../../../../../provider/src/contract"
import { anything, declaration, deeper, inputs, kinds, member } from "../../../../../support/any-declaration"
import fc from "../../../../../support/fast-check"
import { handlers, hidden } from "../../../../../support/handlers"

const server = handlers()

/** Every path in a value, and every path that a known name could be missing at. */
function paths(value: unknown, known: readonly string[], path: PropertyKey[] = []): string[] {
  const own = path.length > 0 ? [formatPath(path)] : []
  if (value === null || typeof value !== "object") return own
  const isList = Array.isArray(value)
  const names = isList ? [] : path.length === 0 ? known : deeper
  const inside = Object.entries(value).flatMap(([name, item]) =>
    paths(item, known, [...path, isList ? Number(name) : name]),
  )
  return [...own, ...names.map((name) => formatPath([...path, name])), ...inside]
}

const fewRuns = { numRuns: 300 }

describe.each(kinds)("Any input of %s", (kind) => {
  test("is taken or refused by check, with paths that lead somewhere, and without a call", async () => {
    const property = fc.asyncProperty(
      declaration(kind),
      declaration(kind),
      fc.boolean(),
      async (olds, news, isNew) => {
        server.calls.length = 0
        const answer = await server
          .handler(kind)
          .check(isNew ? {} : { ...olds, ...hidden }, { ...news, ...hidden })
        const known = paths(news, inputs[kind]).map((path) => path.replace(/^sandboxId$/, "sandbox"))
        for (const { property, reason } of answer.failures ?? []) {
          expect(property).toBe("")
          expect(known.filter((path) => reason.startsWith(`${path}: `))).not.toEqual([])
          expect(reason).not.toContain("\n")
          expect(reason.length).toBeLessThan(2_000_000)
        }
        expect(server.calls.filter((call) => call !== "GET /v1/scalebox-regions")).toEqual([])
      },
    )
    await fc.assert(property, fewRuns)
  })

  test("has a difference to any other", async () => {
    const olds = fc.tuple(
      declaration(kind),
      fc.record(
        {
          status: fc.oneof(fc.constantFrom("running", "failed", "terminated", "starting"), anything),
          timeoutAt: fc.oneof(
            fc.constantFrom("2000-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "never"),
            anything,
          ),
          sandboxes: fc.oneof(fc.array(member, { maxLength: 3 }), anything),
        },
        { requiredKeys: [] },
      ),
    )
    const property = fc.asyncProperty(olds, declaration(kind), async ([declared, shown], news) => {
      const endpoint = server.url
      const answer = await server
        .handler(kind)
        .diff("sbx-1/80", { ...declared, ...shown, endpoint, ...hidden }, { ...news, ...hidden })
      expect(typeof answer.changes).toBe("boolean")
      const named = [...inputs[kind], "status", "timeoutAt"]
      expect((answer.replaces ?? []).filter((name) => !named.includes(name))).toEqual([])
      if (answer.replaces?.length) expect(answer.changes).toBe(true)
    })
    await fc.assert(property, fewRuns)
  })
})

describe("A stored endpoint", () => {
  test("that is none of ours is named by diff, whatever it is", async () => {
    const property = fc.asyncProperty(fc.constantFrom(...kinds), fc.string(), async (kind, endpoint) => {
      const thrown: unknown = await server
        .handler(kind)
        .diff("sbx-1", { endpoint }, {})
        .then(
          () => undefined,
          (error: unknown) => error,
        )
      expect(thrown).toMatchObject({
        message: expect.stringContaining(`but the configured API is ${server.url}`),
      })
    })
    await fc.assert(property, { numRuns: 100 })
  })
})
