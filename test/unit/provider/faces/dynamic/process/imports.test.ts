import {
  adopt,
  refuseReplacingImported,
  staysAfterImport,
} from "../../../../../provider/src/resources/process/import"

const withImport = (id: string) => ({ owner: "p/s/n", import: id })

describe("What an import of this run takes over", () => {
  test("stays when the engine wants it deleted, with a line that says so", () => {
    const log = jest.spyOn(console, "log").mockImplementation()
    expect(staysAfterImport("sbx-a")).toBe(false)
    expect(log).not.toHaveBeenCalled()
    adopt("sbx-a")
    expect(staysAfterImport("sbx-a")).toBe(true)
    expect(log).toHaveBeenCalledWith("sbx-a is not deleted: an import in this run takes it over")
    log.mockRestore()
  })
})

describe("refuseReplacingImported", () => {
  test("names what would replace it", () => {
    expect(() => refuseReplacingImported("Sandbox sbx-d", ["name", "cpuCount"], withImport("sbx-d"))).toThrow(
      "Sandbox sbx-d was imported, and a change of name, cpuCount would replace it. " +
        "Remove the import option first, then run `pulumi up` again",
    )
  })

  test("lets updates pass, and all changes once the option is gone", () => {
    expect(() => refuseReplacingImported("Sandbox sbx-d", [], withImport("sbx-d"))).not.toThrow()
    expect(() => refuseReplacingImported("Sandbox sbx-d", ["name"], { owner: "" })).not.toThrow()
  })
})
