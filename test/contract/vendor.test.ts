import { vendorFaults } from "../support/vendor"
import * as golden from "./golden"

test("The vendor's description is heeded by the bodies of the reference", () => {
  const cases: [string, string, number, string][] = [
    ["GET", "/v1/sandboxes/sbx-1/status", 200, golden.status],
    ["GET", "/v1/sandboxes/stats", 200, golden.stats],
    ["GET", "/v1/sandboxes/sbx-1/ports", 200, golden.ports],
  ]
  for (const [method, path, status, data] of cases) {
    expect(vendorFaults(method, path, status, { success: true, data: JSON.parse(data) })).toEqual([])
  }
})

test("A fault of an answer is found", () => {
  const body = { data: { sandbox_id: 7, status: "running", ports: [{ port: "80" }] } }
  expect(vendorFaults("GET", "/v1/sandboxes/sbx-1", 200, body).length).toBeGreaterThan(1)
})
