import { allSandboxes, allTemplates } from "../../../../provider/src/client/pages"
import { failureOf } from "../../../support/failures"
import { clientOn, ok } from "../../../support/send"

const page = (totalPages: number, ...ids: number[]) => pageOf(0, totalPages, ...ids)

const pageOf = (total: number, totalPages: number, ...ids: number[]) =>
  ok({
    sandboxes: ids.map((id) => ({ sandbox_id: `sbx-${id}`, status: "running" })),
    pagination: { page: 1, limit: 100, total, total_pages: totalPages },
  })

async function idsOn(...pages: ReturnType<typeof page>[]) {
  const { client, requests } = clientOn(pages)
  const ids: string[] = []
  for await (const { sandboxId } of allSandboxes(client, { status: "running" })) ids.push(sandboxId)
  return { ids, queries: requests.map(({ query }) => query) }
}

describe("allSandboxes", () => {
  test("asks for page after page, as large as they can be", async () => {
    const { ids, queries } = await idsOn(page(2, 1, 2), page(2, 3))
    expect(ids).toEqual(["sbx-1", "sbx-2", "sbx-3"])
    expect(queries).toEqual([
      { status: "running", page: 1, limit: 100 },
      { status: "running", page: 2, limit: 100 },
    ])
  })

  test("is content with none", async () => {
    expect((await idsOn(page(0))).ids).toEqual([])
    expect((await idsOn(page(5))).ids).toEqual([])
  })

  test("gives each once where new ones shift the pages meanwhile", async () => {
    expect((await idsOn(page(2, 1, 2), page(3, 2, 3), page(3, 4))).ids).toEqual([
      "sbx-1",
      "sbx-2",
      "sbx-3",
      "sbx-4",
    ])
  })

  test("asks for no page that nobody wants", async () => {
    const { client, requests } = clientOn([page(9, 1)])
    for await (const _ of allSandboxes(client, {})) break
    expect(requests).toHaveLength(1)
  })

  test("goes on where so many come meanwhile that a page shows those of the one before", async () => {
    const pages = [pageOf(3, 2, 1, 2), pageOf(5, 3, 1, 2), pageOf(5, 3, 3)]
    expect((await idsOn(...pages)).ids).toEqual(["sbx-1", "sbx-2", "sbx-3"])
  })

  test("does not turn in circles where the API answers one page again and again", async () => {
    expect(await failureOf(idsOn(page(9, 1), page(9, 1)))).toMatchObject({ code: "malformed_response" })
  })
})

describe("allTemplates", () => {
  test("asks for page after page", async () => {
    const templates = (...ids: number[]) =>
      ok({
        templates: ids.map((id) => ({ template_id: `tpl-${id}` })),
        pagination: { page: 1, limit: 100, total: 3, total_pages: 2 },
      })
    const { client, requests } = clientOn([templates(1, 2), templates(3)])
    const ids: string[] = []
    for await (const { templateId } of allTemplates(client, { usable: true })) ids.push(templateId)
    expect(ids).toEqual(["tpl-1", "tpl-2", "tpl-3"])
    expect(requests.map(({ query }) => query)).toEqual([
      { usable: true, page: 1, limit: 100 },
      { usable: true, page: 2, limit: 100 },
    ])
  })
})
