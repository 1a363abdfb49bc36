import {
  Imports,
  refuseReplacingImported,
  refuseSecondImport,
} from "../../../../../../provider/src/faces/dynamic/process/imports"

describe("What an import of this run takes over", () => {
  test("stays when the engine wants it deleted", () => {
    const imports = new Imports()
    expect(imports.has("sbx-a")).toBe(false)
    imports.adopt("sbx-a")
    expect(imports.has("sbx-a")).toBe(true)
    expect(imports.has("sbx-b")).toBe(false)
    expect(new Imports().has("sbx-a")).toBe(false)
  })
})

describe("refuseReplacingImported", () => {
  test("names what would replace it", () => {
    expect(() => refuseReplacingImported("Sandbox sbx-d", ["name", "cpuCount"])).toThrow(
      "Sandbox sbx-d was imported, and a change of name, cpuCount would replace it. " +
        "Remove the import option first, then run `pulumi up` again",
    )
  })

  test("lets updates pass", () => {
    expect(() => refuseReplacingImported("Sandbox sbx-d", [])).not.toThrow()
  })
})

describe("refuseSecondImport", () => {
  test("names both", () => {
    expect(() => refuseSecondImport("Sandbox sbx-d", "sbx-d", "sbx-e")).toThrow(
      "Sandbox sbx-d has this name in the stack already, so the option import cannot take sbx-e over. " +
        "Remove the import option, or declare what it names under another name",
    )
  })

  test("lets what was taken over pass", () => {
    expect(() => refuseSecondImport("Sandbox sbx-d", "sbx-d", "sbx-d")).not.toThrow()
  })
})
