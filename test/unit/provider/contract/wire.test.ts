import { fromWire, sandboxDetails, sandboxSettingsShape, toWire } from "../../../../provider/src/contract"
import fc from "../../../support/fast-check"

const userKeys = fc.oneof(
  fc.constantFrom(
    "snake_case_key",
    "camelCaseKey",
    "constructor",
    "__proto__",
    "toString",
    "A_B",
    "_",
    "a_1",
  ),
  fc.string(),
)
/** As JSON makes it: `__proto__` is a key like any other. */
const userMap = fc
  .array(fc.tuple(userKeys, fc.string()))
  .map((entries): unknown => JSON.parse(JSON.stringify(Object.fromEntries(entries))))

describe("toWire", () => {
  test("spells keys in snake case, at every depth", () => {
    expect(
      toWire({ cpuCount: 2, objectStorage: [{ mountPoint: "/mnt" }], locality: { autoDetect: true } }),
    ).toEqual({
      cpu_count: 2,
      object_storage: [{ mount_point: "/mnt" }],
      locality: { auto_detect: true },
    })
  })

  test("leaves values alone", () => {
    expect(toWire("camelCase")).toBe("camelCase")
    expect(toWire({ name: "camelCase", nothing: null })).toEqual({ name: "camelCase", nothing: null })
  })

  test("passes the user's own keys untouched, whatever they are", () => {
    fc.assert(
      fc.property(userMap, userMap, (envVars, metadata) => {
        const wire = toWire({ envVars, metadata, cpuCount: 1 })
        expect(JSON.stringify(wire)).toBe(JSON.stringify({ env_vars: envVars, metadata, cpu_count: 1 }))
      }),
    )
  })
})

describe("fromWire", () => {
  test("spells keys in camel case, at every depth", () => {
    expect(
      fromWire({ sandbox_id: "sbx-1", custom_ports: [{ service_port: 1 }], pagination: { total_pages: 2 } }),
    ).toEqual({ sandboxId: "sbx-1", customPorts: [{ servicePort: 1 }], pagination: { totalPages: 2 } })
  })

  test("passes the user's own keys untouched, whatever they are", () => {
    fc.assert(
      fc.property(userMap, userMap, (env_vars, metadata) => {
        const ours = fromWire({ env_vars, metadata, cpu_count: 1 })
        expect(JSON.stringify(ours)).toBe(JSON.stringify({ envVars: env_vars, metadata, cpuCount: 1 }))
      }),
    )
  })

  test("undoes toWire for every field of a sandbox", () => {
    for (const key of [...Object.keys(sandboxSettingsShape), ...Object.keys(sandboxDetails.shape)]) {
      expect(fromWire(toWire({ [key]: 1 }))).toEqual({ [key]: 1 })
    }
  })
})
