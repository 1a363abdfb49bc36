import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { run } from "../support/command"
import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const root = join(__dirname, "..", "..")
const examples = join(root, "examples")

interface Example {
  config?: Record<string, string>
  /** What the first `pulumi up` makes. */
  plan: string[]
  /** What else is true of the stack then. */
  check: (stack: Stack, output: string) => Promise<void> | void
}

const domainOf = (stack: Stack, name: string) =>
  stack.account.sandboxes().find((sandbox) => sandbox.name === name)?.sandboxDomain

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
    config: { bucket: "s3://b/data", accessKey: "secret:access-in-clear", secretKey: "secret:keys-in-clear" },
    plan: ["create dev", "create dev", "create dev-api", "create dev-web"],
    check: (stack, output) => {
      expect(output).toContain(`web: "https://8080-${domainOf(stack, "dev")}"`)
      expect(stack.account.sandboxes()).toMatchObject([
        { autoPause: true, objectStorage: [{ uri: "s3://b/data", mountPoint: "/mnt/data" }] },
      ])
      expect(output + stack.backendText()).not.toContain("in-clear")
    },
  },
  "agent-pool": {
    config: { agents: "5", modelKey: "secret:model-in-clear" },
    plan: ["create agent"],
    check: async (stack, output) => {
      const { outputs } = stack.resource("agent")
      expect(outputs.sandboxIds).toHaveLength(5)
      expect(stack.account.sandboxes().map(({ name }) => name)).toContain("agent-4")
      expect(output).toContain(`"https://8080-${domainOf(stack, "agent-0")}"`)
      expect(output + stack.backendText()).not.toContain("model-in-clear")
      await stack.configure({ agents: "2" })
      expect((await stack.mustUp()).plan).toEqual(["update agent"])
      expect(stack.account.sandboxes()).toHaveLength(2)
    },
  },
  "golden-template": {
    plan: ["create copy-1", "create copy-2", "create golden", "create workshop", "create workshop"],
    check: async (stack) => {
      const state = () =>
        Object.fromEntries(stack.account.sandboxes().map(({ name, status }) => [name, status]))
      expect(state()).toEqual({ workshop: "paused", "copy-1": "running", "copy-2": "running" })
      const first = stack.resource("golden").id
      await stack.configure({ building: "true", version: "2", copies: "1" })
      await stack.mustUp()
      expect(stack.resource("golden").id).not.toBe(first)
      expect(stack.account.sandbox(stack.resource("copy-1").id ?? "")).toMatchObject({
        templateId: stack.resource("golden").id,
      })
      expect(state()).toEqual({ workshop: "running", "copy-1": "running" })
    },
  },
  "s3-mount": {
    config: { bucket: "s3://b/data", accessKey: "secret:access-in-clear", secretKey: "secret:keys-in-clear" },
    plan: ["create data"],
    check: (stack, output) => {
      expect(stack.account.sandboxes()).toMatchObject([
        { objectStorage: [{ uri: "s3://b/data", mountPoint: "/mnt/data" }] },
      ])
      expect(output + stack.backendText()).not.toContain("in-clear")
    },
  },
  "paused-at-night": {
    plan: ["create worker", "create worker"],
    check: async (stack) => {
      const status = () => stack.account.sandboxes().map((sandbox) => sandbox.status)
      expect(status()).toEqual(["running"])
      await stack.configure({ state: "paused" })
      expect((await stack.mustUp("--refresh")).plan).toContain("update worker")
      expect(status()).toEqual(["paused"])
    },
  },
  "accounts-and-regions": {
    config: { euKey: "secret:sk-of-europe" },
    plan: ["create api-eu", "create api-us", "create worker-eu", "create worker-us"],
    check: async (stack, output) => {
      const names = (account: Stack["account"]) => account.sandboxes().map(({ name }) => name)
      expect(names(stack.account)).toEqual(["worker-us"])
      expect(names((await sharedEmulator()).account("sk-of-europe"))).toEqual(["worker-eu"])
      expect(output).toContain(`"eu-central"`)
      expect(output + stack.backendText()).not.toContain("sk-of-europe")
    },
  },
  webrtc: {
    plan: ["create media", "create media"],
    check: async (stack, output) => {
      expect(output).toMatch(/turn: \[secret\]/)
      const shown = await stack.mustRun(["stack", "output", "turn", "--show-secrets"])
      expect(JSON.parse(shown.stdout)).toMatchObject({
        credential: expect.any(String),
        urls: expect.any(Array),
      })
    },
  },
}

describe("Every example", () => {
  test("is made into a project by pulumi new, and is tried here", () => {
    const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const tried = [...Object.keys(table), "preview-environment", "automation"]
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
  test.concurrent.each(Object.entries(table))("%s", async (name, { config = {}, plan, check }) => {
    const stack = await Stack.fromTemplate(await sharedEmulator(), join(examples, name), { config })
    const made = await stack.mustUp()
    expect(made.plan).toEqual(plan)
    await check(stack, made.stdout)
    // That these resources can be deleted is shown elsewhere; what begins with several steps must also come to an end.
    if (stack.resources().length > 3) await stack.end()
    else stack.dispose()
  })

  test.concurrent("automation opens a sandbox, and deletes it also when the work fails", async () => {
    const stack = await Stack.fromTemplate(await sharedEmulator(), join(examples, "automation"))
    const start = (env: Record<string, string> = {}) =>
      run("npm", ["start", "--silent"], { cwd: stack.folder, env: { ...stack.environment(), ...env } })
    expect(await start()).toMatch(/^sbx-\w+ was running at https:\/\/8080-\S+ and used [\d.]+ % of its CPU$/m)
    stack.account.addFault({ kind: "status", endpoint: "getMetrics", status: 403 })
    await expect(start()).rejects.toThrow(/answered 403/)
    expect(stack.requests("POST").filter((request) => request === "POST /v1/sandboxes")).toHaveLength(2)
    expect(stack.account.sandboxes()).toEqual([])
    expect((await stack.mustRun(["stack", "ls", "--all", "--json"])).stdout).not.toContain("job-")
    await stack.end()
  })
})
