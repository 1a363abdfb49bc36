import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "../../../../../provider/src"
import { face } from "../../../../../provider/src/faces/native/face"
import { sandbox as sandboxLookup } from "../../../../../provider/src/functions/get-sandbox"
import { sandboxMetrics } from "../../../../../provider/src/functions/get-sandbox-metrics"
import { known, mockEngine, registrationOf, secretInputs } from "../../../../support/program"

// As the bundle has it.
jest.mock("../../../../../provider/src/faces/program/face", () =>
  jest.requireActual("../../../../../provider/src/faces/native/face"),
)

mockEngine()

type Opts = pulumi.CustomResourceOptions

const { Sandbox, SandboxPort } = scalebox
const sandbox = "sbx-1"
let count = 0
const name = () => `r${count++}`
const classes: [string, (opts?: Opts) => pulumi.CustomResource][] = [
  ["Sandbox", (opts) => new Sandbox(name(), {}, opts)],
  ["SandboxPool", (opts) => new scalebox.SandboxPool(name(), { count: 2 }, opts)],
  ["SandboxPort", (opts) => new SandboxPort(name(), { sandbox, port: 80, name: "web" }, opts)],
  ["SandboxPowerState", (opts) => new scalebox.SandboxPowerState(name(), { sandbox, state: "paused" }, opts)],
  [
    "SandboxProjectAssignment",
    (opts) => new scalebox.SandboxProjectAssignment(name(), { sandbox, projectId: "p" }, opts),
  ],
  ["SandboxTemplate", (opts) => new scalebox.SandboxTemplate(name(), { sandbox, name: "golden" }, opts)],
]

/** The options that the SDK works with in the end. */
function finalOptions(make: (opts: Opts) => pulumi.CustomResource, opts: Opts): Opts {
  const seen = jest.spyOn(Object, "assign")
  make(opts)
  const calls = seen.mock.calls.map(([, given]) => given as Opts | undefined)
  seen.mockRestore()
  const found = calls.reverse().find((given) => given?.transformations !== undefined)
  if (!found) throw new Error("The SDK has copied no options")
  return found
}

describe("A native resource", () => {
  test.each(classes)("%s has the plugin's type, and nothing hidden in its inputs", async (type, make) => {
    const registered = await registrationOf(make())
    expect(registered.type).toBe(`scalebox:index:${type}`)
    expect(Object.keys(registered.inputs).filter((key) => key.startsWith("__"))).toEqual([])
  })

  test.each(classes)("%s is also known by its dynamic type, under each earlier name", (type, make) => {
    const old = `pulumi-nodejs:dynamic/scalebox:${type}`
    const urn = "urn:pulumi:dev::shop::other:index:Thing::x"
    const later = pulumi.output("urn:pulumi:dev::shop::other:index:Thing::y")
    const given = [{ name: "before" }, { type: "other:index:Thing" }, urn, later]
    expect(finalOptions(make, {}).aliases).toEqual([{ type: old }])
    expect(finalOptions(make, { aliases: given }).aliases).toEqual([
      ...given,
      { type: old },
      { name: "before", type: old },
    ])
  })

  test.each(classes)("%s leaves the engine its options", (_, make) => {
    const opts: Opts = {
      customTimeouts: { create: "5m" },
      import: "sbx-7",
      protect: true,
      replaceOnChanges: ["*"],
    }
    expect(finalOptions(make, opts)).toMatchObject(opts)
  })

  test("marks what is always secret, also if a transformation adds it", async () => {
    const objectStorage = { uri: "s3://b", mountPoint: "/m", accessKey: "a", secretKey: "s", region: "r" }
    const declared = new Sandbox("secret", { envVars: { A: "b" }, objectStorage, description: "open" })
    expect(secretInputs(await registrationOf(declared))).toEqual(["envVars", "objectStorage"])
    const adding: pulumi.ResourceTransformation = ({ props, opts }) => ({
      props: { ...props, envVars: { TOKEN: "t" } },
      opts,
    })
    const added = new Sandbox("added", {}, { transformations: [adding] })
    expect(secretInputs(await registrationOf(added))).toEqual(["envVars"])
  })

  test("has the names of its properties judged, and sandbox turned into sandboxId", () => {
    expect(() => new Sandbox("misspelt", {}, { ignoreChanges: ["envvars"] })).toThrow(
      "misspelt: ignoreChanges names envvars, which is not a known property; did you mean envVars?",
    )
    const port = (opts: Opts) => new SandboxPort(name(), { sandbox, port: 80, name: "web" }, opts)
    expect(finalOptions(port, { ignoreChanges: ["sandbox"] }).ignoreChanges).toEqual(["sandboxId"])
    const args = { metadata: JSON.parse('{ "__proto__": "x" }') }
    expect(() => new Sandbox("proto", args)).toThrow("proto: the key __proto__ cannot be used")
  })

  test("is one for the classes of dynamic resources as well, and the other way round", () => {
    const policy = (type: string) => Sandbox.isInstance({ __pulumiType: type })
    expect(policy("scalebox:index:Sandbox")).toBe(true)
    expect(policy("pulumi-nodejs:dynamic/scalebox:Sandbox")).toBe(true)
    expect(policy("scalebox:index:SandboxPort")).toBe(false)
  })
})

/** As `pulumi-scalebox` has them. */
class DynamicProvider extends pulumi.ProviderResource {
  constructor() {
    super("pulumi-nodejs", name(), {})
  }
}
class DynamicSandbox extends pulumi.CustomResource {
  constructor(opts: Opts) {
    super("pulumi-nodejs:dynamic/scalebox:Sandbox", name(), {}, opts)
  }
}

describe("A native resource beside dynamic ones", () => {
  const refusal =
    /^r\d+: the option provider must be a Provider imported from "pulumi-scalebox\/native", as the class of r\d+ is$/

  test.each(classes)("%s refuses their Provider, which would be passed over", (_, make) => {
    expect(() => make({ provider: new DynamicProvider() })).toThrow(refusal)
    const adding: pulumi.ResourceTransformation = ({ props, opts }) => ({
      props,
      opts: { ...opts, provider: new DynamicProvider() },
    })
    expect(() => make({ transformations: [adding] })).toThrow(refusal)
    expect(() => make({ provider: new scalebox.Provider(name(), {}) })).not.toThrow()
  })

  test("of a component is refused with its Provider", () => {
    expect(() => new scalebox.DevEnvironment(name(), {}, { provider: new DynamicProvider() })).toThrow(
      refusal,
    )
  })

  test("cannot share the Provider of its sandbox, and needs one of its own", () => {
    const sandbox = new DynamicSandbox({ provider: new DynamicProvider() }) as scalebox.Sandbox
    const port = (opts: Opts) => new SandboxPort("web", { sandbox, port: 80 }, opts)
    expect(() => port({})).toThrow(
      'web: its sandbox has a Provider that is not imported from "pulumi-scalebox/native", as the class of web is. Give web a ' +
        'Provider imported from "pulumi-scalebox/native" as the option provider, with the same settings',
    )
    expect(() => port({ provider: new scalebox.Provider(name(), {}) })).not.toThrow()
  })

  test("shares the settings of the stack with a sandbox that has no Provider", () => {
    const sandbox = new DynamicSandbox({}) as scalebox.Sandbox
    expect(() => new SandboxPort(name(), { sandbox, port: 80 })).not.toThrow()
  })
})

test("A DevEnvironment keeps its type, so that what is in it keeps its name", async () => {
  const dev = new scalebox.DevEnvironment("dev", { ports: { web: 80 } })
  expect(await known(dev.urn)).toContain("::scalebox:index:DevEnvironment::dev")
  expect((await registrationOf(dev.ports.web)).type).toBe("scalebox:index:SandboxPort")
})

describe("A native Provider", () => {
  const stack = { "scalebox:apiKey": "stack-key", "scalebox:apiUrl": "https://stack.test" }

  async function made(args: scalebox.ProviderArgs, opts?: pulumi.ResourceOptions) {
    pulumi.runtime.setAllConfig(stack, ["scalebox:apiKey"])
    const registered = await registrationOf(new scalebox.Provider(name(), args, opts))
    return { ...registered, secrets: secretInputs(registered) }
  }

  test("holds what the program gives; the plugin has the stack's settings by itself", async () => {
    const { type, inputs, secrets } = await made({ apiKey: "own", requestTimeout: 5, apiUrl: "" })
    expect(type).toBe("pulumi:providers:scalebox")
    expect(inputs).toEqual({ apiKey: expect.objectContaining({ value: "own" }), requestTimeout: 5 })
    expect(secrets).toEqual(["apiKey"])
    expect((await made({})).inputs).toEqual({})
  })

  test("holds a setting of its own environment only if the stack says another", async () => {
    const variables = { OTHER_KEY: "mapped", OTHER_PROJECT: "prj-9" }
    const replaced = jest.replaceProperty(process, "env", { ...process.env, ...variables })
    const envVarMappings = { OTHER_KEY: "SCALEBOX_API_KEY", OTHER_PROJECT: "SCALEBOX_PROJECT_ID" }
    const { inputs, secrets } = await made({}, { envVarMappings })
    expect(inputs).toEqual({ apiKey: expect.objectContaining({ value: "mapped" }) })
    expect(secrets).toEqual(["apiKey"])
    replaced.restore()
  })

  test("is what a port of another account's sandbox is created with", async () => {
    const provider = new scalebox.Provider("eu", { apiKey: "eu" })
    const owned = new Sandbox("owned", {}, { provider })
    const port = new SandboxPort("its", { sandbox: owned, port: 80, name: "web" })
    expect((await registrationOf(port)).provider).toContain("pulumi:providers:scalebox::eu")
  })
})

describe("A native function", () => {
  const invoke = jest.spyOn(pulumi.runtime, "invoke")
  beforeEach(() => invoke.mockReset().mockResolvedValue({ sandboxId: sandbox }))

  test("is called by its token, with times as text", async () => {
    const start = new Date(0)
    await face.call(sandboxMetrics, { sandboxId: sandbox, start }, {})
    const args = { sandboxId: sandbox, start: "1970-01-01T00:00:00.000Z" }
    expect(invoke.mock.calls).toEqual([["scalebox:index:getSandboxMetrics", args, {}]])
  })

  test("is called through the provider that it is given", async () => {
    const provider = new scalebox.Provider("us", {})
    expect(await face.call(sandboxLookup, { sandboxId: sandbox }, { provider })).toEqual({
      sandboxId: sandbox,
    })
    expect(invoke).toHaveBeenCalledWith("scalebox:index:getSandbox", { sandboxId: sandbox }, { provider })
  })
})
