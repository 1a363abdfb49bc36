import { ScaleboxError } from "../../../../../provider/src/client"
import {
  dynamicProvider,
  InitFailure,
  type Lifecycle,
} from "../../../../../provider/src/resources/process/lifecycle"

const refusal = new ScaleboxError({ code: "forbidden", message: "Cannot do it", hint: "Ask somebody" })
const bug = new TypeError("x is not a function")

const silent: Lifecycle = {
  check: async (_, news) => ({ inputs: news, failures: [] }),
  diff: async () => ({ changes: false }),
  create: async () => ({ id: "id", outs: {} }),
  read: async (id, props) => ({ id, props }),
  update: async () => ({ outs: {} }),
  delete: async () => undefined,
}

/** A provider, all calls of which do as they are told. */
const provider = (calls: Partial<Lifecycle>) => dynamicProvider({ ...silent, ...calls })

const throwing = (error: unknown): Lifecycle => {
  const fail = () => Promise.reject(error)
  return { check: fail, diff: fail, create: fail, read: fail, update: fail, delete: fail }
}

/** All calls but check, by name. */
const callsOf = ({ diff, create, read, update, delete: remove }: ReturnType<typeof dynamicProvider>) => ({
  diff: () => diff?.("id", {}, {}),
  create: () => create({}),
  read: () => read?.("id", {}),
  update: () => update?.("id", {}, {}),
  delete: () => remove?.("id", {}),
})
const names = ["diff", "create", "read", "update", "delete"] as const

async function thrownBy(work: () => Promise<unknown> | undefined): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error("Expected an error")
}

/** Always secret is the token, and the name because a secret went in. */
const outs = { token: "t", name: "n", open: "o", __scalebox: { secretOutputs: ["name", "absent"] } }
const sealedOuts = {
  ...outs,
  ...Object.fromEntries(
    (["token", "name"] as const).map((name) => [
      name,
      { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: outs[name] },
    ]),
  ),
}

const untidy = () => ({ kept: 1, missing: undefined, list: [undefined, { missing: undefined }] })
const tidy = { kept: 1, list: [null, {}] }

describe("dynamicProvider", () => {
  test("says with the first failure alone what to do about a wrong configuration", async () => {
    const failing = (hint: string) => {
      const error = new ScaleboxError({ code: "configuration", message: "No key", hint })
      return provider(throwing(error))
    }
    const [first, second] = [failing("Set one"), failing("Set one")]
    expect(await thrownBy(() => first.read?.("id", {}))).toMatchObject({ message: "No key. Set one" })
    expect(await thrownBy(() => second.delete?.("id", {}))).toMatchObject({ message: "No key" })
    expect((await second.check?.({}, {}))?.failures).toEqual([{ property: "", reason: "No key" }])
    expect(await thrownBy(() => failing("Set two").read?.("id", {}))).toMatchObject({
      message: "No key. Set two",
    })
    const others = provider(throwing(refusal))
    for (const _ of [1, 2]) {
      expect(await thrownBy(() => others.read?.("id", {}))).toMatchObject({
        message: "Cannot do it. Ask somebody",
      })
    }
  })

  test("answers nothing that the engine's struct type cannot hold", async () => {
    const { check, create, read, update } = provider({
      check: async () => ({ inputs: untidy(), failures: [] }),
      create: async () => ({ id: "id", outs: untidy() }),
      read: async () => ({ id: "id", props: untidy() }),
      update: async () => ({ outs: untidy() }),
    })
    expect(await check?.({}, {})).toStrictEqual({ inputs: tidy, failures: [] })
    expect(await create({})).toStrictEqual({ id: "id", outs: tidy })
    expect(await read?.("id", {})).toStrictEqual({ id: "id", props: tidy })
    expect(await update?.("id", {}, {})).toStrictEqual({ outs: tidy })
  })

  test("marks outputs that are always secret, and those that show a secret input", async () => {
    const { create, read, update } = provider({
      secretOutputs: ["token", "missing"],
      create: async () => ({ id: "id", outs }),
      read: async () => ({ id: "id", props: outs }),
      update: async () => ({ outs }),
    })
    expect(await create({})).toStrictEqual({ id: "id", outs: sealedOuts })
    expect(await read?.("id", {})).toStrictEqual({ id: "id", props: sealedOuts })
    expect(await update?.("id", {}, {})).toStrictEqual({ outs: sealedOuts })
  })

  test("has no update where every change replaces", () => {
    const { update: _, ...replacing } = silent
    expect(dynamicProvider(replacing)).not.toHaveProperty("update")
  })

  test("hands read an empty state where there is none", async () => {
    const { read } = provider({ read: async (id, props) => ({ id, props: { got: props } }) })
    expect(await read?.("id")).toEqual({ id: "id", props: { got: {} } })
  })

  test("answers nothing from delete", async () => {
    await expect(provider({}).delete?.("id", {})).resolves.toBeUndefined()
  })
})

describe("check", () => {
  test("turns a failed call into a failure without a property", async () => {
    const { check } = dynamicProvider(throwing(refusal))
    expect(await check?.({}, { name: "web", missing: undefined })).toStrictEqual({
      inputs: { name: "web" },
      failures: [{ property: "", reason: "Cannot do it. Ask somebody" }],
    })
  })

  test("throws a bug", async () => {
    const { check } = dynamicProvider(throwing(bug))
    expect(await thrownBy(() => check?.({}, {}))).toMatchObject({
      message: "x is not a function",
      cause: bug,
    })
  })
})

describe.each(names)("%s", (name) => {
  test("throws a failed call without a stack, which the engine would print", async () => {
    const error = await thrownBy(callsOf(dynamicProvider(throwing(refusal)))[name])
    expect(error).toMatchObject({ message: "Cannot do it. Ask somebody", name: "", stack: "" })
    expect(error).not.toBeInstanceOf(ScaleboxError)
  })

  test("throws a bug with its stack", async () => {
    const error = await thrownBy(callsOf(dynamicProvider(throwing(bug)))[name])
    expect(error).toMatchObject({ message: "x is not a function", cause: bug })
  })
})

describe.each(["create", "update"] as const)("%s that leaves a thing behind", (name) => {
  test("keeps its id, its properties and __provider", async () => {
    const failure = new InitFailure("sbx-1", untidy(), ["It failed", "And more"])
    const { create, update } = dynamicProvider(throwing(failure))
    const inputs = { __provider: "exports.handler=…" }
    const call = { create: () => create(inputs), update: () => update?.("sbx-1", {}, inputs) }[name]
    const thrown = await thrownBy(call)
    expect(thrown).toBe(failure)
    expect(failure).toMatchObject({
      id: "sbx-1",
      message: "It failed; And more",
      reasons: ["It failed", "And more"],
    })
    expect(failure.properties).toStrictEqual({ ...tidy, __provider: "exports.handler=…" })
  })

  test("marks its secrets", async () => {
    const failure = new InitFailure("sbx-1", outs, ["It failed"])
    const { create, update } = dynamicProvider({ ...throwing(failure), secretOutputs: ["token"] })
    await thrownBy({ create: () => create({}), update: () => update?.("sbx-1", {}, {}) }[name])
    expect(failure.properties).toStrictEqual(sealedOuts)
  })
})
