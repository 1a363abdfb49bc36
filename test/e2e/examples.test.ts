import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { run } from "../support/command"
import { sharedEmulator } from "../support/emulator"
import { type Run, Stack } from "../support/stack"
import { commands } from "../unit/docs/pages"

const root = join(__dirname, "..", "..")
const examples = join(root, "examples")

/** The commands of a README, and how each run of them went. */
type Typed = { line: string; run: Run }[]

interface Example {
  config?: Record<string, string>
  /** What a person types where the README lets them set a secret, by its name. */
  secrets?: Record<string, string>
  /** What the first `pulumi up` makes. */
  plan: string[]
  /** What is true once all commands of the README have run; `output` is what the first `pulumi up` printed. */
  check: (stack: Stack, output: string, typed: Typed) => Promise<void> | void
}

/** What the first run of a command has printed. */
const printedBy = (typed: Typed, line: string) => typed.find((one) => one.line === line)?.run.stdout ?? ""

const domainOf = (stack: Stack, name: string) =>
  stack.account.sandboxes().find((sandbox) => sandbox.name === name)?.sandboxDomain

const storageKeys = { accessKey: "access-in-clear", secretKey: "keys-in-clear" }

const statuses = (stack: Stack) =>
  Object.fromEntries(stack.account.sandboxes().map(({ name, status }) => [name, status]))

const table: Record<string, Example> = {
  quickstart: {
    config: { timeout: "600" },
    plan: ["create api", "create dev", "create web"],
    check: (stack, output) => {
      expect(output).toContain(`url    : "https://8080-${domainOf(stack, "dev")}"`)
      expect(stack.account.sandboxes()).toMatchObject([{ timeout: 600 }])
    },
  },
  "dev-environment": {
    secrets: storageKeys,
    plan: ["create dev", "create dev", "create dev-api", "create dev-web"],
    check: (stack, output, typed) => {
      const shown = printedBy(typed, "pulumi stack output urls")
      expect(JSON.parse(shown)).toMatchObject({ web: expect.stringMatching(/^https:\/\/8080-/) })
      expect(stack.account.sandboxes()).toMatchObject([
        { autoPause: true, objectStorage: [{ uri: "s3://my-bucket/data", mountPoint: "/mnt/data" }] },
      ])
      expect(output + stack.backendText()).not.toContain("in-clear")
    },
  },
  "agent-pool": {
    config: { agents: "5", modelKey: "secret:model-in-clear" },
    plan: ["create agent"],
    check: (stack, output, typed) => {
      expect(stack.resource("agent").outputs.sandboxIds).toHaveLength(50)
      expect(stack.account.sandboxes()).toHaveLength(50)
      expect(output).toContain(`"https://8080-${domainOf(stack, "agent-0")}"`)
      const shown = printedBy(typed, "pulumi stack output tokens --show-secrets")
      expect(Object.keys(JSON.parse(shown))).toHaveLength(5)
      expect(typed.at(-1)?.run.plan).toEqual(["update agent"])
      expect(output + stack.backendText()).not.toContain("model-in-clear")
    },
  },
  "golden-template": {
    plan: ["create copy-1", "create copy-2", "create golden", "create workshop", "create workshop"],
    check: async (stack) => {
      expect(statuses(stack)).toEqual({ workshop: "paused", "copy-1": "running", "copy-2": "running" })
      const { id, outputs } = stack.resource("golden")
      expect(outputs.description).toContain("2")
      for (const copy of ["copy-1", "copy-2"]) {
        expect(stack.account.sandbox(stack.resource(copy).id ?? "")).toMatchObject({ templateId: id })
      }
      // Somebody forgets to wake the workshop up.
      stack.account.clearRequests()
      await stack.configure({ version: "3" })
      const forgotten = await stack.up()
      expect(forgotten.code).not.toBe(0)
      expect(forgotten.output).toContain("Resume the sandbox first")
      expect(stack.requests().filter((request) => !request.startsWith("GET "))).toEqual([])
      // In one run with what wakes it up: the preview sees it asleep still.
      await stack.configure({ building: "true" })
      const woken = stack.succeeded(await stack.previewedUp(), "up")
      expect(woken.plan).toContain("replace golden")
      expect(stack.resource("golden").outputs.description).toContain("3")
    },
  },
  "s3-mount": {
    secrets: storageKeys,
    plan: ["create data"],
    check: (stack, output) => {
      expect(stack.account.sandboxes()).toMatchObject([
        { objectStorage: [{ uri: "s3://my-bucket/data", mountPoint: "/mnt/data" }] },
      ])
      expect(output + stack.backendText()).not.toContain("in-clear")
    },
  },
  "paused-at-night": {
    plan: ["create worker", "create worker"],
    check: (stack, _, typed) => {
      const powers = stack.requests("POST").map((request) => request.split("/").at(-1))
      expect(powers).toEqual(["sandboxes", "pause", "resume"])
      expect(typed.at(-1)?.run.plan).toContain("update worker")
      expect(statuses(stack)).toEqual({ worker: "running" })
    },
  },
  "accounts-and-regions": {
    secrets: { euKey: "sk-of-europe", usKey: "sk-of-america" },
    plan: ["create api-eu", "create api-us", "create worker-eu", "create worker-us"],
    check: async (stack, output, typed) => {
      const server = await sharedEmulator()
      const names = (key: string) =>
        server
          .account(key)
          .sandboxes()
          .map(({ name }) => name)
      expect(names("sk-of-america")).toEqual(["worker-us"])
      expect(names("sk-of-europe")).toEqual(["worker-eu"])
      expect(stack.account.sandboxes()).toEqual([])
      expect(printedBy(typed, "pulumi stack output regions")).toContain("eu-central")
      expect(output + stack.backendText()).not.toContain("sk-of")
    },
  },
  webrtc: {
    plan: ["create media", "create media"],
    check: (_, output, typed) => {
      expect(output).toMatch(/turn: \[secret\]/)
      const shown = printedBy(typed, "pulumi stack output turn --show-secrets")
      expect(JSON.parse(shown)).toMatchObject({ credential: expect.any(String), urls: expect.any(Array) })
    },
  },
}

/** Types the commands of a README one after the other, and confirms what they ask. */
async function typeAll(stack: Stack, name: string, secrets: Record<string, string> = {}) {
  const readme = readFileSync(join(examples, name, "README.md"), "utf8")
  // The README of the quickstart begins with commands of the repository, which have a test of their own.
  const lines = commands(readme).filter((line) => !line.startsWith("npm run quickstart"))
  const typed: Typed = []
  for (const line of lines.length > 0 ? lines : ["pulumi up"]) {
    const [program, ...args] = line.split(" ")
    expect(program).toBe("pulumi")
    const confirmed = args[0] === "up" ? ["--yes", "--skip-preview"] : []
    const input = args.includes("--secret") ? secrets[args.at(-1) ?? ""] : undefined
    typed.push({ line, run: await stack.mustRun([...args, ...confirmed], input) })
  }
  return typed
}

describe("Every example", () => {
  test("is made into a project by pulumi new, and is tried here", () => {
    const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const tried = [...Object.keys(table), "preview-environment", "pipeline", "automation"]
    expect(folders.map(({ name }) => name).sort()).toEqual(tried.sort())
    for (const name of tried) {
      const project = parse(readFileSync(join(examples, name, "Pulumi.yaml"), "utf8"))
      expect({ name, project }).toMatchObject({ project: { name, runtime: "nodejs" } })
      expect(project.template.description).toBe(project.description)
      for (const setting of Object.values<{ description?: string }>(project.template.config ?? {})) {
        expect(setting.description).toMatch(/\w/)
      }
      expect(readFileSync(join(examples, name, "README.md"), "utf8")).toMatch(/^# /)
    }
  })
})

describe("The example", () => {
  test.concurrent.each(Object.entries(table))("%s", async (name, { config = {}, secrets, plan, check }) => {
    const stack = await Stack.fromTemplate(await sharedEmulator(), join(examples, name), { config })
    const typed = await typeAll(stack, name, secrets)
    const made = typed.find(({ line }) => line.startsWith("pulumi up"))?.run
    expect(made?.plan).toEqual(plan)
    await check(stack, made?.stdout ?? "", typed)
    // That these resources can be deleted is shown elsewhere; what begins with several steps must also come to an end.
    if (stack.resources().length > 3) await stack.end()
    else stack.dispose()
  })

  test.concurrent("automation opens a sandbox, and deletes it also when the work fails", async () => {
    const stack = await Stack.fromTemplate(await sharedEmulator(), join(examples, "automation"))
    expect(commands(readFileSync(join(examples, "automation", "README.md"), "utf8"))).toEqual(["npm start"])
    const start = (env: Record<string, string> = {}) =>
      run("npm", ["start", "--silent"], { cwd: stack.folder, env: { ...stack.environment(), ...env } })
    expect(await start()).toMatch(/^sbx-\w+ was running at https:\/\/8080-\S+ and used [\d.]+ % of its CPU$/m)
    stack.account.addFault({ kind: "status", endpoint: "getMetrics", status: 403 })
    await expect(start()).rejects.toThrow(/answered 403/)
    stack.account.addFault({ kind: "status", endpoint: "createSandbox", status: 403 })
    await expect(start()).rejects.toThrow(/answered 403/)
    expect(stack.requests("POST").filter((request) => request === "POST /v1/sandboxes")).toHaveLength(3)
    expect(stack.account.sandboxes()).toEqual([])
    expect((await stack.mustRun(["stack", "ls", "--all", "--json"])).stdout).not.toContain("job-")
    await stack.end()
  })
})
