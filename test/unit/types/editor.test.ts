import { Editor } from "../../support/editor"

/** A program as a user writes it, against the published types. What is right comes first, then what is not. */
const right = `
import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()
const dev = new scalebox./*Sandbox*/Sandbox("dev", {
  template: "/*template*/",
  locality: { region: "/*region*/" },
  customPorts: [{ port: 1, name: "a", protocol: "/*protocol*/" }],
})
const web = new scalebox./*SandboxPort*/SandboxPort("web", { sandbox: dev, port: 80, protocol: "/*port protocol*/" })
const env = new scalebox./*DevEnvironment*/DevEnvironment("env", {
  template: "own", ports: { web: 8080 }, /*env timeout*/timeout: 3600, /*env autoPause*/autoPause: false,
})
new scalebox./*SandboxPool*/SandboxPool("pool", { count: 2, template: "/*pool template*/" })
new scalebox./*SandboxTemplate*/SandboxTemplate("golden", { sandbox: dev, name: "golden" })
new scalebox./*SandboxPowerState*/SandboxPowerState("power", { sandbox: dev, state: "paused" })
new scalebox./*SandboxProjectAssignment*/SandboxProjectAssignment("moved", { sandbox: dev, projectId: "prj-1" })
new scalebox./*Provider*/Provider("eu", {})

export const texts: pulumi.Output<string>[] = [
  dev.sandboxDomain, dev.envdAccessToken, dev.templateId, dev.assignedName, dev.createdAt, dev.currentProjectId,
  dev.projectId, dev.url(80), web.url, web.name, env.urls.web, env.urls.web.apply((url) => url.toUpperCase()),
]
export const numbers: pulumi.Output<number>[] = [
  dev.cpuCount, dev.memoryMb, dev.storageGb, dev.resources.cpuCount, dev.resources.memoryMb, dev.resources.storageGb,
]
new scalebox.Sandbox("ui", { envVars: { API_URL: env.urls.web }, projectId: dev.currentProjectId, cpuCount: dev.cpuCount })

const mount: scalebox.ObjectStorageMountArgs = {
  uri: "s3://b", mountPoint: "/b", accessKey: config.requireSecret("a"), secretKey: config.requireSecret("b"), region: "r",
}
const mounts: scalebox.ObjectStorageMountArgs[] = [mount]
const port: scalebox.PortConfigArgs = { port: dev.timeout, name: "a", protocol: "tcp" }
const locality: scalebox.LocalityArgs = { region: pulumi.output("moon") }
new scalebox.Sandbox("all", { objectStorage: mount, customPorts: [port, pulumi.output(port)], locality })
new scalebox.Sandbox("more", { objectStorage: mounts, customPorts: pulumi.output([port]) })
new scalebox.Sandbox("maybe", { objectStorage: pulumi.output(mount).apply((one) => [one]), locality: pulumi.output(undefined) })
export type Results = [
  scalebox.Region, scalebox.SandboxMetrics, scalebox.SandboxStats, scalebox.PortList, scalebox.TurnCredential,
  scalebox.SandboxResources, scalebox.TemplateDetails, scalebox.SandboxMetricsChart, scalebox.PowerState,
]
scalebox./*package*/Sandbox
dev./*secure*/secure
dev./*locality*/locality
`
const wrong = `new scalebox.Sandbox("a", { objectStorage: { uri: "s3://b", mountPoint: "/x" } })
new scalebox.Sandbox("b", { objectStorage: [{ uri: "s3://b", mountPoint: "/x" }] })
new scalebox.Sandbox("c", { customPorts: [{ port: 1 }] })
new scalebox.Sandbox("d", { customPorts: [{ port: 1, name: "a", protocl: "x" }] })
new scalebox.Sandbox("e", { locality: { regin: "us-east" } })`
const mistakes = wrong.split("\n")

describe("In an editor", () => {
  const editor = new Editor(right + wrong)

  test.each([
    ["Sandbox", 'new scalebox.Sandbox("dev"'],
    ["SandboxPool", "new scalebox.SandboxPool("],
    ["SandboxPort", "new scalebox.SandboxPort("],
    ["SandboxTemplate", "new scalebox.SandboxTemplate("],
    ["SandboxPowerState", "new scalebox.SandboxPowerState("],
    ["SandboxProjectAssignment", "new scalebox.SandboxProjectAssignment("],
    ["DevEnvironment", "new scalebox.DevEnvironment("],
    ["Provider", "new scalebox.Provider("],
  ])("%s says what it is, with an example, where it is created and in the list of names", (name, example) => {
    for (const text of [editor.hover(name).text, editor.description("package", name)]) {
      expect(text).toMatch(/^[A-Z].{20}/)
      expect(text).toContain(example)
      expect(text).not.toMatch(/Merged into|written a second time/)
    }
  })

  test("has a description of every name that it completes, and of every member of that", () => {
    expect(editor.withoutDescription("pulumi-scalebox")).toEqual([])
  })

  test("says the defaults of a DevEnvironment, which are not those of a Sandbox", () => {
    expect(editor.hover("env timeout").text).toContain("default 28800")
    expect(editor.hover("env autoPause").text).toContain("default true")
  })

  test.each([
    ["template", ["base", "python-dev", "code-interpreter"]],
    ["pool template", ["base", "python-dev", "code-interpreter"]],
    ["region", ["us-east", "us-west", "eu-west", "eu-central", "ap-south", "ap-southeast", "ap-northeast"]],
    ["protocol", ["TCP", "UDP", "WEBRTC"]],
    ["port protocol", ["TCP", "UDP", "WEBRTC"]],
  ])("the known values of a %s are offered", (mark, expected) => {
    expect(editor.completions(mark)).toEqual(expected)
  })

  test.each([
    ["secure", "(property) secure: pulumi.OutputInstance<boolean>"],
    ["locality", "(property) locality: pulumi.Output<scalebox.Locality | undefined>"],
  ])("the type of the output %s is plain", (mark, expected) => {
    expect(editor.hover(mark).type).toBe(expected)
  })

  test("natural programs compile, and only mistakes are errors", () => {
    expect(editor.errors().map(({ line }) => line)).toEqual(mistakes)
  })

  test.each([
    [0, "ObjectStorageMountArgs", "accessKey, secretKey"],
    [1, "ObjectStorageMountArgs", "accessKey, secretKey"],
    [2, "PortConfigArgs", "Property 'name' is missing"],
    [3, "PortConfigArgs", "'protocl' does not exist"],
    [4, "LocalityArgs", "'regin' does not exist"],
  ])("the error of mistake %i names %s, and what is wrong: %s", (index, type, what) => {
    const { message } = editor.errors()[index] ?? { message: "no error" }
    expect(message).toContain(type)
    expect(message).toContain(what)
  })
})
