import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Emulator, startEmulator } from "../../emulator/src"
import { sharedEmulator } from "../support/emulator"
import { serveProxy } from "../support/servers"
import { type Run, Stack } from "../support/stack"
import { upShowing } from "../support/status-lines"

const mark = randomBytes(4).toString("hex")

/** What the user hands over; each occurs nowhere else. */
const given = {
  name: `hush-name-${mark}`,
  description: `hush-description-${mark}`,
  variable: `hush-variable-${mark}`,
  accessKey: `hush-access-key-${mark}`,
  secretKey: `hush-secret-key-${mark}`,
  metadata: `hush-metadata-${mark}`,
}

const declared = (inputs = "") => `
  const dev = new scalebox.Sandbox("dev", {
    name: pulumi.secret("${given.name}"),
    description: pulumi.secret("${given.description}"),
    envVars: { TOKEN: "${given.variable}", constructor: "kept" },
    metadata: { note: pulumi.secret("${given.metadata}"), constructor: "kept" },
    objectStorage: [{
      uri: "s3://bucket/data", mountPoint: "/mnt", region: "us-east-1",
      accessKey: "${given.accessKey}", secretKey: "${given.secretKey}",
    }],
    netProxyCountry: "japan",
    ${inputs}
  })
`

/** Every secret in a place where it cannot be. */
const refused = `
  new scalebox.Sandbox("dev", {
    name: pulumi.secret("${given.name}-that-is-far-too-long"),
    description: pulumi.secret(["${given.description}"]),
    envVars: { TOKEN: ["${given.variable}"] },
    metadata: { note: pulumi.secret(["${given.metadata}"]) },
    objectStorage: [{
      uri: "s3://bucket/data", mountPoint: "mnt", region: "us-east-1",
      accessKey: "${given.accessKey}", secretKey: ["${given.secretKey}"],
    }],
    token: pulumi.secret("${given.variable}"),
  })
`

/** Secrets that the server makes for its sandboxes. */
const made = (stack: Stack) =>
  stack.account
    .sandboxes()
    .flatMap(({ envdAccessToken, networkProxy }) => [
      envdAccessToken,
      networkProxy?.proxyConfigs.password ?? "no proxy",
      networkProxy?.proxyUrl ?? "no proxy",
    ])

/** Secrets found in places that may hold none. */
const leaks = (text: string, secrets: string[]) => secrets.filter((secret) => text.includes(secret))

/** All files of the repository that are, or would be, under version control. */
function treeText(): string {
  const root = join(__dirname, "..", "..")
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root })
  const files = listed.toString().split("\0").filter(Boolean)
  return files.map((name) => textOf(join(root, name))).join("\n")
}

/** What a file holds; nothing if it is gone, as other tests may delete what they have written. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ""
    throw error
  }
}

/** What is no line of the engine's own debug log, which holds secrets. */
const withoutEngineLog = (text: string) => text.replace(/^\{"time".*$/gm, "")

describe("Secrets", () => {
  let folder: string
  let emulator: Emulator
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-scalebox-"))
    emulator = await startEmulator({ bootMs: 60, stopMs: 30, dataFile: join(folder, "data.jsonl") })
  })
  afterAll(async () => {
    await emulator.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test("are encrypted in all that the backend keeps, and absent from all output, files and the tree", async () => {
    const proxyPassword = `hush-proxy-${mark}`
    const proxy = await serveProxy(Number(new URL(emulator.url).port))
    const stack = await Stack.create(emulator, "secrets", {
      program: declared(),
      env: {
        // Under this name the emulator answers; what is sent to localhost itself goes through no proxy.
        SCALEBOX_API_URL: "http://api.localhost",
        SCALEBOX_ALLOW_INSECURE_URL: "true",
        HTTP_PROXY: `http://somebody:${proxyPassword}@127.0.0.1:${proxy.port}`,
        NO_PROXY: "127.0.0.1,localhost",
      },
    })
    const secrets = new Set([...Object.values(given), stack.apiKey, proxyPassword])
    const unseen = (run: Run) => {
      for (const secret of made(stack)) secrets.add(secret)
      expect(leaks(run.output, [...secrets])).toEqual([])
      expect(leaks(stack.backendText(), [...secrets])).toEqual([])
      return run
    }

    unseen(stack.succeeded(await stack.preview("--diff"), "preview"))
    stack.account.addFault({ kind: "failBoot", substatus: "deploying", reason: "No room" })
    expect(unseen(await stack.up("--diff")).output).toContain("failed: No room")
    expect(stack.resource("dev").initErrors).toHaveLength(1)
    unseen(await upShowing(stack, (lines) => /dev \w+ \(0\/1 ready\)/.test(lines.join()), "--diff"))
    expect(secrets.size).toBe(Object.keys(given).length + 2 + 6)
    expect(proxy.log.credentials).toContain(`somebody:${proxyPassword}`)

    const [sandbox] = stack.account.sandboxes()
    expect(sandbox).toMatchObject({ name: given.name, description: given.description })
    expect(sandbox?.envVars).toEqual({ TOKEN: given.variable, constructor: "kept" })
    expect(sandbox?.metadata).toMatchObject({ note: given.metadata, constructor: "kept" })

    unseen(stack.succeeded(await stack.refresh("--diff"), "refresh"))
    unseen(stack.succeeded(await stack.preview("--diff", "--expect-no-changes"), "preview"))
    stack.setProgram(refused)
    const check = unseen(await stack.preview("--diff"))
    expect(check.code).not.toBe(0)
    expect(check.problems.sort()).toEqual([
      "description: must be a text",
      "envVars.TOKEN: must be a text",
      "metadata.note: must be a text",
      "name: must be at most 24 characters",
      "objectStorage[0].mountPoint: must be absolute, got a relative path",
      "objectStorage[0].secretKey: must be a text",
      "token: is not a known property",
    ])
    stack.setProgram(declared("timeout: 900"))
    const fault = { kind: "status", endpoint: "extendTimeout", times: Number.POSITIVE_INFINITY } as const
    const quoting = `The key ${stack.apiKey} may not`
    stack.account.addFault({ ...fault, status: 403, body: { error: quoting, message: quoting } })
    const failed = unseen(await stack.up("--diff"))
    expect(failed.output).toMatch(/answered 403: The key \[API key\] may not/)
    stack.account.clearFaults()
    expect(unseen(await stack.mustUp("--diff")).plan).toEqual(["update dev"])

    stack.setProgram(`${declared("timeout: 900, customPorts: [{ port: 8443, name: 'media', protocol: 'WEBRTC' }]")}
      exports.turn = scalebox.getTurnCredentialOutput({ sandboxId: dev.id })
    `)
    unseen(await stack.mustUp("--diff"))
    const outputs = JSON.parse((await stack.mustRun(["stack", "output", "--json", "--show-secrets"])).stdout)
    const { credential } = (outputs as { turn: { credential: string } }).turn
    expect(credential).toMatch(/\S{8}/)
    secrets.add(credential)
    unseen(await stack.refresh("--diff"))

    stack.setProgram(declared("timeout: 900").replaceAll(given.variable, `${given.variable}-next`))
    const debug = await stack.preview("--diff", "--logtostderr", "-v=9")
    stack.succeeded(debug, "preview")
    const said = debug.messages.filter((message) => message.includes(": Sandbox dev is replaced"))
    expect(said.map((message) => message.trim())).toEqual([
      "envVars changed (TOKEN): Sandbox dev is replaced",
    ])
    expect(/^\{"time".*"v":9\}$/m.test(debug.stderr)).toBe(true)
    expect(leaks(withoutEngineLog(debug.output), [...secrets])).toEqual([])
    const kept = readFileSync(join(folder, "data.jsonl"), "utf8")
    expect(kept).toContain(stack.account.sandboxes()[0]?.sandboxId)
    const shown = [given.name, given.description, given.metadata]
    expect(
      leaks(
        kept,
        [...secrets].filter((secret) => !shown.includes(secret)),
      ),
    ).toEqual([])
    expect(leaks(treeText(), [...secrets])).toEqual([])
    await stack.end()
  })
})

describe("Inputs", () => {
  test("that another resource has yet to give pass the preview, and arrive", async () => {
    const stack = await Stack.create(await sharedEmulator(), "unknown", {
      program: `
        const first = new scalebox.Sandbox("first")
        const second = new scalebox.Sandbox("second", {
          name: first.assignedName.apply((name) => name + "-two"),
          envVars: { FIRST: first.id },
          metadata: first.id.apply((id) => ({ first: id })),
          timeout: first.timeout.apply((timeout) => timeout * 2),
          customPorts: [{ port: first.timeout, name: first.assignedName }],
        })
        new scalebox.SandboxPort("web", { sandbox: second.id, port: first.timeout.apply((t) => t + 1), name: first.assignedName.apply((name) => name + "-web") })
      `,
    })
    const preview = stack.succeeded(await stack.preview(), "preview")
    expect(preview.plan).toEqual(["create first", "create second", "create web"])
    expect(stack.requests()).toEqual([])
    await stack.mustUp()
    const { id: first } = stack.resource("first")
    const { id: second = "" } = stack.resource("second")
    expect(stack.account.sandbox(second)).toMatchObject({
      name: "first-two",
      envVars: { FIRST: first },
      metadata: { first },
      timeout: 600,
      customPorts: [
        { port: 300, name: "first" },
        { port: 301, name: "first-web" },
      ],
    })
    await stack.end()
  })

  test("cannot have the key __proto__, which the engine would drop", async () => {
    const stack = await Stack.create(await sharedEmulator(), "proto", { program: "" })
    const proto = `JSON.parse('{ "__proto__": "x" }')`
    for (const inputs of [`envVars: ${proto}`, `metadata: ${proto}`, `objectStorage: [${proto}]`]) {
      stack.setProgram(`new scalebox.Sandbox("dev", { ${inputs} })`)
      const run = await stack.preview()
      expect(run.code).not.toBe(0)
      expect(run.output).toContain(
        "error: dev: the key __proto__ cannot be used in the arguments of a resource",
      )
      expect(run.output).not.toMatch(/^\s+at /m)
    }
    await stack.end()
  })
})
