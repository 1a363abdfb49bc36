import * as pulumi from "@pulumi/pulumi"
import { DevEnvironment } from "../../../../../provider/src/components/dev-environment"
import { noticingLosses } from "../../../../../provider/src/faces/dynamic/lost-options"
import { memory } from "../../../../../provider/src/faces/program/memory"
import { Sandbox } from "../../../../../provider/src/faces/program/sandbox"
import { SandboxPool } from "../../../../../provider/src/faces/program/sandbox-pool"
import { SandboxPort } from "../../../../../provider/src/faces/program/sandbox-port"
import { SandboxPowerState } from "../../../../../provider/src/faces/program/sandbox-power-state"
import { SandboxProjectAssignment } from "../../../../../provider/src/faces/program/sandbox-project-assignment"
import { SandboxTemplate } from "../../../../../provider/src/faces/program/sandbox-template"
import { mockEngine, registrationOf, secretInputs } from "../../../../support/program"

mockEngine()

type Opts = pulumi.CustomResourceOptions

const sandbox = "sbx-1"
let count = 0
const classes: [string, (opts: Opts) => pulumi.CustomResource][] = [
  ["Sandbox", (opts) => new Sandbox(`r${count++}`, {}, opts)],
  ["SandboxPool", (opts) => new SandboxPool(`r${count++}`, { count: 2 }, opts)],
  ["SandboxPort", (opts) => new SandboxPort(`r${count++}`, { sandbox, port: 80, name: "web" }, opts)],
  ["SandboxPowerState", (opts) => new SandboxPowerState(`r${count++}`, { sandbox, state: "paused" }, opts)],
  [
    "SandboxProjectAssignment",
    (opts) => new SandboxProjectAssignment(`r${count++}`, { sandbox, projectId: "p" }, opts),
  ],
  ["SandboxTemplate", (opts) => new SandboxTemplate(`r${count++}`, { sandbox, name: "golden" }, opts)],
]
const ofSandbox = classes.slice(2)

/** The options that a class gives to the SDK in the end, as far as a resource shows none of them. */
function finalOptions(make: (opts: Opts) => pulumi.CustomResource, opts: Opts) {
  const seen = jest.spyOn(Object, "assign")
  make(opts)
  const calls = seen.mock.calls.map(([, given]) => given as Opts | undefined)
  seen.mockRestore()
  return calls.reverse().find((given) => given?.transformations !== undefined)
}

describe("Names of properties in options", () => {
  test.each(ofSandbox)("%s heeds sandbox as sandboxId", (_, make) => {
    const options = finalOptions(make, { ignoreChanges: ["sandbox"], replaceOnChanges: ["sandbox"] })
    expect(options).toMatchObject({ ignoreChanges: ["sandboxId"], replaceOnChanges: ["sandboxId"] })
  })

  test.each(ofSandbox)("%s hands replaceOnChanges of sandbox on to the provider", async (_, make) => {
    const { inputs } = await registrationOf(make({ replaceOnChanges: ["sandbox"] }))
    expect(inputs.__scalebox).toMatchObject({ replaceOnChanges: ["sandboxId"] })
  })

  test.each(classes)("%s refuses names that do not exist", (_, make) => {
    for (const option of ["ignoreChanges", "replaceOnChanges", "additionalSecretOutputs", "hideDiffs"]) {
      expect(() => make({ [option]: ["nothingLikeIt"] })).toThrow(
        new RegExp(`^r\\d+: ${option} names nothingLikeIt, which is not a known property$`),
      )
    }
  })

  test.each(ofSandbox)("%s suggests sandbox", (_, make) => {
    expect(() => make({ ignoreChanges: ["sanbox"] })).toThrow(/; did you mean sandbox\?/)
  })

  test.each([
    ["env_vars", "; did you mean envVars? env_vars is how the API spells it"],
    ["envvars", "; did you mean envVars?"],
    ["env_vars.A", "; did you mean envVars? env_vars is how the API spells it"],
    ['["envvars"].A', "; did you mean envVars?"],
    ["customPort[0].name", "; did you mean customPorts?"],
  ])("refuses %s with the nearest right name", (path, suggestion) => {
    for (const option of ["ignoreChanges", "replaceOnChanges"]) {
      expect(() => new Sandbox(`r${count++}`, {}, { [option]: [path] })).toThrow(suggestion)
    }
  })

  test.each(["envVars.A", 'envVars["A.B"]', '["envVars"].A', "customPorts[0].name", "*", "__provider"])(
    "takes %s as it is",
    (path) => {
      const options = finalOptions((opts) => new Sandbox(`r${count++}`, {}, opts), { ignoreChanges: [path] })
      expect(options?.ignoreChanges).toEqual([path])
    },
  )

  test("says where ignoreChanges has no effect", () => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue()
    new Sandbox("ended", {}, { ignoreChanges: ["timeoutAt"], replaceOnChanges: ["status"] })
    expect(warn.mock.calls).toEqual([
      ["ended: ignoreChanges has no effect on timeoutAt, which the API decides"],
    ])
    warn.mockRestore()
  })

  test("are looked at in what a transformation adds", () => {
    const adding: pulumi.ResourceTransformation = ({ props, opts }) => ({
      props,
      opts: { ...opts, ignoreChanges: ["envvars"] },
    })
    expect(() => new Sandbox("added", {}, { transformations: [adding] })).toThrow(
      "added: ignoreChanges names envvars, which is not a known property; did you mean envVars?",
    )
  })
})

describe("What transformations add", () => {
  const importing: pulumi.ResourceTransformation = ({ type, props, opts }) =>
    type.endsWith("Environment")
      ? undefined
      : {
          props: { ...props, ...(type.endsWith(":Sandbox") && { envVars: { TOKEN: "t" } }) },
          opts: pulumi.mergeOptions(opts as Opts, {
            customTimeouts: { create: "90s" },
            replaceOnChanges: ["*"],
            import: "sbx-7",
            protect: true,
          }),
        }
  const hidden = { timeouts: { create: 90 }, replaceOnChanges: ["*"], import: "sbx-7", protect: true }

  test.each(classes)("to a %s arrives", async (_, make) => {
    const { inputs } = await registrationOf(make({ transformations: [importing] }))
    expect(inputs.__scalebox).toMatchObject(hidden)
  })

  test("to what is in a component arrives, and secrets are made of what always is secret", async () => {
    const made = new DevEnvironment("env", { ports: { web: 80 } }, { transformations: [importing] })
    const registered = await registrationOf(made.sandbox)
    expect(registered.inputs.__scalebox).toMatchObject(hidden)
    expect(secretInputs(registered)).toEqual(["envVars"])
    expect((await registrationOf(made.ports.web)).inputs.__scalebox).toMatchObject(hidden)
  })

  test("takes the place of what was declared", async () => {
    const without: pulumi.ResourceTransformation = ({ props, opts }) => {
      const { customTimeouts, ...rest } = opts
      return { props, opts: rest }
    }
    const opts = { customTimeouts: { create: "5m" }, transformations: [without] }
    const { inputs } = await registrationOf(new Sandbox("without", {}, opts))
    expect(inputs.__scalebox).toEqual({ owner: "shop/dev/without" })
  })

  test("is not handed on to the resource's children", async () => {
    const parent = new Sandbox("parent", {}, { customTimeouts: { create: "5m" } })
    const child = new Sandbox("child", {}, { parent })
    expect((await registrationOf(child)).inputs.__scalebox).toEqual({ owner: "shop/dev/child" })
    expect(Reflect.get(child, "__transformations")).toEqual([])
  })
})

test("A protected parent protects its children, unless they say otherwise", async () => {
  const { sandbox: inside, ports } = new DevEnvironment("kept", { ports: { web: 80 } }, { protect: true })
  for (const resource of [inside, ports.web]) {
    expect((await registrationOf(resource)).inputs.__scalebox).toMatchObject({ protect: true })
  }
  const free = new Sandbox("free", {}, { parent: inside, protect: false })
  expect((await registrationOf(free)).inputs.__scalebox).toEqual({ owner: "shop/dev/free" })
})

describe("What a transform changes of options that do not reach the provider", () => {
  const changing =
    (more: object): pulumi.ResourceTransform =>
    ({ props, opts }) => ({ props, opts: { ...opts, ...more } })
  const args = { custom: true, type: "t", name: "web", props: {}, opts: { customTimeouts: { create: "1m" } } }

  test("is said once", async () => {
    memory.isLossSaid = false
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue()
    const transforms = [
      changing({ customTimeouts: { create: "1m" }, ignoreChanges: ["timeout"] }),
      () => undefined,
      changing({ customTimeouts: { create: "9m" }, import: "sbx-1" }),
      changing({ replaceOnChanges: ["*"] }),
    ]
    const watched = noticingLosses("web", { transforms }).transforms ?? []
    for (const transform of watched) await transform(args)
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^web: customTimeouts and import of a transform cannot reach the provider/)],
    ])
    warn.mockRestore()
  })
})
