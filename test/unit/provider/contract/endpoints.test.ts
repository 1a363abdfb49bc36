import { endpoints } from "../../../../provider/src/contract"

const rows = Object.entries(endpoints)

describe("endpoints", () => {
  test("has each method and path once", () => {
    const calls = rows.map(([, { method, path }]) => `${method} ${path}`)
    expect(new Set(calls).size).toBe(calls.length)
  })

  test("repeats nothing that does its work twice or is refused the second time", () => {
    const once = rows.filter(([, row]) => !row.repeatable).map(([name]) => name)
    expect(once.sort()).toEqual([
      "addPort",
      "createSandbox",
      "createTemplate",
      "extendTimeout",
      "pauseSandbox",
      "resumeSandbox",
    ])
  })

  test("asks for a key everywhere but for regions", () => {
    expect(rows.filter(([, row]) => "public" in row).map(([name]) => name)).toEqual(["listRegions"])
  })

  test("sends a body with POST and PUT only, and a query with GET only", () => {
    for (const [, row] of rows) {
      if ("body" in row) expect(["POST", "PUT"]).toContain(row.method)
      if ("query" in row) expect(row.method).toBe("GET")
    }
  })

  test("says of each call for one thing that its 404 may be about that thing", () => {
    for (const [, row] of rows) {
      const missing: readonly string[] = "missing" in row ? row.missing : []
      for (const [, noun] of row.path.matchAll(/\{(sandbox|template)Id\}/g)) expect(missing).toContain(noun)
      if (row.method === "DELETE" && row.path.endsWith("{port}")) expect(missing).toContain("port")
    }
  })
})
