import { run } from "../support/command"
import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"
import { faultyLines } from "../support/types"

const project = (main: string, typescript: boolean) =>
  `name: programs\nruntime:\n  name: nodejs\n  options:\n    typescript: ${typescript}\nmain: ${main}\n`

const body = `
const dev = new scalebox.Sandbox("dev", { timeout: 600, envVars: { TOKEN: "env-in-clear" } })
const web = new scalebox.SandboxPort("web", { sandbox: dev, port: 8080, name: "web" })
`

/** The files of one small program in each kind of module. */
const programs: Record<string, Record<string, string>> = {
  "plain JavaScript": {
    "Pulumi.yaml": project("main.js", false),
    "main.js": `const scalebox = require("pulumi-scalebox")\n${body}exports.url = web.url`,
  },
  TypeScript: {
    "Pulumi.yaml": project("main.ts", true),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { target: "es2022", module: "node16", strict: true, noCheck: true },
      files: ["main.ts"],
    }),
    "main.ts": `import * as scalebox from "pulumi-scalebox"\n${body}export const url: unknown = web.url`,
  },
  "an ESM package": {
    "Pulumi.yaml": project("main.js", false),
    "package.json": JSON.stringify({ name: "programs", type: "module" }),
    "main.js": `import * as scalebox from "pulumi-scalebox"
import { Provider, SandboxPort } from "pulumi-scalebox"
${body}if (!(web instanceof SandboxPort) || !Provider) throw new Error("The names differ")
export const url = web.url`,
  },
}

describe("A program in", () => {
  test.each(Object.entries(programs))("%s makes, keeps and destroys a sandbox", async (_, files) => {
    const stack = await Stack.create(await sharedEmulator(), "programs", { program: "", files })
    const made = await stack.mustUp()
    expect(made.plan).toEqual(["create dev", "create web"])
    const [sandbox] = stack.account.sandboxes()
    expect(made.stdout).toContain(`url: "https://8080-${sandbox?.sandboxDomain}"`)
    expect(made.output + stack.backendText()).not.toContain("env-in-clear")
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
    stack.dispose()
  })
})

describe("The Automation API", () => {
  const script = `
    const { LocalWorkspace } = require("@pulumi/pulumi/automation")
    const scalebox = require("pulumi-scalebox")
    const program = async () => {
      ${body}
      return { id: dev.id, url: web.url, envVars: dev.envVars }
    }
    async function main() {
      const [stackName, ...steps] = process.argv.slice(2)
      const stack = await LocalWorkspace.createOrSelectStack(
        { stackName, projectName: "automation", program }, { workDir: process.cwd() })
      const changes = []
      for (const step of steps) changes.push((await stack[step]()).summary.resourceChanges)
      const { id, url, envVars } = await stack.outputs()
      console.log(JSON.stringify({ changes, id: id?.value, url: url?.value, secret: envVars?.secret }))
    }
    main()
  `
  /** Runs the script as a process of its own and reads what it printed. */
  async function runScript(stack: Stack, ...steps: string[]) {
    const args = ["automation.js", stack.name, ...steps]
    const printed = await run(process.execPath, args, { cwd: stack.folder, env: stack.environment() })
    return JSON.parse(printed) as unknown
  }

  test("runs a program inside a script", async () => {
    const stack = await Stack.create(await sharedEmulator(), "automation", {
      program: "",
      files: { "automation.js": script },
    })
    const report = await runScript(stack, "up", "up")
    const [sandbox] = stack.account.sandboxes()
    expect(report).toEqual({
      changes: [{ create: 3 }, { same: 3 }],
      id: sandbox?.sandboxId,
      url: `https://8080-${sandbox?.sandboxDomain}`,
      secret: true,
    })
    expect(stack.backendText()).not.toContain("env-in-clear")
    expect(await runScript(stack, "destroy")).toEqual({ changes: [{ delete: 3 }] })
    await stack.end()
  })
})

describe("The public types", () => {
  const imports = `import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"
declare const text: pulumi.Output<string>
declare const count: pulumi.Output<number>
declare const dev: scalebox.Sandbox
`
  const right = `
const all = new scalebox.Sandbox("all", {
  name: text, description: undefined, cpuCount: count, memoryMb: 512, timeout: Promise.resolve(600),
  envVars: { TOKEN: text, PLAIN: "x" }, metadata: pulumi.output({ a: "1" }), secure: true,
  objectStorage: [{ uri: "s3://b/x", mountPoint: "/mnt", accessKey: text, secretKey: text, region: "r" }],
  customPorts: [{ port: count, name: "web", protocol: "TCP" }], locality: { region: text, force: false },
  netProxyCountry: "japan", waitForRunning: false, autoPause: pulumi.output(true), allowInternetAccess: text.apply(Boolean),
}, { import: "sbx-1", customTimeouts: { create: "5m" }, provider: new scalebox.Provider("eu", { apiKey: text, maxConcurrency: 4 }) })
new scalebox.Sandbox("none")
const port = new scalebox.SandboxPort("port", { sandbox: all, port: 8080, name: "web" }, { parent: all })
new scalebox.SandboxPort("by-id", { sandbox: all.id, port: count, name: text, servicePort: 80 })
export const strings: pulumi.Output<string>[] = [all.name, all.status, all.endpoint, port.url.apply(String), all.url(8080)]
export const maybe: pulumi.Output<string | undefined>[] = [all.sandboxDomain, all.description, port.protocol]
export const timeout: pulumi.Output<number> = all.timeout
export const cores: pulumi.Output<number | undefined> = all.resources.cpuCount
export const found: scalebox.Sandbox = scalebox.Sandbox.get("found", text)
export const args: scalebox.SandboxArgs = { timeout: 60 }
export const narrowed = (thing: unknown) => (scalebox.Sandbox.isInstance(thing) ? thing.timeout : undefined)
export async function client(): Promise<string[]> {
  try {
    const { sandboxes } = await new scalebox.ScaleboxClient({ apiKey: "k" }).listSandboxes({ status: "running" })
    return sandboxes.map(({ sandboxId }) => sandboxId)
  } catch (error) {
    if (error instanceof scalebox.ScaleboxError && error.code === "rate_limited") return []
    throw error
  }
}
`
  const wrong = [
    `new scalebox.Sandbox("bad", { timeout: "600" })`,
    `new scalebox.Sandbox("bad", { timout: 600 })`,
    `new scalebox.Sandbox("bad", { cpu_count: 2 })`,
    `new scalebox.Sandbox("bad", { cpuCount: text })`,
    `new scalebox.Sandbox("bad", { envVars: { PORT: 8080 } })`,
    `new scalebox.Sandbox("bad", { netProxyCountry: "atlantis" })`,
    `new scalebox.Sandbox("bad", { objectStorage: { uri: "s3://b/x", mountPoint: "/mnt" } })`,
    `new scalebox.Sandbox("bad", { customPorts: [{ port: "8080", name: "web" }] })`,
    `new scalebox.SandboxPort("bad", { port: 8080, name: "web" })`,
    `new scalebox.SandboxPort("bad", { sandbox: dev, name: "web" })`,
    `new scalebox.SandboxPort("bad", { sandbox: dev, sandboxId: dev.id, port: 8080, name: "web" })`,
    `new scalebox.Provider("bad", { apiUrl: 8080 })`,
    `export const status: pulumi.Output<number> = dev.status`,
    `export const description: pulumi.Output<string> = dev.description`,
    `dev.timeout = pulumi.output(60)`,
    `dev.url("8080")`,
    `new scalebox.ScaleboxClient({ apiKey: 5 })`,
    `new scalebox.ScaleboxClient().listSandboxes({ status: "sleeping" })`,
    `export const code = (error: scalebox.ScaleboxError) => error.code === "no such code"`,
  ]

  test("accept what is right", () => {
    expect(faultyLines(imports + right)).toEqual([])
  })

  test("refuse what is wrong, each line of it", () => {
    expect(faultyLines(imports + wrong.join("\n"))).toEqual(wrong)
  })
})
