import {
  Imports,
  refuseReplacingImported,
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
