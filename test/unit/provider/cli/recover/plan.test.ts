import { type Finding, holdBack, needsSearch, planOf } from "../../../../../provider/src/cli/recover/plan"
import type { PendingOperation, ResourceState } from "../../../../../provider/src/cli/recover/state"
import { entry, pending, providerReference, providerState, urnOf } from "../../../../support/deployment"

const web = urnOf("sandbox", "web")
const creating = pending("creating", entry("sandbox", "web"))
const provider = providerState()
const bucket = pending("creating", {
  urn: "urn:pulumi:dev::shop::aws:s3:Bucket::logs",
  type: "aws:s3:Bucket",
})

const found = (...ids: string[]): Finding => ({
  kind: "found",
  things: ids.map((id) => ({ id, outputs: { status: "running" } })),
  provider: providerReference,
})

/** What becomes of operations, of each of which is known what is given with it. */
function plan(
  operations: [PendingOperation, (Finding | undefined)?][],
  resources: ResourceState[] = [provider],
) {
  const findings = new Map(
    operations.flatMap(([operation, finding]) => (finding ? [[operation, finding] as const] : [])),
  )
  const before = { resources, pending_operations: operations.map(([operation]) => operation), other: "kept" }
  return planOf(before, findings)
}

describe("planOf", () => {
  test.each<[string, PendingOperation, Finding | undefined, object[]]>([
    [
      "a create that created one",
      creating,
      found("sbx-1"),
      [{ action: "manage", urn: web, id: "sbx-1", why: "it was created by the run that was cut (running)" }],
    ],
    [
      "a create that created nothing",
      creating,
      { kind: "nothing" },
      [{ action: "drop", urn: web, why: "nothing was created" }],
    ],
    [
      "a create of which there is a note",
      creating,
      { kind: "nothing", note: "the template is another one" },
      [{ action: "drop", urn: web, why: "the template is another one" }],
    ],
    [
      "a create of which nothing can be seen",
      creating,
      { kind: "unsure", why: "no key" },
      [{ action: "keep", urn: web, why: "no key" }],
    ],
    [
      "a create for which nobody has looked",
      creating,
      undefined,
      [{ action: "keep", urn: web, why: "nobody has looked for it" }],
    ],
    [
      "an import",
      pending(
        "creating",
        entry("sandbox", "web", { inputs: { __scalebox: { owner: "o", import: "sbx-1" } } }),
      ),
      undefined,
      [{ action: "drop", urn: web, why: "the next run imports it again" }],
    ],
    [
      "an update",
      pending("updating", entry("sandbox", "web", { id: "sbx-1" })),
      undefined,
      [{ action: "drop", urn: web, why: "it is in the state, and the next run finishes updating it" }],
    ],
    [
      "a delete that has not done its work",
      pending("deleting", entry("sandbox", "web", { id: "sbx-1" })),
      undefined,
      [{ action: "drop", urn: web, why: "it is in the state, and the next run finishes deleting it" }],
    ],
    [
      "a read",
      pending("reading", entry("sandbox", "web", { id: "sbx-1" })),
      undefined,
      [{ action: "drop", urn: web, why: "it changed nothing" }],
    ],
    [
      "a provider, which is nothing outside of the state",
      pending("creating", {
        urn: "urn:pulumi:dev::shop::pulumi:providers:aws::x",
        type: "pulumi:providers:aws",
      }),
      undefined,
      [
        {
          action: "drop",
          urn: "urn:pulumi:dev::shop::pulumi:providers:aws::x",
          why: "the next run does it again",
        },
      ],
    ],
  ])("decides on %s", (_, operation, finding, steps) => {
    const { steps: planned, others, deployment } = plan([[operation, finding]])
    expect([planned, others]).toEqual([steps, []])
    expect(deployment).toMatchObject({ pending_operations: [], other: "kept" })
    expect(deployment.resources).toHaveLength(finding?.kind === "found" ? 2 : 1)
  })

  test("serves a stack of both faces", () => {
    const type = "scalebox:index:Sandbox"
    const urn = `urn:pulumi:dev::shop::${type}::api`
    const ofPlugin = pending("creating", entry("sandbox", "api", { type, urn }))
    const { steps, deployment, others } = plan([
      [creating, found("sbx-1")],
      [ofPlugin, found("sbx-2")],
    ])
    expect(steps.map(({ action, id }) => [action, id])).toEqual([
      ["manage", "sbx-1"],
      ["manage", "sbx-2"],
    ])
    expect(others).toEqual([])
    expect(deployment.resources?.map((resource) => resource.urn)).toEqual([provider.urn, web, urn])
    // A stack that moves over may hold it under its former type.
    const moved = plan([[ofPlugin, found("sbx-1")]], [provider, entry("sandbox", "api", { id: "sbx-1" })])
    expect(moved.steps).toMatchObject([{ action: "drop", why: "it is managed already" }])
  })

  test("leaves operations of other providers alone", () => {
    expect(plan([[bucket]])).toMatchObject({ steps: [], others: [bucket] })
  })

  test("manages the first of several, and has the next run delete the others", () => {
    const { steps, deployment } = plan([[creating, found("sbx-1", "sbx-2")]])
    expect(steps.map(({ action, id, why }) => `${action} ${id}: ${why}`)).toEqual([
      "manage sbx-1: it was created by the run that was cut (running)",
      "delete sbx-2: the state has another one (running)",
    ])
    expect(deployment.resources?.map(({ id, delete: isDeleted }) => [id, isDeleted])).toEqual([
      ["id-1", undefined],
      ["sbx-1", undefined],
      ["sbx-2", true],
    ])
  })

  test("has the next run delete the new half of a replacement, whatever guards it", () => {
    const old = entry("sandbox", "web", { id: "sbx-0" })
    const guarded = pending("creating", entry("sandbox", "web", { protect: true, retainOnDelete: true }))
    const { steps, deployment } = plan([[guarded, found("sbx-1")]], [provider, old])
    expect(steps).toMatchObject([{ action: "delete", id: "sbx-1" }])
    expect(deployment.resources?.at(-1)).not.toHaveProperty("protect")
    expect(deployment.resources?.at(-1)).not.toHaveProperty("retainOnDelete")
    expect(deployment.resources?.at(-1)).toMatchObject({ id: "sbx-1", delete: true })
  })

  test("does nothing where what was found is managed already", () => {
    const managed = entry("sandbox", "web", { id: "sbx-1" })
    const { steps, deployment } = plan([[creating, found("sbx-1")]], [provider, managed])
    expect(steps).toEqual([{ action: "drop", urn: web, id: "sbx-1", why: "it is managed already" }])
    expect(deployment.resources).toEqual([provider, managed])
  })

  test("manages one of which the state has only what the next run deletes", () => {
    const doomed = entry("sandbox", "web", { id: "sbx-0", delete: true })
    const { steps } = plan([[creating, found("sbx-1")]], [provider, doomed])
    expect(steps).toMatchObject([{ action: "manage", id: "sbx-1" }])
  })

  test("puts it in the place of what was deleted to make room, behind all that it depends on", () => {
    const deleted = entry("sandbox", "web", { id: "sbx-0", pendingReplacement: true })
    const dependency = entry("sandbox", "base", { id: "sbx-b" })
    const dependent = entry("sandboxPort", "port", { id: "sbx-0/80", dependencies: [web] })
    const made = pending("creating", entry("sandbox", "web", { dependencies: [urnOf("sandbox", "base")] }))
    const order = (resources: ResourceState[]) =>
      plan([[made, found("sbx-1")]], resources).deployment.resources?.map(({ id }) => id)
    expect(order([provider, deleted, dependent, dependency])).toEqual(["id-1", "sbx-0/80", "sbx-b", "sbx-1"])
    expect(order([provider, dependency, deleted, dependent])).toEqual(["id-1", "sbx-b", "sbx-1", "sbx-0/80"])
  })

  describe("of what cannot be created a second time beside the old one", () => {
    const before = entry("sandbox", "web", { id: "sbx-0", delete: true })
    const after = entry("sandbox", "web", { id: "sbx-1" })
    const oldPort = entry("sandboxPort", "port", { id: "sbx-0/80", dependencies: [web] })
    const dependent = entry("sandbox", "user", {
      id: "sbx-u",
      dependencies: [urnOf("sandboxPort", "port")],
    })
    const opening = pending("creating", entry("sandboxPort", "port", { dependencies: [web] }))
    const shown = (operation: PendingOperation, finding: Finding, resources: ResourceState[]) => {
      const { steps, deployment } = plan([[operation, finding]], [provider, ...resources])
      const entries = deployment.resources?.map(
        ({ id, delete: isDeleted }) => `${id}${isDeleted ? " x" : ""}`,
      )
      return [steps.map(({ action, id }) => `${action} ${id}`), entries?.slice(1)]
    }

    test.each<[string, ResourceState[], string[], string[]]>([
      [
        "manages a port on the new half of a sandbox, and has the old one deleted",
        [after, before, oldPort, dependent],
        ["manage sbx-1/80"],
        ["sbx-1", "sbx-0 x", "sbx-0/80 x", "sbx-1/80", "sbx-u"],
      ],
      [
        "puts the port behind its sandbox",
        [before, oldPort, after],
        ["manage sbx-1/80"],
        ["sbx-0 x", "sbx-0/80 x", "sbx-1", "sbx-1/80"],
      ],
      [
        "has the port deleted if its sandbox goes, and a run in between has opened the one in the state",
        [{ ...before, delete: false }, { ...after, delete: true }, oldPort],
        ["delete sbx-1/80"],
        ["sbx-0", "sbx-1 x", "sbx-0/80", "sbx-1/80 x"],
      ],
      [
        "manages a port on a sandbox that is none of the stack",
        [oldPort],
        ["manage sbx-1/80"],
        ["sbx-0/80 x", "sbx-1/80"],
      ],
    ])("%s", (_, resources, steps, entries) => {
      expect(shown(opening, found("sbx-1/80"), resources)).toEqual([steps, entries])
    })

    test.each([
      ["manages a template", "2026-01-01T00:00:00Z", ["manage tpl-1"], ["tpl-0 x", "tpl-1"]],
      ["leaves a younger template alone", "2026-01-03T00:00:00Z", ["delete tpl-1"], ["tpl-0", "tpl-1 x"]],
    ])("%s", (_, createdAt, steps, entries) => {
      const old = entry("sandboxTemplate", "image", { id: "tpl-0", outputs: { createdAt } })
      const making = pending("creating", entry("sandboxTemplate", "image"))
      const things = [{ id: "tpl-1", outputs: { createdAt: "2026-01-02T00:00:00Z" } }]
      const finding: Finding = { kind: "found", things, provider: providerReference }
      expect(shown(making, finding, [old])).toEqual([steps, entries])
    })
  })

  test("takes what was deleted out of the state, and out of what refers to it", () => {
    const ended = entry("sandbox", "web", { id: "sbx-1" })
    const other = entry("sandbox", "web", { id: "sbx-2", delete: true })
    const port = entry("sandboxPort", "port", { id: "sbx-1/80", dependencies: [web], deletedWith: web })
    const api = entry("sandboxPort", "api", { id: "sbx-3/80", dependencies: [urnOf("sandbox", "api")] })
    const deleting = pending("deleting", ended)
    const { steps, deployment } = plan([[deleting, { kind: "gone" }]], [provider, ended, port])
    expect(steps).toEqual([
      { action: "forget", urn: web, id: "sbx-1", why: "it was deleted by the run that was cut" },
    ])
    const { deletedWith: _, ...rest } = port
    expect(deployment.resources).toEqual([provider, { ...rest, dependencies: [] }])
    const both = plan([[deleting, { kind: "gone" }]], [provider, other, ended, api]).deployment.resources
    expect(both?.map(({ id }) => id)).toEqual(["id-1", "sbx-2", "sbx-3/80"])
  })

  test("changes nothing of what it is given", () => {
    const resources = [provider, entry("sandbox", "web", { id: "sbx-0", pendingReplacement: true })]
    const before = structuredClone(resources)
    plan([[creating, found("sbx-1")]], resources)
    expect(resources).toEqual(before)
  })
})

describe("holdBack", () => {
  const step = (action: "keep" | "drop") => ({ action, urn: web, why: "" })
  test.each([
    [[step("drop")], [], false, undefined],
    [[step("drop"), step("keep")], [], true, /those that must stay/],
    [[], [bucket], false, /those of other providers.*--clear-others/],
    [[], [bucket], true, undefined],
  ])("for the steps %j and others %j, to be cleared: %p", (steps, others, clearOthers, why) => {
    const obstacle = holdBack({ steps, others, deployment: {} }, clearOthers)
    if (why) expect(obstacle).toMatch(why)
    else expect(obstacle).toBeUndefined()
  })
})

describe("needsSearch", () => {
  const imported = { inputs: { __scalebox: { owner: "o", import: "sbx-1" } } }
  test.each([
    [creating, true],
    [pending("updating", entry("sandbox", "web")), false],
    [pending("deleting", entry("sandbox", "web")), false],
    [pending("creating", entry("sandbox", "web", imported)), false],
    [bucket, false],
  ])("of %j is %p", (operation, expected) => {
    expect(needsSearch(operation)).toBe(expected)
  })
})
