import * as pulumi from "@pulumi/pulumi"
import { Sandbox } from "../../../../../provider/src/faces/program/sandbox"
import { SandboxPort } from "../../../../../provider/src/faces/program/sandbox-port"
import { known, mockEngine, noting, registrationOf, secretInputs } from "../../../../support/program"

mockEngine()

const mount = { uri: "s3://b", mountPoint: "/m", accessKey: "access", secretKey: "secret", region: "r" }

/** What the class hands over for these arguments. */
function handedFor(args: ConstructorParameters<typeof Sandbox>[1], opts: pulumi.CustomResourceOptions = {}) {
  const { transformations, handed } = noting()
  new Sandbox(`s${Math.random()}`, args, { ...opts, transformations })
  const [first] = handed
  if (!first) throw new Error("Nothing was handed over")
  return first
}

const secrecyOf = async (value: unknown) =>
  pulumi.Output.isInstance(value) ? pulumi.isSecret(value as pulumi.Output<unknown>) : false

describe("Sandbox", () => {
  test("passes its arguments on as they are", async () => {
    const { name, inputs } = await registrationOf(new Sandbox("plain", { template: "base", timeout: 600 }))
    expect(name).toBe("plain")
    expect(inputs).toEqual({
      template: "base",
      timeout: 600,
      __scalebox: { owner: "shop/dev/plain" },
      __provider: expect.any(String),
    })
  })

  test("makes envVars secret as a whole", async () => {
    const registered = await registrationOf(
      new Sandbox("env", { envVars: { TOKEN: "t" }, metadata: { a: "b" } }),
    )
    expect(secretInputs(registered)).toEqual(["envVars"])
  })

  test.each([
    ["one mount", mount, (given: typeof mount) => given],
    ["the mounts of a list", [mount], ([given]: (typeof mount)[]) => given],
  ] as const)("makes only the keys secret in %s", async (_, objectStorage, first) => {
    const { props } = handedFor({ objectStorage: objectStorage as typeof mount })
    const handed = first(props.objectStorage as never)
    expect(await secrecyOf(handed?.accessKey)).toBe(true)
    expect(await secrecyOf(handed?.secretKey)).toBe(true)
    expect(handed).toMatchObject({ uri: "s3://b", mountPoint: "/m", region: "r" })
  })

  test.each([
    ["an output", pulumi.output(mount)],
    ["a promise", Promise.resolve(mount)],
  ])("makes all of a mount secret that is %s", async (_, objectStorage) => {
    expect(await secrecyOf(handedFor({ objectStorage }).props.objectStorage)).toBe(true)
  })

  test("looks into a list for a mount that is not known yet", async () => {
    const { props } = handedFor({ objectStorage: [mount, pulumi.output(mount)] })
    const [known, later] = props.objectStorage as unknown[]
    expect(await secrecyOf(known)).toBe(false)
    expect(await secrecyOf(later)).toBe(true)
  })

  test("turns import into a hidden input, which the engine could not serve", async () => {
    const registered = await registrationOf(new Sandbox("taken", {}, { import: "sbx-9" }))
    expect(registered).toMatchObject({
      id: "",
      inputs: { __scalebox: { owner: "shop/dev/taken", import: "sbx-9" } },
    })
  })

  test("looks one up by its id with get, and hands over nothing else", async () => {
    const found = Sandbox.get("found", "sbx-5")
    const { id, inputs } = await registrationOf(found)
    expect(id).toBe("sbx-5")
    expect(Object.keys(inputs).sort()).toEqual(["__provider", "__scalebox"])
    expect(await known(found.id)).toBe("sbx-5")
  })

  test("knows its URLs", async () => {
    const sandbox = Sandbox.get("urls", "sbx-6")
    Object.assign(sandbox, { sandboxDomain: pulumi.output("sbx-6.example.com") })
    expect(await known(sandbox.url(8080))).toBe("https://8080-sbx-6.example.com")
  })

  test("refuses the key __proto__ in metadata", () => {
    const metadata: Record<string, string> = JSON.parse('{"__proto__": "x"}')
    expect(() => new Sandbox("proto", { metadata })).toThrow(/proto: the key __proto__ cannot be used/)
  })
})

describe("Sandbox.isInstance", () => {
  test("tells a Sandbox from everything else", () => {
    const sandbox = new Sandbox("instance")
    expect(Sandbox.isInstance(sandbox)).toBe(true)
    expect(Sandbox.isInstance(new SandboxPort("other", { sandbox, port: 80, name: "web" }))).toBe(false)
    for (const value of [undefined, null, "sbx-1", sandbox.id]) expect(Sandbox.isInstance(value)).toBe(false)
  })
})

describe("url", () => {
  test("leads to a port, and is undefined until the domain is known", async () => {
    const dev = new Sandbox("no-domain")
    expect(await known(dev.url(8080))).toBeUndefined()
    Object.assign(dev, { sandboxDomain: pulumi.output("a.example.com") })
    expect(await known(dev.url(pulumi.output(8080)))).toBe("https://8080-a.example.com")
  })
})

describe("What is not declared", () => {
  const real = { cpuCount: 2, memoryMb: 4096, storageGb: 10 }
  /** The mocks answer with the inputs alone: what the API decides comes as an input of a transformation. */
  const decided = { resources: real, currentProjectId: "prj-default" }
  const made = (name: string, args: ConstructorParameters<typeof Sandbox>[1]) => {
    const sandbox = new Sandbox(name, args, {
      transformations: [({ props, opts }) => ({ props: { ...props, ...decided }, opts })],
    })
    const { cpuCount, memoryMb, storageGb, projectId } = sandbox
    return known(pulumi.all([cpuCount, memoryMb, storageGb, projectId]))
  }

  test("is shown as the API decided", async () => {
    expect(await made("decided", {})).toEqual([2, 4096, 10, "prj-default"])
  })

  test("does not hide what is declared", async () => {
    const declared = { cpuCount: 4, memoryMb: 512, storageGb: 1, projectId: "prj-1" }
    expect(await made("declared", declared)).toEqual(Object.values(declared))
  })

  test("is undefined if a test with mocks says nothing of it", async () => {
    const { cpuCount, projectId } = new Sandbox("mocked")
    expect(await known(pulumi.all([cpuCount, projectId]))).toEqual([undefined, undefined])
  })
})

test("Whether a sandbox is only looked up is no property that an export of it shows", () => {
  const sandbox = Sandbox.get("exported", "sbx-1")
  expect(sandbox.isLookedUp).toBe(true)
  expect(Object.keys(sandbox)).not.toContain("isLookedUp")
})
