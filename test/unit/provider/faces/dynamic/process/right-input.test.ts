import { kinds } from "../../../../../support/any-declaration"
import fc from "../../../../../support/fast-check"
import { handlers, hidden } from "../../../../../support/handlers"
import { right } from "../../../../../support/right-declaration"

const server = handlers()
const fewRuns = { numRuns: 300 }

describe.each(kinds)("A declaration of %s without a fault", (kind) => {
  test("is accepted and the same as itself where it is right", async () => {
    const property = fc.asyncProperty(right[kind], async (news) => {
      const { inputs: checked = {}, failures } = await server.handler(kind).check({}, { ...news, ...hidden })
      expect(failures).toEqual([])
      const answer = await server.handler(kind).diff("sbx-1", { ...checked, endpoint: server.url }, checked)
      expect(answer).toMatchObject({ replaces: [] })
    })
    await fc.assert(property, fewRuns)
  })
})
