import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { makeByHand } from "../support/by-hand"
import { sharedEmulator } from "../support/emulator"
import { scaleboxCommand } from "../support/scalebox-command"
import { Stack } from "../support/stack"
import { YamlStack } from "../support/yaml-stack"

const apiKey = "sk-import-account"
const timeout = 3600

/** An account of 60 sandboxes: plain and paused ones, one with all that can be said, pools, and those of another stack. */
async function fill(stack: Stack): Promise<{ full: string }> {
  const make = (name: string, more: Record<string, unknown> = {}) =>
    makeByHand(stack, { name, timeout, ...more })
  const marked = (owner: string, nonce: string) => ({
    metadata: { "pulumi-scalebox-owner": owner, "pulumi-scalebox-nonce": nonce },
  })
  const times = <T>(count: number, work: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index)))
  const post = (path: string, body: object = {}) =>
    fetch(stack.emulator.url + path, {
      method: "POST",
      headers: { "X-API-Key": stack.apiKey, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    })
  const { sandboxId: full } = await make("full", {
    description: "by hand",
    template: "python-dev",
    cpu_count: 2,
    memory_mb: 2048,
    env_vars: { TOKEN: "env-in-clear" },
    metadata: { team: "red" },
    secure: false,
    auto_pause: true,
    custom_ports: [
      { port: 8080, name: "web" },
      { port: 9000, name: "api", protocol: "UDP" },
    ],
    object_storage: {
      uri: "s3://bucket/x",
      mount_point: "/mnt",
      access_key: "a",
      secret_key: "b",
      region: "r",
    },
  })
  const [asleep] = await Promise.all([
    times(5, () => make("same name", { auto_pause: true })),
    times(34, (index) => make(`plain-${index}`)),
    times(10, (index) => make(`web-${index}`, marked("lost/dev/web", `pool-1/${index}/u`))),
    times(5, (index) => make(`api-${index}`, marked("lost/dev/api", `pool-2/${index}/u`))),
    times(5, (index) => make(`theirs-${index}`, marked(`other/dev/theirs-${index}`, `n-${index}`))),
  ])
  await Promise.all(asleep.map(({ sandboxId }) => post(`/v1/sandboxes/${sandboxId}/pause`)))
  await post(`/v1/sandboxes/${full}/create-template`, { name: "by-hand" })
  return { full }
}

const counts = (resources: { type: string }[]) => {
  const names = resources.map(({ type }) => type.split(":").at(-1) ?? "")
  return Object.fromEntries(
    [...new Set(names)].sort().map((name) => [name, names.filter((one) => one === name).length]),
  )
}

describe("An account of 60 sandboxes that others have created", () => {
  let yaml: YamlStack
  let node: Stack
  let full: string
  beforeAll(async () => {
    const emulator = await sharedEmulator()
    const config = { "full-mnt-region": "r" }
    yaml = await YamlStack.create(emulator, "import-file", { program: "", apiKey })
    node = await Stack.create(emulator, "import-program", { program: "", config, apiKey })
    full = (await fill(node)).full
  })
  afterAll(() => {
    yaml.dispose()
    node.dispose()
  })

  test("has nothing of this name, so nothing is written", async () => {
    const file = join(node.folder, "none.ts")
    const { code, stderr } = await scaleboxCommand(node, "import", "--name", "no such", "--out", file)
    expect({ code, stderr, isWritten: existsSync(file) }).toEqual({
      code: 1,
      stderr: "Found nothing to take over, so nothing is written: check the API key and what you asked for\n",
      isWritten: false,
    })
  })

  test("is taken over by a program: what it previews is empty, also without its options", async () => {
    const written = await scaleboxCommand(node, "import", "--all", "--owner", "lost/dev")
    expect(written).toMatchObject({ code: 0 })
    expect(written.stderr).toContain(
      "Taken over: 40 Sandbox, 2 SandboxPool, 2 SandboxPort, 5 SandboxPowerState, 1 SandboxTemplate",
    )
    expect(written.stderr).toContain("other/dev/theirs-4")
    expect(written.stderr).toContain("pulumi config set --secret full-TOKEN")
    expect(written.stdout + written.stderr).not.toContain("env-in-clear")
    node.account.clearRequests()
    await node.configure({
      "full-TOKEN": "secret:env-in-clear",
      "full-mnt-accessKey": "secret:a",
      "full-mnt-secretKey": "secret:b",
    })
    const program = written.stdout.replace(/^import .*$/gm, "")
    node.setProgram(program)
    await node.mustUp()
    expect(counts(node.resources())).toEqual({
      Sandbox: 40,
      SandboxPool: 2,
      SandboxPort: 2,
      SandboxPowerState: 5,
      SandboxTemplate: 1,
    })
    node.setProgram(program.replace(/, \{ import: "[^"]*" \}/g, ""))
    expect((await node.preview("--expect-no-changes")).code).toBe(0)
    expect(node.requests().filter((request) => !request.startsWith("GET "))).toEqual([])
    expect(node.backendText()).not.toContain("env-in-clear")
  })

  test("is taken over by the engine from a file: the program that it writes previews empty", async () => {
    const file = join(yaml.folder, "import.json")
    const written = await scaleboxCommand(
      yaml,
      "import",
      "--all",
      "--owner",
      "lost/dev",
      "--file",
      "--out",
      file,
    )
    expect(written).toMatchObject({ code: 0, stdout: "" })
    const more = { type: "scalebox:index:SandboxProjectAssignment", name: "project", id: full }
    const port = { type: "scalebox:index:SandboxPort", name: "port", id: `${full}/9000` }
    const { resources } = JSON.parse(readFileSync(file, "utf8"))
    yaml.write({ "import.json": JSON.stringify({ resources: [...resources, more, port] }) })
    const quietly = ["--yes", "--skip-preview", "--protect=false"]
    const imported = await yaml.mustRun(["import", "--file", file, "--out", "program.yaml", ...quietly])
    expect(imported.output).toContain(`${full} has envVars and objectStorage, which the program leaves out`)
    const program = readFileSync(join(yaml.folder, "program.yaml"), "utf8")
    expect(program + imported.output).not.toContain("env-in-clear")
    expect(counts(yaml.resources())).toEqual({
      Sandbox: 40,
      SandboxPool: 2,
      SandboxPort: 1,
      SandboxPowerState: 5,
      SandboxProjectAssignment: 1,
      SandboxTemplate: 1,
    })
    yaml.setProgram(program)
    // Before the first up the state holds what was read, and nothing that the program has said.
    const before = await yaml.preview("--refresh", "--expect-no-changes")
    expect(before.output).not.toContain("[diff:")
    expect(before.code).toBe(0)

    const secrets =
      '  full:\n    type: scalebox:Sandbox\n    properties:\n      envVars: { TOKEN: { "fn::secret": env-in-clear } }\n' +
      "      objectStorage: [{ uri: s3://bucket/x, mountPoint: /mnt, accessKey: a, secretKey: b, region: r }]\n" +
      "      locality: { region: us-east }\n"
    const stated = program.replace("  full:\n    type: scalebox:Sandbox\n    properties:\n", secrets)
    expect(stated).not.toBe(program)
    yaml.setProgram(stated)
    await yaml.mustUp("--expect-no-changes")
    expect(yaml.backendText()).not.toContain("env-in-clear")

    yaml.setProgram(stated.replace("count: 10", "count: 9").replace("team: red", "team: blue"))
    const { plan } = await yaml.preview()
    expect(plan).toEqual(expect.arrayContaining(["replace full", "update web"]))
    // The project is of the sandbox that is replaced.
    expect(plan.filter((row) => !/ (full|web|project)$/.test(row))).toEqual([])
    expect(yaml.requests().filter((request) => !request.startsWith("GET "))).toEqual([])
  })
})
