import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const program = `
  const config = new pulumi.Config()
  const dev = new scalebox.Sandbox("dev", {
    timeout: 600,
    envVars: { TOKEN: "MARK-env" },
    metadata: { team: "blue" },
    customPorts: [{ port: 5000, name: "media", protocol: "WEBRTC" }],
  })
  const other = new scalebox.Sandbox("other", { metadata: { team: "red" } })
  const eu = new scalebox.Provider("eu", { apiKey: config.requireSecret("euKey") })
  const far = new scalebox.Sandbox("far", { metadata: { team: "blue" } }, { provider: eu })

  const team = new scalebox.DevEnvironment("team", {}, { provider: eu })

  module.exports = (async () => {
    const [region] = await scalebox.getRegions()
    const placed = new scalebox.Sandbox("placed", { locality: { region: region.id } })
    const twin = scalebox.getSandboxOutput({ sandboxId: dev.id })
    const copy = new scalebox.Sandbox("copy", { metadata: { from: pulumi.unsecret(twin.name) } })
    const all = pulumi.all([dev.id, other.id, copy.id, far.id, placed.id])
    return {
      region: region.id,
      devName: pulumi.unsecret(twin.name),
      twin,
      blue: all.apply(() => scalebox.getSandboxes({ metadata: { team: "blue" } })).apply((list) => list.map(({ name }) => name)),
      found: all.apply(() => scalebox.getSandboxes({ search: "oth" })).apply((list) => list.map(({ name }) => name)),
      far: scalebox.getSandboxesOutput({ metadata: all.apply(() => ({ team: "blue" })) }, { provider: eu }).apply((list) => list.map(({ name }) => name)),
      plainKeys: dev.id.apply((sandboxId) => scalebox.getSandbox({ sandboxId })).apply((shown) => Object.keys(shown)),
      ports: scalebox.getSandboxPortsOutput({ sandboxId: dev.id }).customPorts,
      stats: all.apply(() => scalebox.getSandboxStats()).totalSandboxes,
      points: scalebox.getSandboxMetricsOutput({ sandboxId: dev.id, start: new Date(Date.now() - 60000), step: 10 }).metrics,
      chart: dev.id.apply((sandboxId) => scalebox.getSandboxMetricsChart({ sandboxId, start: Math.floor(Date.now() / 1000) - 60, step: "10s" })).sandboxId,
      turn: scalebox.getTurnCredentialOutput({ sandboxId: dev.id }),
      turnPlain: dev.id.apply((sandboxId) => scalebox.getTurnCredential({ sandboxId })).apply((shown) => Object.keys(shown)),
      farStats: scalebox.getSandboxStatsOutput({ provider: eu, dependsOn: [far, team] }).totalSandboxes,
      parentStats: scalebox.getSandboxStatsOutput({ parent: far, dependsOn: Promise.resolve(team) }).totalSandboxes,
      templates: scalebox.getTemplatesOutput({ usable: true }, { dependsOn: dev }).apply((list) => list.map(({ name }) => name)),
      template: dev.id.apply(() => scalebox.getTemplates({ name: "python-dev" })),
      devId: dev.id,
    }
  })()
`

test.each([
  ["dynamic", false],
  ["native", true],
])(
  "%s functions answer from the API, feed resources, honour a Provider and keep secrets",
  async (way, native) => {
    const emulator = await sharedEmulator()
    const euKey = `sk-eu-${way}-${process.pid}`
    const config = { euKey: `secret:${euKey}` }
    const stack = await Stack.create(emulator, "functions", { program, config, native })

    const preview = await stack.preview()
    expect(preview.code).toBe(0)
    expect(stack.requests()).toEqual(["GET /v1/scalebox-regions", "GET /v1/scalebox-regions"])
    expect(emulator.account(euKey).requests()).toEqual([])

    const up = await stack.mustUp()
    const outputs = JSON.parse((await stack.mustRun(["stack", "output", "--json", "--show-secrets"])).stdout)
    const dev = stack.account.sandbox(stack.resource("dev").id ?? "")
    expect(outputs).toMatchObject({
      devName: "dev",
      blue: ["dev"],
      found: ["other"],
      far: ["far"],
      farStats: 2,
      stats: 4,
      chart: dev?.sandboxId,
      templates: expect.arrayContaining(["base", "python-dev", "code-interpreter"]),
      template: [expect.objectContaining({ templateId: "tpl-python-dev", status: "available" })],
      ports: [expect.objectContaining({ port: 5000, protocol: "WEBRTC" })],
      twin: { sandboxId: dev?.sandboxId, envVars: { TOKEN: "MARK-env" }, metadata: { team: "blue" } },
      turn: { username: expect.any(String), credential: expect.any(String) },
      turnPlain: expect.not.arrayContaining(["credential", "username"]),
      plainKeys: expect.not.arrayContaining(["envVars", "envdAccessToken", "networkProxy"]),
    })
    expect(outputs.parentStats).toBeGreaterThan(0)
    // A Provider's key is a secret, but no answer holds it.
    expect(stack.outputs()).toMatchObject({ far: ["far"], farStats: 2, parentStats: outputs.parentStats })
    expect(stack.resource("copy").inputs.metadata).toEqual({ from: "dev" })
    expect(stack.resource("placed").inputs.locality).toEqual({ region: outputs.region })
    for (const secret of ["MARK-env", outputs.turn.credential, outputs.twin.envdAccessToken, euKey]) {
      expect(up.output).not.toContain(secret)
      expect(stack.backendText()).not.toContain(secret)
    }
    await stack.end()
    expect(emulator.account(euKey).sandboxes()).toEqual([])
  },
)

test("unknown regions and templates are refused at preview with known ones, and an unreachable list blocks nothing", async () => {
  const stack = await Stack.create(await sharedEmulator(), "regions", {
    program: `
      new scalebox.Sandbox("one", { locality: { region: "mars-north" }, template: "pyhton-dev" })
      new scalebox.Sandbox("two", { locality: { region: "us-east" }, template: "python-dev" })
      new scalebox.Sandbox("three", { locality: { region: "moon" }, template: "pyhton-dev" })
    `,
  })
  const refused = await stack.preview()
  expect(refused.code).not.toBe(0)
  expect(refused.output).toMatch(/locality\.region: must be one of the regions that have room now: .*us-east/)
  expect(refused.output).not.toContain("mars-north")
  expect(refused.output).toMatch(/template: must be the name or id of .*; the nearest names are python-dev, /)
  expect(refused.output).not.toContain("pyhton-dev")
  // What is not in the list is looked for once more by itself.
  const looks = ["GET /v1/templates", "GET /v1/templates", "GET /v1/templates/pyhton-dev"]
  expect(stack.requests().sort()).toEqual(["GET /v1/scalebox-regions", ...looks])

  const usual = `new scalebox.Sandbox("two", { locality: { region: "us-east" }, template: "python-dev" })\n`
  stack.setProgram(usual)
  for (const endpoint of ["listRegions", "listTemplates"] as const) {
    stack.account.addFault({ kind: "status", endpoint, status: 500, times: Number.POSITIVE_INFINITY })
  }
  expect((await stack.mustUp()).plan).toEqual(["create two"])
  stack.account.clearFaults()
  stack.account.clearRequests()
  await stack.mustUp("--expect-no-changes")
  expect(stack.requests()).toEqual([])

  stack.account.addFault({ kind: "status", endpoint: "listTemplates", status: 401 })
  stack.setProgram(`${usual}new scalebox.Sandbox("five", { template: "code-interpreter" })`)
  const unauthorized = await stack.preview()
  expect(unauthorized.code).not.toBe(0)
  expect(unauthorized.problems).toEqual([
    expect.stringMatching(/^Cannot see whether the template exists: .* answered 401: .* Check the API key/),
  ])
  stack.dispose()
})
