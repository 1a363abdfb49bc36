import { ScaleboxError } from "../../../../../../provider/src/client"
import type { dynamicProvider } from "../../../../../../provider/src/faces/dynamic/process/provider"
import { Run } from "../../../../../../provider/src/faces/dynamic/process/run"
import { InitFailure } from "../../../../../../provider/src/resources/lifecycle"
import { provided, silent, throwing, thrownBy } from "../../../../../support/provided"

const refusal = new ScaleboxError({ code: "forbidden", message: "Cannot do it", hint: "Ask somebody" })
const bug = new TypeError("x is not a function")

afterEach(() => jest.restoreAllMocks())

/** All calls but check, by name. */
const callsOf = ({ diff, create, read, update, delete: remove }: ReturnType<typeof dynamicProvider>) => ({
  diff: () => diff?.("id", {}, {}),
  create: () => create({}),
  read: () => read?.("id", {}),
  update: () => update?.("id", {}, {}),
  delete: () => remove?.("id", {}),
})
const names = ["diff", "create", "read", "update", "delete"] as const

/** The mark of the key, without one of the user, as nothing was shown. */
const mark = /^\.[\w-]{8}$/
const marked = { __scalebox: { account: expect.stringMatching(mark) } }

/** Always secret is the token, and the name because a secret went in. */
const outputs = { token: "t", name: "n", open: "o" }
const hidden = { __scalebox: { owner: "shop/dev/web", secretOutputs: ["name", "absent"] } }
const sealedOutputs = {
  ...outputs,
  __scalebox: { account: expect.stringMatching(mark), secretOutputs: ["name", "absent"] },
  ...Object.fromEntries(
    (["token", "name"] as const).map((name) => [
      name,
      { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: outputs[name] },
    ]),
  ),
}

const untidy = () => ({ kept: 1, missing: undefined, list: [undefined, { missing: undefined }] })
const tidy = { kept: 1, list: [null, {}] }

describe("dynamicProvider", () => {
  test("says with the first failure alone what to do about a wrong configuration", async () => {
    const run = new Run(undefined)
    const failing = (hint: string) => {
      const error = new ScaleboxError({ code: "configuration", message: "No key", hint })
      return provided(throwing(error), run)
    }
    const [first, second] = [failing("Set one"), failing("Set one")]
    expect(await thrownBy(() => first.read?.("id", {}))).toMatchObject({ message: "No key. Set one" })
    expect(await thrownBy(() => second.delete?.("id", {}))).toMatchObject({ message: "No key" })
    expect((await second.check?.({}, {}))?.failures).toEqual([{ property: "", reason: "No key" }])
    expect(await thrownBy(() => failing("Set two").read?.("id", {}))).toMatchObject({
      message: "No key. Set two",
    })
    const others = provided(throwing(refusal), run)
    for (const _ of [1, 2]) {
      expect(await thrownBy(() => others.read?.("id", {}))).toMatchObject({
        message: "Cannot do it. Ask somebody",
      })
    }
  })

  test("answers nothing that the engine's struct type cannot hold", async () => {
    const { check, create, read, update } = provided({
      check: async () => ({ inputs: untidy(), failures: [] }),
      create: async () => ({ id: "id", outputs: untidy() }),
      read: async () => ({ id: "id", outputs: untidy() }),
      update: async () => untidy(),
    })
    expect(await check?.({}, hidden)).toStrictEqual({ inputs: { ...tidy, ...hidden }, failures: [] })
    expect(await create({})).toStrictEqual({ id: "id", outs: { ...tidy, ...marked } })
    expect(await read?.("id", {})).toStrictEqual({ id: "id", props: { ...tidy, ...marked } })
    expect(await update?.("id", {}, {})).toStrictEqual({ outs: { ...tidy, ...marked } })
  })

  test("marks outputs that are always secret, and those that show a secret input", async () => {
    const { create, read, update } = provided({
      secretOutputs: ["token", "missing"],
      create: async () => ({ id: "id", outputs }),
      read: async () => ({ id: "id", outputs }),
      update: async () => outputs,
    })
    expect(await create(hidden)).toStrictEqual({ id: "id", outs: sealedOutputs })
    expect(await read?.("id", hidden)).toStrictEqual({ id: "id", props: sealedOutputs })
    expect(await update?.("id", {}, hidden)).toStrictEqual({ outs: sealedOutputs })
  })

  test("keeps of the hidden input what refresh and delete need", async () => {
    const { create } = provided({})
    const given = { owner: "shop/dev/web", nonce: "n", import: "sbx-1", timeouts: { delete: 9 } }
    expect((await create({ __scalebox: given })).outs).toEqual({
      __scalebox: { account: expect.stringMatching(mark), timeouts: { delete: 9 } },
    })
  })

  test("hands lifecycles plain properties, and what the hidden input says as their context", async () => {
    const seen: unknown[] = []
    const {
      check,
      create,
      delete: remove,
    } = provided({
      check: async ({ owner, nonce, importId }, olds, news) => {
        seen.push({ owner, nonce, importId, olds, news })
        return { inputs: news, failures: [] }
      },
      create: async ({ operation, seconds, owner, nonce }, inputs) => {
        seen.push({ operation, seconds, owner, nonce, inputs })
        return { id: "id", outputs: {} }
      },
      delete: async ({ operation, seconds }, id, state) => {
        seen.push({ operation, seconds, id, state })
      },
    })
    const given = { owner: "shop/dev/web", nonce: "n", import: "sbx-1", timeouts: { create: 7 } }
    const news = { a: 1, __scalebox: given, __provider: "code" }
    await check?.({ b: 2, __scalebox: { owner: "shop/dev/old", nonce: "o" } }, news)
    await create(news)
    await remove?.("sbx-1", { c: 3, __scalebox: {} })
    expect(seen).toEqual([
      { owner: "shop/dev/old", nonce: "o", importId: "sbx-1", olds: { b: 2 }, news: { a: 1 } },
      { operation: "create", seconds: 7, owner: "shop/dev/web", nonce: "n", inputs: { a: 1 } },
      { operation: "delete", seconds: 300, id: "sbx-1", state: { c: 3 } },
    ])
  })

  test("has no update where every change replaces", () => {
    const { update: _, ...replacing } = silent
    expect(provided({}, new Run(undefined), replacing)).not.toHaveProperty("update")
  })

  test("hands read an empty state if there is none", async () => {
    const { read } = provided({ read: async (_, id, state) => ({ id, outputs: { got: state } }) })
    expect(await read?.("id")).toEqual({ id: "id", props: { got: {}, ...marked } })
  })

  test("answers nothing for what is gone from the stack, and names what a get cannot find", async () => {
    const { read } = provided({ read: async () => undefined })
    expect(await read?.("sbx-1", { endpoint: "https://api.test" })).toEqual({})
    expect(await thrownBy(() => read?.("sbx-1", {}))).toMatchObject({
      message:
        "sbx-1 does not exist or has ended. Check the id, and whether the API key belongs to the right account",
    })
  })

  test("answers nothing from delete", async () => {
    await expect(provided({}).delete?.("id", {})).resolves.toBeUndefined()
  })

  test("deletes nothing that an import of this run takes over, and says so", async () => {
    const print = jest.spyOn(console, "log").mockImplementation()
    const remove = jest.fn(async () => undefined)
    const { check, delete: call } = provided({ delete: remove })
    await check?.({}, { __scalebox: { owner: "shop/dev/web", import: "sbx-a" } })
    await call?.("sbx-a", {})
    expect(remove).not.toHaveBeenCalled()
    expect(print.mock.calls).toEqual([["sbx-a is not deleted: an import in this run takes it over"]])
    await call?.("sbx-b", {})
    expect(remove).toHaveBeenCalledTimes(1)
  })
})

describe.each(names)("%s", (name) => {
  test("throws a failed call without what the engine's shim would print", async () => {
    const error = await thrownBy(callsOf(provided(throwing(refusal)))[name])
    expect(error).toMatchObject({ message: "Cannot do it. Ask somebody", stack: "" })
    expect(String(error)).toBe("")
    expect(error).not.toBeInstanceOf(ScaleboxError)
  })

  test("throws a bug with its stack", async () => {
    const error = await thrownBy(callsOf(provided(throwing(bug)))[name])
    expect(error).toMatchObject({ message: "x is not a function", cause: bug })
  })
})

describe.each(["create", "update"] as const)("%s that leaves a thing behind", (name) => {
  const thrownFor = async (failure: InitFailure, inputs: Record<string, unknown>, more = {}) => {
    const { create, update } = provided({ ...throwing(failure), ...more })
    const call = { create: () => create(inputs), update: () => update?.("sbx-1", {}, inputs) }[name]
    return (await thrownBy(call)) as InitFailure
  }

  test("keeps its id, its properties and __provider", async () => {
    const failure = new InitFailure("sbx-1", untidy(), ["It failed", "And more"])
    const thrown = await thrownFor(failure, { __provider: "exports.handler=…" })
    expect(thrown).toBeInstanceOf(InitFailure)
    expect(thrown).toMatchObject({
      id: "sbx-1",
      message: "It failed; And more",
      reasons: ["It failed", "And more"],
    })
    expect(thrown.properties).toStrictEqual({ ...tidy, ...marked, __provider: "exports.handler=…" })
  })

  test("marks its secrets", async () => {
    const failure = new InitFailure("sbx-1", outputs, ["It failed"])
    const thrown = await thrownFor(failure, hidden, { secretOutputs: ["token"] })
    expect(thrown.properties).toStrictEqual(sealedOutputs)
  })
})
