import { ConstructRequest, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb"
import { isSecret, revealed, secret, unknownNumber, unknownText, type Wire } from "../support/engine"
import { about, plugged } from "../support/plugin-stage"

/**
 * Rules of the engine's protocol, each tried from the engine's side. Everything that is about sandboxes is here: a
 * resource, how it is declared, and what of it can be changed in which way.
 */
const subject = {
  about: about("Sandbox"),
  declared: { timeout: 600, metadata: { team: "a" } } satisfies Wire,
  inPlace: { timeout: 900 },
  replacing: { description: "another" },
  wrong: { timeout: "soon", tmeout: 5 },
  text: "description",
  number: "timeout",
  computed: "status",
  unstable: "timeoutAt",
}
const { Kind } = PropertyDiff
const { stage } = plugged()

/** A resource that has been created, as the state holds it. */
async function made(declared: Wire = subject.declared) {
  const { engine, ...rest } = await stage()
  const { inputs } = await engine.check(subject.about, declared)
  const { id, properties } = await engine.create(subject.about, inputs)
  return { engine, ...rest, id, inputs, properties }
}

describe("Start", () => {
  test("The handshake promises what the calls keep", async () => {
    const { engine } = await stage({ isConfigured: false })
    expect(await engine.handshake()).toEqual({
      acceptSecrets: true,
      acceptResources: false,
      acceptOutputs: false,
      supportsAutonamingConfiguration: true,
    })
  })

  test("Configure promises the same to an engine that sends no handshake", async () => {
    const { engine } = await stage({ isConfigured: false })
    expect(await engine.configure("urn:pulumi:dev::shop::pulumi:providers:scalebox::p", {})).toEqual({
      acceptsecrets: true,
      supportspreview: true,
      acceptresources: false,
      acceptoutputs: false,
      supportsAutonamingConfiguration: true,
    })
  })

  test("The version is that of the package, in the schema as well", async () => {
    const { engine } = await stage({ isConfigured: false })
    const { version } = require("../../provider/package.json") as { version: string }
    expect(await engine.pluginVersion()).toBe(version)
    expect(JSON.parse(await engine.getSchema())).toMatchObject({ name: "scalebox", version })
  })

  test("A call before Configure is refused, and no request goes out", async () => {
    const { engine, calls } = await stage({ isConfigured: false })
    await expect(engine.create(subject.about, subject.declared)).rejects.toMatchObject({
      message: expect.stringContaining("settings of the provider are not known"),
    })
    expect(calls()).toEqual([])
  })

  test("A type, and a function, that there is not are refused by name", async () => {
    const { engine } = await stage()
    await expect(engine.check(about("Sandbocks"), {})).rejects.toEqual({
      message: "scalebox has no resource of the type scalebox:index:Sandbocks",
    })
    await expect(engine.invoke("scalebox:index:getSandbocks", {})).rejects.toEqual({
      message: "scalebox has no function scalebox:index:getSandbocks",
    })
  })

  test("A call that a provider need not have is answered as not implemented", async () => {
    const { engine } = await stage()
    await expect(engine.call("construct", new ConstructRequest())).rejects.toMatchObject({
      message: expect.stringContaining("does not implement"),
    })
  })
})

describe("Check", () => {
  test("is the same twice: its own answer passes it unchanged", async () => {
    const { engine } = await stage()
    const once = await engine.check(subject.about, subject.declared)
    const { __scalebox, ...visible } = once.inputs
    const twice = await engine.check(subject.about, visible, { olds: once.inputs })
    expect(twice).toEqual(once)
  })

  test("says all that is wrong at once, without the property, whose value the engine would print", async () => {
    const { engine } = await stage()
    const { inputs, failures } = await engine.check(subject.about, subject.wrong)
    expect(failures.map(({ property }) => property)).toEqual(["", ""])
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^timeout: /),
      expect.stringMatching(/^tmeout: .*did you mean timeout/),
    ])
    expect(inputs).toEqual(subject.wrong)
  })

  test("lets values pass that are not known yet, of whatever type", async () => {
    const { engine } = await stage()
    const declared = { [subject.text]: unknownText, [subject.number]: unknownNumber }
    const { inputs, failures } = await engine.check(subject.about, declared)
    expect(failures).toEqual([])
    expect(inputs).toMatchObject({ [subject.text]: unknownText, [subject.number]: unknownText })
  })

  test("takes its random part from the seed alone, so that a plan holds in the run that follows it", async () => {
    const { engine } = await stage()
    const nonce = async (seed: string) => {
      const { inputs } = await engine.check(subject.about, {}, { seed })
      return Reflect.get(inputs.__scalebox as Wire, "nonce")
    }
    expect(await nonce("one")).toBe(await nonce("one"))
    expect(await nonce("one")).not.toBe(await nonce("two"))
    expect(await nonce("")).not.toBe(await nonce(""))
  })

  test("makes no request", async () => {
    const { engine, calls } = await stage()
    await engine.check(subject.about, subject.declared)
    expect(calls()).toEqual([])
  })
})

describe("Create", () => {
  test("of a preview makes nothing, knows what is declared, and leaves out what is not", async () => {
    const { engine, account } = await stage()
    const { inputs } = await engine.check(subject.about, { ...subject.declared, [subject.text]: unknownText })
    const { id, properties } = await engine.create(subject.about, inputs, { preview: true })
    expect(id).toBe("")
    expect(properties).toMatchObject({ ...subject.declared, [subject.text]: unknownText })
    expect(properties).not.toHaveProperty(subject.computed)
    expect(account.sandboxes()).toEqual([])
  })

  test("asked twice with the same inputs, as error hooks do, makes one", async () => {
    const { engine, account } = await stage()
    const { inputs } = await engine.check(subject.about, subject.declared)
    const [first, second] = [
      await engine.create(subject.about, inputs),
      await engine.create(subject.about, inputs),
    ]
    expect(second.id).toBe(first.id)
    expect(account.sandboxes()).toHaveLength(1)
  })

  test("that leaves something behind answers its id, properties, inputs and reasons", async () => {
    const { engine, account } = await stage()
    account.addFault({ kind: "failBoot", substatus: "deploying", reason: "disk full" })
    const { inputs } = await engine.check(subject.about, subject.declared)
    const refusal = await engine.create(subject.about, inputs).catch((failure: unknown) => failure)
    const [sandbox] = account.sandboxes()
    expect(refusal).toMatchObject({
      made: {
        id: sandbox?.sandboxId,
        properties: { status: "failed" },
        inputs,
        reasons: [expect.stringContaining("disk full")],
      },
    })
  })
})

describe("Diff", () => {
  test("finds no change if there is none", async () => {
    const { engine, id, inputs, properties } = await made()
    expect(await engine.diff(subject.about, id, properties, inputs, inputs)).toEqual({
      isChanged: false,
      replaces: [],
      deleteBeforeReplace: false,
      detailed: {},
    })
  })

  test.each([
    ["in place", { ...subject.declared, ...subject.inPlace }, [], { timeout: Kind.UPDATE }],
    [
      "a new property",
      { ...subject.declared, ...subject.replacing },
      ["description"],
      { description: Kind.ADD_REPLACE },
    ],
    [
      "another value",
      { timeout: 600, metadata: { team: "b" } },
      ["metadata"],
      { metadata: Kind.UPDATE_REPLACE },
    ],
    ["a property less", { timeout: 600 }, ["metadata"], { metadata: Kind.DELETE_REPLACE }],
  ])("tells %s property by property", async (_, news, replaces, kinds) => {
    const { engine, id, inputs, properties } = await made()
    const checked = await engine.check(subject.about, news, { olds: inputs })
    const found = await engine.diff(subject.about, id, properties, checked.inputs, inputs)
    expect(found).toMatchObject({ isChanged: true, replaces })
    expect(
      Object.fromEntries(Object.entries(found.detailed).map(([name, { kind }]) => [name, kind])),
    ).toEqual(kinds)
    expect(Object.values(found.detailed).every(({ isInput }) => isInput)).toBe(true)
  })

  test("of what depends on a value that is not known counts it as changed", async () => {
    const { engine, id, inputs, properties } = await made()
    const checked = await engine.check(subject.about, { [subject.text]: unknownText }, { olds: inputs })
    expect(await engine.diff(subject.about, id, properties, checked.inputs, inputs)).toMatchObject({
      replaces: expect.arrayContaining([subject.text]),
    })
  })
})

describe("Update", () => {
  test("of a preview changes nothing, and only what the change can touch is unknown", async () => {
    const { engine, id, inputs, properties, calls } = await made()
    const before = calls().length
    const { inputs: news } = await engine.check(
      subject.about,
      { ...subject.declared, ...subject.inPlace },
      { olds: inputs },
    )
    const shown = await engine.update(
      subject.about,
      id,
      { olds: properties, news, oldInputs: inputs },
      { preview: true },
    )
    expect(shown).toEqual({ ...properties, ...subject.inPlace, [subject.unstable]: unknownText })
    expect(calls()).toHaveLength(before)
  })

  test("ends in a state that differs in nothing from its inputs", async () => {
    const { engine, id, inputs, properties } = await made()
    const { inputs: news } = await engine.check(
      subject.about,
      { ...subject.declared, ...subject.inPlace },
      { olds: inputs },
    )
    const after = await engine.update(subject.about, id, { olds: properties, news, oldInputs: inputs })
    expect(after).toMatchObject(subject.inPlace)
    expect(await engine.diff(subject.about, id, after, news, news)).toMatchObject({ isChanged: false })
  })

  test("refuses what only a new resource can have, whatever diff has said", async () => {
    const { engine, id, inputs, properties } = await made()
    const { inputs: news } = await engine.check(
      subject.about,
      { ...subject.declared, ...subject.replacing },
      { olds: inputs },
    )
    await expect(
      engine.update(subject.about, id, { olds: properties, news, oldInputs: inputs }),
    ).rejects.toMatchObject({ message: expect.stringContaining("cannot be given another description") })
  })
})

describe("Imported things", () => {
  test("are changed in place without a word of what the program never declared", async () => {
    const { engine, id } = await made({ timeout: 600, cpuCount: 2, metadata: { team: "a" } })
    const read = await engine.read(subject.about, id)
    const lean = await engine.check(
      subject.about,
      { metadata: { team: "a" }, timeout: 900 },
      { olds: read.inputs },
    )
    expect(await engine.diff(subject.about, id, read.properties, lean.inputs, read.inputs)).toMatchObject({
      replaces: [],
      detailed: { timeout: { kind: Kind.UPDATE } },
    })
    const change = { olds: read.properties, news: lean.inputs, oldInputs: read.inputs }
    const preview = await engine.update(subject.about, id, change, { preview: true })
    expect(preview).toMatchObject({ timeout: 900, timeoutAt: unknownText, status: "running" })
    expect(await engine.update(subject.about, id, change)).toMatchObject({ timeout: 900 })
  })
})

describe("Read", () => {
  test("in a refresh answers the inputs as they came, and properties that differ in nothing", async () => {
    const { engine, id, inputs, properties } = await made()
    const read = await engine.read(subject.about, id, properties, inputs)
    expect(read).toEqual({ id, properties, inputs })
  })

  test("with nothing but an id answers what an import needs: inputs that pass check and differ in nothing", async () => {
    const { engine, id } = await made()
    const read = await engine.read(subject.about, id)
    expect(read.id).toBe(id)
    expect(read.inputs).toMatchObject(subject.declared)
    const { inputs, failures } = await engine.check(subject.about, read.inputs, { olds: read.inputs })
    expect(failures).toEqual([])
    expect(await engine.diff(subject.about, id, read.properties, inputs, read.inputs)).toMatchObject({
      isChanged: false,
    })
  })

  test("of what is gone answers no id", async () => {
    const { engine, id, inputs, properties } = await made()
    await engine.delete(subject.about, id, properties, inputs)
    expect(await engine.read(subject.about, id, properties, inputs)).toEqual({
      id: "",
      properties: {},
      inputs: {},
    })
  })
})

describe("Delete", () => {
  test("leaves nothing, and is done as well if somebody else was faster", async () => {
    const { engine, id, inputs, properties, account } = await made()
    await engine.delete(subject.about, id, properties, inputs)
    expect(account.sandboxes()).toEqual([])
    await engine.delete(subject.about, id, properties, inputs)
  })
})

describe("Secrets", () => {
  test("stay marked from check to delete, and nothing else becomes secret", async () => {
    const { engine, id, inputs, properties } = await made({
      ...subject.declared,
      [subject.text]: secret("hidden"),
    })
    expect(isSecret(inputs[subject.text]) && revealed(inputs[subject.text])).toBe("hidden")
    expect(isSecret(properties[subject.text])).toBe(true)
    expect(
      Object.keys(properties)
        .filter((name) => isSecret(properties[name]))
        .sort(),
    ).toEqual(["description", "envdAccessToken"])
    const read = await engine.read(subject.about, id, properties, inputs)
    expect(read.properties).toEqual(properties)
    expect(read.inputs).toEqual(inputs)
  })
})

describe("Faults", () => {
  test("A fault in one call answers that call, and the others go on", async () => {
    const { engine, calls } = await stage({
      through: (send) => async (request) => {
        if (request.body && String(request.body).includes("broken"))
          throw new TypeError("x is not a function")
        return send(request)
      },
    })
    const broken = await engine.check(subject.about, { description: "broken" })
    const good = await engine.check(about("Sandbox", "good"), {})
    const [failed, well] = await Promise.allSettled([
      engine.create(subject.about, broken.inputs),
      engine.create(about("Sandbox", "good"), good.inputs),
    ])
    expect(failed).toMatchObject({
      reason: {
        message:
          "Something went wrong inside of pulumi-scalebox in create: x is not a function; please report it",
      },
    })
    expect(well.status).toBe("fulfilled")
    expect(calls().length).toBeGreaterThan(0)
  })
})
