type Ask = typeof import("../../../../../provider/src/resources/process/right-account")

/** The module as a new process would see it. */
function fresh(): Ask["asRightAccount"] {
  let loaded: Ask | undefined
  jest.isolateModules(() => {
    loaded = require("../../../../../provider/src/resources/process/right-account")
  })
  if (!loaded) throw new Error("Not loaded")
  return loaded.asRightAccount
}

const found = async () => "sandbox"
const missing = async () => undefined

let lines: string[]
beforeEach(() => {
  lines = []
  jest.spyOn(console, "log").mockImplementation((line: string) => lines.push(line))
})
afterEach(() => jest.restoreAllMocks())

describe("asRightAccount", () => {
  test("asks once whether the key is right when all sandboxes that should live are missing", async () => {
    const ask = fresh()
    await Promise.all([ask(true, missing), ask(true, missing), ask(false, missing)])
    await ask(true, missing)
    expect(lines).toEqual([
      expect.stringMatching(
        /^Warning: All 2 sandboxes of this stack .* the API key belongs to another account/,
      ),
    ])
  })

  test("speaks of one sandbox as of one", async () => {
    await fresh()(true, missing)
    expect(lines).toEqual([expect.stringMatching(/^Warning: The sandbox of this stack/)])
  })

  test("asks nothing where a single one is known", async () => {
    const ask = fresh()
    await Promise.all([ask(true, missing), ask(true, found), ask(true, missing)])
    expect(lines).toEqual([])
  })

  test("asks nothing where only those are missing whose time is over", async () => {
    const ask = fresh()
    await Promise.all([ask(false, missing), ask(false, missing)])
    expect(lines).toEqual([])
  })

  test("counts a failed read for neither", async () => {
    const ask = fresh()
    const failing = () => Promise.reject(new Error("no"))
    await expect(ask(true, failing)).rejects.toThrow("no")
    expect(lines).toEqual([])
  })

  test("answers what was read", async () => {
    const ask = fresh()
    expect(await ask(true, found)).toBe("sandbox")
    expect(await ask(true, missing)).toBeUndefined()
  })
})
