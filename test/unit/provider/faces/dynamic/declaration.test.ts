import { tmpdir } from "node:os"
import * as pulumi from "@pulumi/pulumi"
import * as dynamic from "../../../../../provider/src/dynamic"
import { declare, refuseUnresolvable } from "../../../../../provider/src/faces/dynamic/declaration"
import type { Shape } from "../../../../../provider/src/faces/face"
import { Memory, memory } from "../../../../../provider/src/faces/program/memory"
import { Sandbox } from "../../../../../provider/src/faces/program/sandbox"
import { SandboxPool } from "../../../../../provider/src/faces/program/sandbox-pool"
import { SandboxPort } from "../../../../../provider/src/faces/program/sandbox-port"
import { SandboxPowerState } from "../../../../../provider/src/faces/program/sandbox-power-state"
import { SandboxProjectAssignment } from "../../../../../provider/src/faces/program/sandbox-project-assignment"
import { SandboxTemplate } from "../../../../../provider/src/faces/program/sandbox-template"
import { mockEngine, registrationOf } from "../../../../support/program"

mockEngine()

const shape: Shape = { kind: "sandbox", inputs: ["name"], echoes: {}, outputs: ["status"] }
const hiddenIn = (opts: pulumi.CustomResourceOptions) => declare(shape, "web", {}, opts).props.__scalebox

describe("What is in users' state for ever", () => {
  const sandbox = "sbx-1"
  const classes: [string, () => pulumi.CustomResource, type: string, provider: string][] = [
    [
      "Sandbox",
      () => new Sandbox("a"),
      "pulumi-nodejs:dynamic/scalebox:Sandbox",
      'exports.handler=()=>require("pulumi-scalebox/dynamic").sandbox',
    ],
    [
      "SandboxPool",
      () => new SandboxPool("a", { count: 2 }),
      "pulumi-nodejs:dynamic/scalebox:SandboxPool",
      'exports.handler=()=>require("pulumi-scalebox/dynamic").sandboxPool',
    ],
    [
      "SandboxPort",
      () => new SandboxPort("a", { sandbox, port: 80, name: "web" }),
      "pulumi-nodejs:dynamic/scalebox:SandboxPort",
      'exports.handler=()=>require("pulumi-scalebox/dynamic").sandboxPort',
    ],
    [
      "SandboxPowerState",
      () => new SandboxPowerState("a", { sandbox, state: "paused" }),
      "pulumi-nodejs:dynamic/scalebox:SandboxPowerState",
      'exports.handler=()=>require("pulumi-scalebox/dynamic").sandboxPowerState',
    ],
    [
      "SandboxProjectAssignment",
      () => new SandboxProjectAssignment("a", { sandbox, projectId: "prj-1" }),
      "pulumi-nodejs:dynamic/scalebox:SandboxProjectAssignment",
      'exports.handler=()=>require("pulumi-scalebox/dynamic").sandboxProjectAssignment',
    ],
    [
      "SandboxTemplate",
      () => new SandboxTemplate("a", { sandbox, name: "golden" }),
      "pulumi-nodejs:dynamic/scalebox:SandboxTemplate",
      'exports.handler=()=>require("pulumi-scalebox/dynamic").sandboxTemplate',
    ],
  ]

  test.each(classes)("type and __provider of %s, to the byte", async (_, make, type, provider) => {
    const registered = await registrationOf(make())
    expect(registered.type).toBe(type)
    expect(registered.inputs.__provider).toBe(provider)
  })

  test("every __provider finds its lifecycle in what the provider process loads", () => {
    const named = classes.map(([, , , provider]) => provider.split(".").at(-1))
    expect(named.sort()).toEqual(Object.keys(dynamic).sort())
  })
})

describe("declare", () => {
  test("shows every property, so that each is an output", () => {
    const { props } = declare(shape, "web", { name: "given" }, {})
    expect(Object.keys(props)).toEqual(["name", "status", "__scalebox", "__provider"])
    expect(props).toMatchObject({ name: "given", status: undefined })
  })

  test("names the declaration in the hidden input", () => {
    expect(hiddenIn({})).toEqual({ owner: "shop/dev/web" })
  })

  test("keeps the import option to itself", () => {
    const { props, opts } = declare(shape, "web", {}, { import: "sbx-7", protect: true })
    expect(props.__scalebox).toEqual({ owner: "shop/dev/web", import: "sbx-7", protect: true })
    expect(opts).not.toHaveProperty("import")
    expect(opts.protect).toBe(true)
  })

  test("passes on timeouts and replaceOnChanges, for the engine as well", () => {
    const given = { customTimeouts: { create: "1m", delete: "30s" }, replaceOnChanges: ["timeout"] }
    const { props, opts } = declare(shape, "web", {}, given)
    expect(props.__scalebox).toMatchObject({
      timeouts: { create: 60, delete: 30 },
      replaceOnChanges: ["timeout"],
    })
    expect(opts).toMatchObject(given)
  })

  test("refuses a timeout that is no duration", () => {
    expect(() => hiddenIn({ customTimeouts: { update: "soon" } })).toThrow(/customTimeouts\.update must be/)
  })
})

describe("The key __proto__", () => {
  const proto: unknown = JSON.parse('{"__proto__": "x"}')

  test.each([
    ["as an input", proto],
    ["in a map", { metadata: proto }],
    ["in a list", { objectStorage: [{ uri: proto }] }],
  ])("is refused %s", (_, inputs) => {
    expect(() => declare(shape, "web", inputs as pulumi.Inputs, {})).toThrow(
      "web: the key __proto__ cannot be used in the arguments of a resource",
    )
  })

  test("is not looked for in what is not known yet", () => {
    const later = pulumi.output(proto)
    expect(() => declare(shape, "web", { metadata: later, list: [later, null, 1] }, {})).not.toThrow()
  })

  test("is not taken for constructor or toString", () => {
    expect(() => declare(shape, "web", { metadata: { constructor: "a", toString: "b" } }, {})).not.toThrow()
  })
})

describe("A program that does not depend on the package itself", () => {
  // Under mocks nothing is looked for.
  beforeEach(() => jest.spyOn(pulumi.runtime, "getMonitor").mockReturnValue(undefined))
  afterEach(() => jest.restoreAllMocks())

  test("is told which line to add to package.json", () => {
    const memory = new Memory()
    const folder = tmpdir()
    const cwd = jest.spyOn(process, "cwd").mockReturnValue(folder)
    expect(() => refuseUnresolvable(memory)).toThrow(
      `pulumi-scalebox cannot be found from the folder of this Pulumi program (${folder}). ` +
        'Add "pulumi-scalebox": "^',
    )
    cwd.mockRestore()
    expect(() => refuseUnresolvable(memory)).not.toThrow()
    expect(memory.isResolvable).toBe(true)
  })

  test("is found once, and not looked for with each declaration", () => {
    const memory = new Memory()
    refuseUnresolvable(memory)
    const cwd = jest.spyOn(process, "cwd").mockReturnValue(tmpdir())
    expect(() => refuseUnresolvable(memory)).not.toThrow()
    expect(() => refuseUnresolvable(new Memory())).toThrow(/cannot be found/)
    cwd.mockRestore()
  })

  test("is no matter under mocks, whatever the folder", () => {
    jest.restoreAllMocks()
    jest.spyOn(process, "cwd").mockReturnValue(tmpdir())
    memory.isResolvable = false
    expect(() => declare(shape, "web", {}, {})).not.toThrow()
  })

  test("cannot declare anything", () => {
    memory.isResolvable = false
    const cwd = jest.spyOn(process, "cwd").mockReturnValue(tmpdir())
    expect(() => declare(shape, "web", {}, {})).toThrow(/cannot be found from the folder/)
    cwd.mockRestore()
    expect(() => declare(shape, "web", {}, {})).not.toThrow()
  })
})
