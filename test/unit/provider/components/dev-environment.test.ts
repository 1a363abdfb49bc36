import * as pulumi from "@pulumi/pulumi"
import { DevEnvironment } from "../../../../provider/src/components/dev-environment"
import { Provider } from "../../../../provider/src/faces/program/provider"
import { known, mockEngine, noting, registrationOf } from "../../../support/program"
import { faultyLines } from "../../../support/types"

mockEngine()

const urnOf = (resource: pulumi.Resource) => known(resource.urn)

describe("DevEnvironment", () => {
  test("creates a sandbox of its own name that pauses after eight hours, and nothing else", async () => {
    const { transformations, handed } = noting()
    const dev = new DevEnvironment("plain", {}, { transformations })
    expect((await registrationOf(dev.sandbox)).inputs).toEqual({
      autoPause: true,
      timeout: 28_800,
      __scalebox: { owner: "shop/dev/plain" },
      __provider: expect.any(String),
    })
    expect(await known(dev.sandboxId)).toBe("plain-id")
    expect(await urnOf(dev.sandbox)).toContain(
      "scalebox:index:DevEnvironment$pulumi-nodejs:dynamic/scalebox:Sandbox",
    )
    expect(dev.urls).toEqual({})
    expect(handed).toHaveLength(2)
  })

  test("hands all that a Sandbox takes on to it, secrets as secrets", async () => {
    const dev = new DevEnvironment("full", {
      template: "python-dev",
      timeout: pulumi.output(600),
      autoPause: false,
      envVars: { TOKEN: "t" },
      objectStorage: { uri: "s3://b/x", mountPoint: "/mnt", accessKey: "a", secretKey: "s", region: "r" },
    })
    const { inputs } = await registrationOf(dev.sandbox)
    expect(inputs).toMatchObject({ template: "python-dev", timeout: 600, autoPause: false })
    expect(inputs.envVars).toMatchObject({ value: { TOKEN: "t" } })
    expect(inputs.objectStorage).toMatchObject({ value: { uri: "s3://b/x", secretKey: "s" } })
  })

  test("refuses to be imported", () => {
    const opts = { import: "sbx-1" } as pulumi.ComponentResourceOptions
    expect(() => new DevEnvironment("imported", {}, opts)).toThrow(
      "imported: a DevEnvironment cannot be imported, as it is several resources",
    )
  })

  test("fills a default in where an output turns out to hold nothing", async () => {
    const nothing = pulumi.output(undefined)
    const dev = new DevEnvironment("hollow", { timeout: nothing, autoPause: nothing })
    expect((await registrationOf(dev.sandbox)).inputs).toMatchObject({ autoPause: true, timeout: 28_800 })
  })

  test("opens a port for each name, by its number or by all that a SandboxPort takes", async () => {
    const dev = new DevEnvironment("ported", {
      ports: {
        web: 8080,
        api: pulumi.output(8000),
        media: { port: 9000, protocol: "UDP", servicePort: 9001, name: "media-udp" },
      },
    })
    const inputs = async (port: pulumi.Resource) => (await registrationOf(port)).inputs
    expect(await inputs(dev.ports.web)).toMatchObject({ sandboxId: "ported-id", port: 8080, name: "web" })
    expect(await inputs(dev.ports.api)).toMatchObject({ port: 8000, name: "api" })
    expect(await inputs(dev.ports.media)).toMatchObject({
      port: 9000,
      name: "media-udp",
      protocol: "UDP",
      servicePort: 9001,
    })
    expect((await urnOf(dev.ports.web)).endsWith("::ported-web")).toBe(true)
    expect(Object.keys(dev.urls)).toEqual(["web", "api", "media"])
  })

  test("resumes before it opens ports, and pauses after", async () => {
    const order = async (powerState: "running" | "paused") => {
      const { transformations, handed } = noting()
      const dev = new DevEnvironment(powerState, { ports: { web: 8080 }, powerState }, { transformations })
      const power = handed.find(({ props }) => "state" in props)
      expect(power?.props.state).toBe(powerState)
      const port = handed.find(({ props }) => props.port === 8080)
      return { port: port?.opts.dependsOn, power: power?.opts.dependsOn, made: dev.ports.web }
    }
    const resumed = await order("running")
    expect(resumed.power).toEqual([])
    expect(resumed.port).toMatchObject({ __name: "running-power" })
    const paused = await order("paused")
    expect(paused.port).toBeUndefined()
    expect(paused.power).toEqual([paused.made])
  })

  test("gives provider, protect and customTimeouts to what is in it", async () => {
    const eu = new Provider("eu", { apiKey: "eu-key" })
    const { transformations, handed } = noting()
    const options = { provider: eu, protect: true, customTimeouts: { create: "20m" }, transformations }
    const dev = new DevEnvironment("optioned", { ports: { web: 8080 } }, options)
    for (const resource of [dev.sandbox, dev.ports.web]) {
      const { provider, inputs } = await registrationOf(resource)
      expect(provider.split("::").at(-2)).toBe("eu")
      expect(inputs.__scalebox).toMatchObject({ timeouts: { create: 1200 } })
    }
    expect(handed).toHaveLength(3)
    expect([dev.sandbox, dev.ports.web].map((resource) => Reflect.get(resource, "__protect"))).toEqual([
      true,
      true,
    ])
  })

  test("refuses two ports of one number, and ports whose names are not known", () => {
    expect(() => new DevEnvironment("twice", { ports: { web: 80, site: { port: 80 } } })).toThrow(
      "twice: ports.site has the same number as ports.web",
    )
    const later = pulumi.output({ web: 80 }) as unknown as { web: number }
    expect(() => new DevEnvironment("later", { ports: later })).toThrow(
      "later: ports must be a plain object, as their names cannot come from an output",
    )
  })

  test("knows its URLs by the names of its ports", () => {
    const right = `import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"
const dev = new scalebox.DevEnvironment("dev", { ports: { web: 8080, api: { port: pulumi.output(80), protocol: "UDP" } } })
export const urls: pulumi.Output<string | undefined>[] = [dev.urls.web, dev.urls.api]
export const port: scalebox.SandboxPort = dev.ports.api
export const bare = new scalebox.DevEnvironment("bare", { secure: pulumi.output(true), autoPause: pulumi.output(false) })
`
    const wrong = [
      `dev.urls.wbe`,
      `bare.urls.web`,
      `new scalebox.DevEnvironment("bad", { ports: { web: "8080" } })`,
      `new scalebox.DevEnvironment("bad", { ports: { web: { prot: 8080 } } })`,
      `new scalebox.DevEnvironment("bad", { customPorts: [] })`,
      `new scalebox.DevEnvironment("bad", { powerState: "off" })`,
    ]
    expect(faultyLines(right + wrong.join("\n"))).toEqual(wrong)
  })
})
