import type { ListSandboxesQuery } from "../../provider/src/contract"
import { type Api, emulator, invalid } from "../support/api"

const server = emulator()

describe("GET /v1/sandboxes: wrong types", () => {
  test.each([
    ["page=two", "page must be a number"],
    ["limit=1.5", "limit must be a whole number"],
    ["page_size=many", "page_size must be a number"],
    ["offset=x", "offset must be a number"],
  ])("%s", async (query, message) => {
    const { raw } = server.account()
    expect(await raw("GET", `/v1/sandboxes?${query}`)).toMatchObject({ status: 400, body: invalid(message) })
  })
})

describe("GET /v1/sandboxes: wrong values", () => {
  test.each([
    ["page=0", /page must be at least 1/],
    ["limit=0", /limit must be at least 1/],
    ["skip=-1", /skip must be at least 0/],
    ["status=asleep", /status must be one of created, starting, running/],
    ["sort_by=mood", /sort_by must be one of/],
    ["sort_order=up", /sort_order must be one of asc, desc/],
  ])("%s", async (query, message) => {
    const { raw } = server.account()
    const answer = await raw("GET", `/v1/sandboxes?${query}`)
    expect(answer).toMatchObject({
      status: 400,
      body: { success: false, message: expect.stringMatching(message) },
    })
  })
})

describe("GET /v1/sandboxes", () => {
  let api: Api
  beforeAll(async () => {
    api = server.account()
    const { client } = api
    for (const name of ["alpha", "beta", "gamma", "delta", "Alpha-2"]) {
      await client.createSandbox({
        name,
        projectId: name === "beta" ? "prj-b" : "prj-a",
        timeout: 100 + name.length,
      })
    }
    const [, , gamma] = api.account.sandboxes()
    await client.pauseSandbox(gamma?.sandboxId ?? "")
  })

  const names = async (query: ListSandboxesQuery) =>
    (await api.client.listSandboxes(query)).sandboxes.map(({ name }) => name)

  test("shows them newest first, each as GET shows it", async () => {
    const { sandboxes } = await api.client.listSandboxes()
    expect(sandboxes.map(({ name }) => name)).toEqual(["Alpha-2", "delta", "gamma", "beta", "alpha"])
    const [newest] = sandboxes
    const single = await api.client.getSandbox(newest?.sandboxId ?? "")
    expect(Object.keys(newest ?? {}).sort()).toEqual(Object.keys(single).sort())
  })

  test.each<[ListSandboxesQuery, string[], object]>([
    [{ limit: 2 }, ["Alpha-2", "delta"], { page: 1, limit: 2, total: 5, totalPages: 3 }],
    [{ page: 2, limit: 2 }, ["gamma", "beta"], { page: 2, limit: 2, offset: 2 }],
    [{ page: 3, pageSize: 2 }, ["alpha"], { page: 3, limit: 2, offset: 4 }],
    [{ page: 9, limit: 2 }, [], { page: 9, total: 5 }],
    [{ offset: 3 }, ["beta", "alpha"], { offset: 3 }],
    [{ skip: 4, limit: 1, page: 1 }, ["alpha"], { offset: 4, limit: 1 }],
  ])("shows the page %j", async (query, expected, pagination) => {
    const page = await api.client.listSandboxes(query)
    expect(page.sandboxes.map(({ name }) => name)).toEqual(expected)
    expect(page.pagination).toMatchObject(pagination)
  })

  test.each<[ListSandboxesQuery, string[]]>([
    [{ status: "paused" }, ["gamma"]],
    [{ status: "failed" }, []],
    [{ projectId: "prj-b" }, ["beta"]],
    [{ search: "alph" }, ["Alpha-2", "alpha"]],
    [{ search: "alph", projectId: "prj-b" }, []],
    [{ ownerUserId: "usr-nobody" }, []],
    [{ sortBy: "name", sortOrder: "asc" }, ["Alpha-2", "alpha", "beta", "delta", "gamma"]],
    [{ sortBy: "created_at", sortOrder: "asc" }, ["alpha", "beta", "gamma", "delta", "Alpha-2"]],
    [{ sortBy: "timeout" }, ["Alpha-2", "delta", "gamma", "alpha", "beta"]],
  ])("shows for %j these", async (query, expected) => {
    expect(await names(query)).toEqual(expected)
  })

  test("shows an account nothing of another one", async () => {
    const { client } = server.account()
    expect(await client.listSandboxes()).toEqual({
      sandboxes: [],
      pagination: expect.objectContaining({ page: 1, total: 0, totalPages: 0 }),
    })
  })
})
