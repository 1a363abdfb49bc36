import { type Harness, harness } from "./support"

const emulator = harness()

async function names(h: Harness, query = ""): Promise<string[]> {
  const { status, body } = await h.call("GET", `/v1/sandboxes${query}`)
  expect(status).toBe(200)
  return body.data.sandboxes.map(({ name }: { name: string }) => name)
}

describe("List", () => {
  test("shows whole sandboxes, newest first, also within one millisecond", async () => {
    const { h } = emulator
    for (const name of ["a", "b", "c"]) await h.begin({ name })
    expect(await names(h)).toEqual(["c", "b", "a"])
    const { body } = await h.call("GET", "/v1/sandboxes")
    expect(body.data.sandboxes[0]).toEqual(await h.get(body.data.sandboxes[0]?.sandbox_id ?? ""))
    expect(body.data.pagination).toEqual({ page: 1, limit: 20, total: 3, total_pages: 1, offset: 0 })
  })

  test("is cut into pages by page and limit, or offset", async () => {
    const { h } = emulator
    for (const name of ["a", "b", "c", "d", "e"]) await h.begin({ name })
    expect(await names(h, "?limit=2&page=2")).toEqual(["c", "b"])
    expect(await names(h, "?page_size=2&page=3")).toEqual(["a"])
    expect(await names(h, "?limit=2&page=4")).toEqual([])
    expect(await names(h, "?limit=2&offset=1&page=9")).toEqual(["d", "c"])
    expect(await names(h, "?limit=2&skip=4")).toEqual(["a"])
    const page = async (query: string) => (await h.call("GET", `/v1/sandboxes${query}`)).body.data.pagination
    expect(await page("?limit=2&page=2")).toEqual({ page: 2, limit: 2, total: 5, total_pages: 3, offset: 2 })
    expect(await page("?limit=2&offset=4")).toEqual({
      page: 3,
      limit: 2,
      total: 5,
      total_pages: 3,
      offset: 4,
    })
    expect(await page("?limit=5000")).toMatchObject({ limit: 100, total_pages: 1 })
  })

  test("is filtered by status, name, project and owner", async () => {
    const { h } = emulator
    const one = await h.run({ name: "Web-one", project_id: "prj-x" })
    await h.run({ name: "web-two" })
    await h.begin({ name: "db" })
    expect(await names(h, "?status=running")).toEqual(["web-two", "Web-one"])
    expect(await names(h, "?status=starting")).toEqual(["db"])
    expect(await names(h, "?search=WEB")).toEqual(["web-two", "Web-one"])
    expect(await names(h, "?project_id=prj-x")).toEqual(["Web-one"])
    expect(await names(h, "?status=&search=&project_id=")).toHaveLength(3)
    const owner = (await h.get(one)).owner_user_id
    expect(await names(h, `?owner_user_id=${owner}`)).toHaveLength(3)
    expect(await names(h, "?owner_user_id=usr-other")).toEqual([])
  })

  test("is sorted by any known field, in either order", async () => {
    const { h } = emulator
    for (const [name, timeout] of [
      ["b", 60],
      ["a", 90],
      ["c", 60],
    ] as const)
      await h.begin({ name, timeout })
    expect(await names(h, "?sort_by=name&sort_order=asc")).toEqual(["a", "b", "c"])
    expect(await names(h, "?sort_by=name&sort_order=desc")).toEqual(["c", "b", "a"])
    expect(await names(h, "?sort_by=timeout&sort_order=asc")).toEqual(["c", "b", "a"])
    expect(await names(h, "?sort_by=created_at&sort_order=asc")).toHaveLength(3)
  })

  test.each([
    ["sort_by=colour", /sort_by must be one of .*created_at/],
    ["sort_by=__proto__", /sort_by must be one of/],
    ["sort_order=up", /sort_order must be one of asc, desc/],
    ["status=asleep", /status must be one of created/],
    ["limit=0", /limit must be at least 1/],
    ["limit=many", /limit must be a number/],
    ["page=0", /page must be at least 1/],
    ["page_size=-1", /page_size must be at least 1/],
    ["offset=-1", /offset must be at least 0/],
  ])("is refused with %s", async (query, message) => {
    expect(await emulator.h.call("GET", `/v1/sandboxes?${query}`)).toMatchObject({
      status: 400,
      body: { code: "invalid_request", message: expect.stringMatching(message) },
    })
  })
})

describe("Stats", () => {
  test("count sandboxes by status and add up their time", async () => {
    const { h } = emulator
    const failed = await h.run()
    await h.run()
    const ended = await h.run()
    h.account.change(failed, { status: "failed" })
    h.account.change(ended, { status: "terminated" })
    h.clock.pass(100_000)
    expect((await h.call("GET", "/v1/sandboxes/stats")).body.data).toEqual({
      total_sandboxes: 3,
      running_sandboxes: 1,
      terminated_sandboxes: 1,
      failed_sandboxes: 1,
      total_cost: 0,
      avg_cpu_usage: 0,
      avg_memory_usage: 0,
      total_uptime_hours: expect.closeTo((104 + 8) / 3600, 6),
    })
  })
})
