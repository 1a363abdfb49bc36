import type { SandboxRecord } from "../../emulator/src"
import { makeByHand } from "../support/by-hand"
import { sharedEmulator } from "../support/emulator"
import { type Run, Stack } from "../support/stack"

const differs = "differs from the sandbox to import; declare what it has, and change it after the import"
const portDiffers = differs.replace("sandbox", "port")

describe("The import option", () => {
  const full = (id: string, importing: boolean, template = "python-dev") => {
    const options = (importId: string) => (importing ? `{ import: "${importId}" }` : "{}")
    return `
      const taken = new scalebox.Sandbox("taken", {
        template: "${template}", description: "by hand", cpuCount: 2, memoryMb: 2048, timeout: 600,
        envVars: { TOKEN: "env-in-clear" }, metadata: { team: "red" }, secure: false, allowInternetAccess: false,
        autoPause: true, customPorts: [{ port: 8080, name: "web", protocol: "tcp" }],
        objectStorage: { uri: "s3://bucket/x", mountPoint: "/mnt", accessKey: "a", secretKey: "b", region: "r" },
      }, ${options(id)})
      new scalebox.SandboxPort("api", { sandbox: taken, port: 9000, name: "api", protocol: "udp" }, ${options(`${id}/9000`)})
      exports.seen = { name: taken.name, assignedName: taken.assignedName, status: taken.status, url: taken.url(8080) }
    `
  }
  const bare = (name: string, id: string, template = "base", options = "") =>
    `new scalebox.Sandbox("${name}", { template: "${template}" }, { import: "${id}", ${options} })`

  let stack: Stack
  let made: SandboxRecord
  /** The sandbox that stays imported. */
  let id: string
  let imported: Run
  let before: unknown
  const program = (name = "kept", template?: string, options?: string) =>
    full(made.sandboxId, true) + bare(name, id, template, options)
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "import", { program: "" })
    made = await makeByHand(stack, {
      name: "by-hand",
      description: "by hand",
      template: "python-dev",
      cpu_count: 2,
      memory_mb: 2048,
      timeout: 3600,
      env_vars: { TOKEN: "env-in-clear" },
      metadata: { team: "red" },
      secure: false,
      allow_internet_access: false,
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
    // Longer than a slow machine takes for all runs.
    id = (await makeByHand(stack, { timeout: 3600 })).sandboxId
    stack.setProgram(program())
    imported = await stack.mustUp()
    before = stored("kept")
  })
  afterAll(() => stack.dispose())

  const changing = () => stack.requests().filter((request) => !request.startsWith("GET "))

  /** What the state holds of a sandbox, but for what differs with each run: the cipher text and the hidden input. */
  function stored(name: string) {
    const shown = ({ envdAccessToken, __scalebox, ...values }: Record<string, unknown>) => values
    const { id, inputs, outputs } = stack.resource(name)
    return { id, inputs: shown(inputs), outputs: shown(outputs) }
  }

  /** The one entry of the state is the sandbox, as it was imported, which lives: the next run has nothing to do. */
  function expectKept(name = "kept") {
    expect(stack.deployment().resources.filter((resource) => resource.id === id)).toHaveLength(1)
    expect(stored(name)).toEqual(before)
    expect(stack.account.sandbox(id)).toMatchObject({ status: "running" })
    expect(changing()).toEqual([])
  }

  test("takes over what exists without a call that changes it", () => {
    expect(imported.plan).toEqual(["create api", "create kept", "create taken"])
    expect(stack.resource("taken")).toMatchObject({
      id: made.sandboxId,
      outputs: { name: "by-hand", assignedName: "by-hand", template: "python-dev", timeout: 600 },
    })
    expect(stack.resource("api").id).toBe(`${made.sandboxId}/9000`)
    expect(imported.stdout).toContain(`"https://8080-${made.sandboxDomain}"`)
    expect(imported.output + stack.backendText()).not.toContain("env-in-clear")
    expectKept()
  })

  test("refuses a change that replaces", async () => {
    stack.setProgram(program("kept", "python-dev"))
    const run = await stack.up()
    expect(run.code).not.toBe(0)
    expect(run.output).toContain(
      `Sandbox ${id} was imported, and a change of template would replace it. ` +
        "Remove the import option first, then run `pulumi up` again",
    )
    expectKept()
  })

  test.each([
    ["--replace", ""],
    ["--target-replace", "deleteBeforeReplace: true"],
  ])("leaves the sandbox alone at the engine's %s (options: %s)", async (option, options) => {
    stack.setProgram(program("kept", "base", options))
    const run = await stack.mustUp(option, stack.resource("kept").urn)
    expect(run.plan).toContain("replace kept")
    expect(run.output).toContain(`${id} is not deleted: an import in this run takes it over`)
    expectKept()
  })

  test("takes the sandbox over from another name", async () => {
    stack.setProgram(program("renamed"))
    const run = await stack.mustUp()
    expect(run.plan).toEqual(["create renamed", "delete kept"])
    expect(run.output).toContain(`${id} is not deleted: an import in this run takes it over`)
    expectKept("renamed")
  })

  test("can stay and can be removed: nothing is left to do", async () => {
    stack.setProgram(full(made.sandboxId, false) + bare("renamed", id))
    expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
    expect((await stack.preview("--refresh", "--expect-no-changes")).code).toBe(0)
    expectKept("renamed")
    expect(stack.account.sandbox(made.sandboxId)?.timeout).toBe(3600)
  })

  test("once removed lets a change replace the sandbox, and destroy deletes what was imported", async () => {
    stack.setProgram(full(made.sandboxId, false, "base") + bare("renamed", id))
    expect((await stack.mustUp()).plan).toContain("replace taken")
    expect(stack.resource("taken").id).not.toBe(made.sandboxId)
    expect(stack.account.sandbox(made.sandboxId)).toBeUndefined()
    await stack.end()
    expect(stack.account.sandbox(id)).toBeUndefined()
  })
})

describe("The import of a template, a power state and a project", () => {
  const program = (templateId: string, id: string, description: string, state: string, projectId: string) => `
    new scalebox.SandboxTemplate("image", { sandbox: "${id}", name: "by-hand", description: "${description}",
      visibility: "private", ports: [{ port: 9000, name: "api", protocol: "udp" }],
      readyCommand: { command: ["true"] } }, { import: "${templateId}" })
    new scalebox.SandboxPowerState("power", { sandbox: "${id}", state: "${state}" }, { import: "${id}" })
    new scalebox.SandboxProjectAssignment("project", { sandbox: "${id}", projectId: "${projectId}" }, { import: "${id}" })
  `
  test("takes them over as they are, and refuses what would change them", async () => {
    const stack = await Stack.create(await sharedEmulator(), "import-others", { program: "" })
    const { sandboxId, projectId } = await makeByHand(stack)
    const headers = { "X-API-Key": stack.apiKey, "Content-Type": "application/json" }
    const body = JSON.stringify({
      name: "by-hand",
      description: "made before",
      ports: JSON.stringify([{ port: 9000, name: "api", protocol: "UDP" }]),
      ready_command: JSON.stringify({ command: ["true"] }),
    })
    const url = `${stack.emulator.url}/v1/sandboxes/${sandboxId}/create-template`
    const made = (await (await fetch(url, { method: "POST", headers, body })).json()) as {
      data: { template_id: string }
    }
    const templateId = made.data.template_id
    stack.account.clearRequests()

    stack.setProgram(program(templateId, sandboxId, "another", "running", projectId))
    const refused = await stack.preview()
    expect(refused.code).not.toBe(0)
    expect(refused.problems).toEqual([`description: ${differs.replace("sandbox", "template")}`])

    stack.setProgram(program(templateId, sandboxId, "made before", "running", projectId))
    const run = await stack.mustUp()
    expect(run.plan).toEqual(["create image", "create power", "create project"])
    expect(stack.resource("image")).toMatchObject({ id: templateId, outputs: { status: "available" } })
    expect(stack.requests().filter((request) => !request.startsWith("GET "))).toEqual([])
    stack.succeeded(await stack.destroy(), "destroy")
    expect(stack.requests("DELETE")).toEqual([`DELETE /v1/templates/${templateId}`])
    expect(stack.account.sandbox(sandboxId)).toMatchObject({ status: "running" })
    stack.dispose()
  })
})

describe("The preview of an import", () => {
  let stack: Stack
  let id: string
  let endedId: string
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "refused", { program: "" })
    const ended = await makeByHand(stack)
    stack.account.change(ended.sandboxId, { status: "terminated" })
    endedId = ended.sandboxId
    const made = await makeByHand(stack, {
      timeout: 3600,
      custom_ports: [
        { port: 8080, name: "web" },
        { port: 9000, name: "api" },
      ],
    })
    id = made.sandboxId
  })
  afterAll(() => {
    expect(stack.resources()).toEqual([])
    stack.dispose()
  })

  test("refuses every input that the sandbox contradicts, without a value", async () => {
    stack.setProgram(`
      new scalebox.Sandbox("taken", {
        name: "another", description: "another", template: "python-dev", projectId: "prj-another", cpuCount: 16,
        memoryMb: 65536, storageGb: 999, timeout: 3601, envVars: { TOKEN: "env-in-clear" }, metadata: { a: "another" },
        secure: false, allowInternetAccess: false, autoPause: true, objectStorageDirectMount: true,
        s3fsExecutablePath: "/another", netProxyCountry: "japan",
        objectStorage: { uri: "s3://another/x", mountPoint: "/mnt", accessKey: "a", secretKey: "b", region: "r" },
        customPorts: [{ port: 8080, name: "another" }],
      }, { import: "${id}" })
    `)
    const run = await stack.preview()
    expect(run.code).not.toBe(0)
    const named = [
      ...["name", "description", "template", "projectId", "cpuCount", "memoryMb", "storageGb", "envVars"],
      ...["metadata", "secure", "allowInternetAccess", "autoPause", "objectStorageDirectMount"],
      ...["s3fsExecutablePath", "netProxyCountry", "objectStorage", "customPorts"],
    ]
    expect(run.problems.sort()).toEqual(
      [
        ...named.map((name) => `${name}: ${differs}`),
        "timeout: is longer than the sandbox to import has; declare what it has, and change it after the import",
      ].sort(),
    )
    expect(run.output).not.toMatch(/another|env-in-clear/)
  })

  test("refuses every input that the port contradicts", async () => {
    stack.setProgram(`
      new scalebox.SandboxPort("port", { sandbox: "sbx-other", port: 9001, name: "other", protocol: "udp", servicePort: 80 },
        { import: "${id}/9000" })
    `)
    expect((await stack.preview()).problems.sort()).toEqual(
      ["sandbox", "port", "name", "protocol", "servicePort"].map((name) => `${name}: ${portDiffers}`).sort(),
    )
  })

  test.each<[what: string, declaration: () => string, problem: () => RegExp]>([
    [
      "an unknown sandbox",
      () => `new scalebox.Sandbox("taken", {}, { import: "sbx-unknown" })`,
      () =>
        /^Cannot import sandbox "sbx-unknown": GET \/v1\/sandboxes\/sbx-unknown answered 404: .*not found/,
    ],
    [
      "an ended sandbox",
      () => `new scalebox.Sandbox("taken", {}, { import: "${endedId}" })`,
      () =>
        new RegExp(
          `^Cannot import sandbox "${endedId}": it is terminated. Remove the import option to create a new sandbox`,
        ),
    ],
    [
      "a port that is not open",
      () =>
        `new scalebox.SandboxPort("port", { sandbox: "${id}", port: 1, name: "one" }, { import: "${id}/1" })`,
      () => new RegExp(`^Cannot import port ${id}/1: there is no such port`),
    ],
    [
      "a port by the id of a sandbox",
      () =>
        `new scalebox.SandboxPort("port", { sandbox: "${id}", port: 1, name: "one" }, { import: "${id}" })`,
      () => new RegExp(`"${id}" is no id of a port. It consists of the sandbox's id and the port number`),
    ],
  ])("refuses %s", async (_, declaration, problem) => {
    stack.setProgram(declaration())
    const run = await stack.preview()
    expect(run.code).not.toBe(0)
    expect(run.problems).toEqual([expect.stringMatching(problem())])
  })
})
