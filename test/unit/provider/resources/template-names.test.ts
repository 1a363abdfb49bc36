import { lifecycles } from "../../../../provider/src/resources"
import { unknown } from "../../../../provider/src/resources/properties"
import { emulated, scripted } from "../../../support/context"
import { notSent, ok, refused } from "../../../support/send"

const server = emulated()
const page = (...names: string[]) => ok(pageOf(names, 1))
const pageOf = (names: string[], pages: number) => ({
  templates: names.map((name) => ({ template_id: `tpl-${name}`, name })),
  pagination: { page: 1, limit: 100, total: names.length, total_pages: pages },
})
const nothing = page()
const missing = refused(404, "Template not found")
const faulty = (nearest: string) => [
  {
    path: ["template"],
    reason: `must be the name or id of a template that this account can use; the nearest names are ${nearest}`,
  },
]

describe("Templates that sandboxes are created from", () => {
  test("are listed once in a session, however many are named, by name or id", async () => {
    const stage = server.stage()
    const names = ["python-dev", "code-interpreter", "tpl-python-dev", "python-dev"]
    const ask = (template: string) => stage.session.templateNames.faults({}, { template })
    expect((await Promise.all(names.map(ask))).flat()).toEqual([])
    expect(stage.calls()).toEqual(["GET /v1/templates"])
  })

  test("that do not exist are refused with the nearest names, after a second look", async () => {
    const stage = server.stage()
    const ask = () => stage.session.templateNames.faults({}, { template: "pyhton-dev" })
    const expected = faulty("python-dev, base, code-interpreter")
    expect(await Promise.all([ask(), ask()])).toEqual([expected, expected])
    expect(stage.calls()).toEqual(["GET /v1/templates", "GET /v1/templates", "GET /v1/templates/pyhton-dev"])
  })

  test("that are gone and are named by their id, as a program names its own, may be of this stack", async () => {
    const { templateNames } = server.stage().session
    expect(await templateNames.faults({}, { template: "tpl-gone" })).toEqual([
      {
        path: ["template"],
        reason:
          "must be the name or id of a template that this account can use; " +
          "if it was one of this stack, `pulumi up --refresh` creates it again",
      },
    ])
  })

  test.each([
    ["none", {}, {}],
    ["an empty one", {}, { template: "" }],
    ["what everybody has", {}, { template: "base" }],
    ["one that is not known yet", {}, { template: unknown }],
    ["no text", {}, { template: 3 }],
    ["the one of before", { template: "old" }, { template: "old" }],
  ])("are not asked for if the declaration names %s", async (_, olds, declared) => {
    const stage = server.stage()
    expect(await stage.session.templateNames.faults(olds, declared)).toEqual([])
    expect(stage.calls()).toEqual([])
  })

  test("are not doubted again for the new half of a replacement", async () => {
    const { templateNames } = server.stage().session
    await templateNames.faults({ template: "gone" }, { template: "base" })
    expect(await templateNames.faults({}, { template: "gone" })).toEqual([])
  })

  test.each([
    ["of its name", "golden"],
    ["whose name is not known yet", unknown],
  ])("may be one of this stack %s that is still to be created", async (_, name) => {
    const stage = server.stage()
    stage.session.templateNames.noteOwn(name, false)
    expect(await stage.session.templateNames.faults({}, { template: "golden" })).toEqual([])
    expect(stage.calls()).toEqual([])
  })

  test("are not offered if their names are secret", async () => {
    const { templateNames } = server.stage().session
    templateNames.noteOwn("python-dev", true)
    expect(await templateNames.faults({}, { template: "pyhton-dev" })).toEqual(
      faulty("base, code-interpreter"),
    )
  })

  test.each([
    ["have been created since", [page("base"), page("golden")]],
    ["are on a later page", [ok(pageOf(["base"], 3)), page("golden")]],
    ["are found by their id alone", [page("base"), nothing, ok({ template_id: "golden", name: "other" })]],
    ["are not shown, as the listing leaves out what everybody has", [page("own"), nothing, missing, nothing]],
  ])("pass if they %s", async (_, replies) => {
    const { session } = scripted(replies)
    expect(await session.templateNames.faults({}, { template: "golden" })).toEqual([])
  })

  test("that do not exist are refused also if the list has many pages", async () => {
    const { session } = scripted([ok(pageOf(["own"], 3)), nothing, missing, page("base")])
    expect(await session.templateNames.faults({}, { template: "golden" })).toEqual(faulty("own"))
  })

  test.each([
    ["nothing listens", Array.from({ length: 20 }, () => notSent())],
    ["the list is refused", [refused(403, "No")]],
    ["the service is down", Array.from({ length: 20 }, () => refused(503, "Later"))],
    ["the second look fails", [page("base"), ...Array.from({ length: 20 }, () => refused(503, "Later"))]],
  ])("pass if %s, after three seconds at most", async (_, replies) => {
    const { session, clock } = scripted(replies)
    const began = clock.now()
    expect(await session.templateNames.faults({}, { template: "golden" })).toEqual([])
    expect(clock.now() - began).toBeLessThanOrEqual(3_000)
  })

  test("show that the key is wrong", async () => {
    const { session } = scripted([refused(401, "Invalid API key")])
    await expect(session.templateNames.faults({}, { template: "golden" })).rejects.toThrow(
      /^Cannot see whether the template exists: GET \/v1\/templates answered 401: .*Check the API key/,
    )
  })
})

describe("A template of the same program", () => {
  const declaredFrom = async (own: object, template: string) => {
    const stage = server.stage()
    const { sandboxTemplate, sandboxPool, sandbox } = lifecycles
    await sandboxTemplate.check(stage.context(), {}, { sandboxId: unknown, ...own })
    const found = [
      await sandbox.check(stage.context(), {}, { template }),
      await sandboxPool.check(stage.context(), {}, { template, count: 2 }),
    ]
    return { failures: found.flatMap(({ failures }) => failures), calls: stage.calls() }
  }

  test.each([
    ["by its name", { name: "golden" }],
    ["by a name that is not known yet", { name: unknown }],
  ])("can be used %s before it is created, without a call", async (_, own) => {
    expect(await declaredFrom(own, "golden")).toEqual({ failures: [], calls: [] })
  })

  test("leaves other names checked", async () => {
    const { failures } = await declaredFrom({ name: "golden" }, "goldan")
    expect(failures).toHaveLength(2)
  })

  test("can be used by its id once it is created", async () => {
    const stage = server.stage()
    const { sandboxId } = await stage.session.client.createSandbox({})
    const { id } = await lifecycles.sandboxTemplate.create(stage.context("create"), {
      sandboxId,
      name: "golden",
    })
    const before = stage.calls().length
    const { failures } = await lifecycles.sandbox.check(stage.context(), {}, { template: id })
    expect([failures, stage.calls().length]).toEqual([[], before])
  })
})

test("What an import takes over is there, whatever has become of its template", async () => {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({ template: "python-dev" })
  const context = stage.context("look", { importId: sandboxId })
  await lifecycles.sandbox.check(context, {}, { template: "python-dev" })
  expect(stage.calls()).not.toContain("GET /v1/templates")
})
