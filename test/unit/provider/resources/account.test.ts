import { Account } from "../../../../provider/src/resources/account"
import { NotedLog } from "../../../support/context"

/** Reads of a run that has just begun. */
function fresh() {
  const log = new NotedLog()
  const account = new Account(log)
  const ask = (shouldLive: boolean, read: () => Promise<string | undefined>) =>
    account.judging(shouldLive, read)
  return { ask, lines: log.warnings }
}

const found = async () => "sandbox"
const missing = async () => undefined

describe("Account", () => {
  test("asks once whether the key is right when all sandboxes that should live are missing", async () => {
    const { ask, lines } = fresh()
    await Promise.all([ask(true, missing), ask(true, missing), ask(false, missing)])
    await ask(true, missing)
    expect(lines).toEqual([
      expect.stringMatching(/^All 2 sandboxes of this stack .* the API key belongs to another account/),
    ])
  })

  test("speaks of one sandbox as of one", async () => {
    const { ask, lines } = fresh()
    await ask(true, missing)
    expect(lines).toEqual([expect.stringMatching(/^The sandbox of this stack/)])
  })

  test("asks nothing where a single one is known", async () => {
    const { ask, lines } = fresh()
    await Promise.all([ask(true, missing), ask(true, found), ask(true, missing)])
    expect(lines).toEqual([])
  })

  test("asks nothing where only those are missing whose time is over", async () => {
    const { ask, lines } = fresh()
    await Promise.all([ask(false, missing), ask(false, missing)])
    expect(lines).toEqual([])
  })

  test("counts a failed read for neither", async () => {
    const { ask, lines } = fresh()
    const failing = () => Promise.reject(new Error("no"))
    await expect(ask(true, failing)).rejects.toThrow("no")
    expect(lines).toEqual([])
  })

  test("answers what was read", async () => {
    const { ask } = fresh()
    expect(await ask(true, found)).toBe("sandbox")
    expect(await ask(true, missing)).toBeUndefined()
  })
})
