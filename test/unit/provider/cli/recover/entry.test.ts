import { entryOf, relatedWithin } from "../../../../../provider/src/cli/recover/entry"
import { encrypted, entry, providerReference, urnOf } from "../../../../support/deployment"

const parent = urnOf("sandbox", "parent")
const gone = urnOf("sandbox", "gone")
const resources = [entry("sandbox", "parent", { id: "sbx-0" })]
const thing = { id: "sbx-1", outputs: { status: "running", envdAccessToken: "token" } }
const place = { provider: providerReference, resources, toDelete: false }

const plaintext = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
})

describe("entryOf", () => {
  test("manages what was created as create would have answered it", () => {
    const pending = entry("sandbox", "web", { custom: true, provider: "old", timesOfWhatever: 1 })
    expect(entryOf(pending, thing, place)).toEqual({
      ...pending,
      id: "sbx-1",
      provider: providerReference,
      outputs: {
        status: "running",
        envdAccessToken: plaintext("token"),
        __scalebox: undefined,
        __provider: "code",
      },
    })
  })

  test.each([
    ["sandbox", { owner: "o", nonce: "n" }, undefined],
    ["sandbox", { owner: "o", nonce: "n", timeouts: { delete: 9 } }, { timeouts: { delete: 9 } }],
    ["sandboxPool", { owner: "o", nonce: "n" }, { owner: "o", nonce: "n" }],
  ] as const)("keeps of the hidden input of a %s %j: %j", (kind, hidden, kept) => {
    const pending = entry(kind, "web", { inputs: { __scalebox: hidden } })
    expect(entryOf(pending, thing, place).outputs?.__scalebox).toEqual(kept)
  })

  test("keeps secret what is secret, and marks what becomes so", () => {
    const inputs = { envVars: encrypted("vars"), metadata: { a: encrypted("a") }, name: "web" }
    const hidden = { owner: "o", secretOutputs: ["assignedName", "absent"] }
    const pending = entry("sandbox", "web", {
      inputs: { ...inputs, __scalebox: hidden },
      additionalSecretOutputs: ["status", "envVars"],
    })
    const outputs = {
      ...thing.outputs,
      assignedName: "web-x",
      envVars: { A: "1" },
      metadata: { a: "unknown" },
      name: "web",
    }
    expect(entryOf(pending, { id: "sbx-1", outputs }, place).outputs).toMatchObject({
      envVars: inputs.envVars,
      metadata: inputs.metadata,
      name: "web",
      status: plaintext("running"),
      assignedName: plaintext("web-x"),
      envdAccessToken: plaintext("token"),
    })
    expect(entryOf(pending, { id: "sbx-1", outputs }, place).outputs).not.toHaveProperty("absent")
  })

  test("manages what the plugin has created, with nothing that belongs to the other face", () => {
    const type = "scalebox:index:Sandbox"
    const inputs = {
      name: encrypted("n"),
      template: "base",
      __scalebox: { owner: "shop/dev/web", nonce: "n-1" },
    }
    const pending = entry("sandbox", "web", { type, urn: `urn:pulumi:dev::shop::${type}::web`, inputs })
    const outputs = { ...thing.outputs, name: "unknown", assignedName: "web", templateId: "tpl-base" }
    const managed = entryOf(pending, { id: "sbx-1", outputs }, place)
    expect(managed).toMatchObject({ id: "sbx-1", type, inputs })
    expect(managed.outputs).toEqual({
      status: "running",
      envdAccessToken: plaintext("token"),
      name: inputs.name,
      assignedName: plaintext("web"),
      templateId: "tpl-base",
    })
  })

  const guards = { protect: true, retainOnDelete: true, deletedWith: parent }

  test("keeps what guards a managed one from being deleted", () => {
    expect(entryOf(entry("sandbox", "web", guards), thing, place)).toMatchObject(guards)
    expect(entryOf(entry("sandbox", "web", guards), thing, place)).not.toHaveProperty("delete")
  })

  test("takes away what would keep the engine from deleting one that is to be deleted", () => {
    const { delete: isDeleted, ...rest } = entryOf(entry("sandbox", "web", guards), thing, {
      ...place,
      toDelete: true,
    })
    expect(isDeleted).toBe(true)
    for (const guard of Object.keys(guards)) expect(rest).not.toHaveProperty(guard)
  })
})

describe("relatedWithin", () => {
  test("keeps what refers to entries that there are, and drops the rest", () => {
    const related = entry("sandboxPort", "port", {
      parent: gone,
      deletedWith: gone,
      dependencies: [parent, gone],
      propertyDependencies: { sandboxId: [gone], name: [parent, gone] },
    })
    const { parent: _, deletedWith: __, ...rest } = related
    expect(relatedWithin(related, resources)).toEqual({
      ...rest,
      dependencies: [parent],
      propertyDependencies: { sandboxId: [], name: [parent] },
    })
    const present = { ...related, parent, deletedWith: parent }
    expect(relatedWithin(present, resources)).toMatchObject({ parent, deletedWith: parent })
  })

  test("adds nothing to an entry that refers to nothing", () => {
    const alone = entry("sandbox", "web")
    expect(relatedWithin(alone, resources)).toEqual(alone)
  })
})
