import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

/** One resource with many faults, and every line that the preview must say about it, no more and no less. */
interface Refusal {
  declaration: string
  problems: string[]
}

const letters = (count: number) => "x".repeat(count)
const emoji = (count: number) => "🧪".repeat(count)

const refusals: Record<string, Refusal> = {
  "values beyond the limits": {
    declaration: `new scalebox.Sandbox("bad", {
      name: "${emoji(25)}", cpuCount: 0, memoryMb: 127, storageGb: -1, timeout: 59,
      customPorts: [
        { port: 0, name: "zero" },
        { port: 65536, name: "${letters(16)}" },
        { port: 1, name: "", protocol: "icmp", servicePort: 0 },
        { port: 2, name: "Upper", servicePort: 65536 },
        { port: 3, name: "-edge" },
        { port: 4, name: "42" },
      ],
      netProxyCountry: "atlantis",
    })`,
    problems: [
      "name: must be at most 24 characters",
      "cpuCount: must be at least 1",
      "memoryMb: must be at least 128",
      "storageGb: must be at least 1",
      "timeout: must be at least 60",
      "customPorts[0].port: must be at least 1",
      "customPorts[1].port: must be at most 65535",
      "customPorts[1].name: must be at most 15 characters",
      "customPorts[2].name: must not be empty",
      "customPorts[2].protocol: must be one of TCP, UDP, WEBRTC",
      "customPorts[2].servicePort: must be at least 1",
      ...[2, 3, 4, 5].map(
        (index) =>
          `customPorts[${index}].name: must consist of lower-case letters, digits and single inner hyphens, with at least one letter`,
      ),
      "customPorts[3].servicePort: must be at most 65535",
      "netProxyCountry: must be one of united-states, canada, japan, malaysia, brazil, france, italy, china, hong-kong",
    ],
  },
  "fractions, a timeout in milliseconds, and what contradicts itself": {
    declaration: `new scalebox.Sandbox("bad", {
      name: "${letters(25)}", cpuCount: 1.5, memoryMb: 512.5, storageGb: 2.5, timeout: 3600000,
      customPorts: [
        { port: 8080.5, name: "half", servicePort: 0.5 },
        { port: 8080, name: "web" },
        { port: 8080, name: "web" },
      ],
      objectStorage: [
        { uri: "https://bucket/x", mountPoint: "mnt/x", accessKey: "", secretKey: "TOPSECRET" },
        { uri: "s3://", mountPoint: "", accessKey: "AKIDSECRET", secretKey: "", endpoint: "" },
      ],
      locality: { force: true },
      metadata: { "pulumi-scalebox-owner": "me", "pulumi-scalebox-nonce": "n" },
    })`,
    problems: [
      "name: must be at most 24 characters",
      "cpuCount: must be a whole number",
      "memoryMb: must be a whole number",
      "storageGb: must be a whole number",
      "timeout: must be at most 86400",
      "timeout: looks like milliseconds, but counts seconds",
      "customPorts[0].port: must be a whole number",
      "customPorts[0].servicePort: must be a whole number",
      "customPorts[0].servicePort: must be at least 1",
      "customPorts[2].port: must be unique, the same as customPorts[1].port",
      "customPorts[2].name: must be unique, the same as customPorts[1].name",
      ...[0, 1].flatMap((index) => [
        `objectStorage[${index}].uri: must name a bucket with one of the schemes s3://, oss://, cos://`,
        `objectStorage[${index}].mountPoint: must be absolute, got a relative path`,
        `objectStorage[${index}].${index === 0 ? "accessKey" : "secretKey"}: must not be empty`,
        `objectStorage[${index}]: needs at least one of region and endpoint`,
      ]),
      "locality.force: has no effect without locality.region",
      "metadata.pulumi-scalebox-owner: is reserved for pulumi-scalebox",
      "metadata.pulumi-scalebox-nonce: is reserved for pulumi-scalebox",
    ],
  },
  "wrong types": {
    declaration: `new scalebox.Sandbox("bad", {
      name: 7, description: ["TOPSECRET"], template: true, projectId: 5, cpuCount: "2", memoryMb: "1GB",
      storageGb: [1], timeout: "1h", envVars: "TOKEN=TOPSECRET", metadata: { a: 1, b: { c: "TOPSECRET" } },
      secure: "yes", allowInternetAccess: 1, objectStorage: "s3://TOPSECRET", objectStorageDirectMount: "no",
      s3fsExecutablePath: 1, customPorts: 8080, locality: "us-east", autoPause: 0, netProxyCountry: 1,
      waitForRunning: "no",
    })`,
    problems: [
      ...["name", "description", "template", "projectId", "s3fsExecutablePath"].map(
        (name) => `${name}: must be a text`,
      ),
      ...["cpuCount", "memoryMb", "storageGb", "timeout"].map((name) => `${name}: must be a number`),
      ...["secure", "allowInternetAccess", "objectStorageDirectMount", "autoPause", "waitForRunning"].map(
        (name) => `${name}: must be true or false`,
      ),
      ...["envVars", "locality"].map((name) => `${name}: must be an object`),
      "metadata.a: must be a text",
      "metadata.b: must be a text",
      "objectStorage: must be an object or a list",
      "customPorts: must be a list",
      "netProxyCountry: must be one of united-states, canada, japan, malaysia, brazil, france, italy, china, hong-kong",
    ],
  },
  "unknown keys, snake case and what is missing": {
    declaration: `new scalebox.Sandbox("bad", {
      timout: 600, cpu_count: 2, env_vars: { TOKEN: "TOPSECRET" }, imageOfDisk: "TOPSECRET", timeout: 86401,
      envVars: { PORT: 8080 },
      objectStorage: { uri: "s3://bucket/x", mount_point: "/mnt", access_key: "AKIDSECRET", secretkey: "TOPSECRET" },
      customPorts: [{ port: 8080, title: "web", service_port: 80 }, { name: "api", nmae: "x" }],
      locality: { auto_detect: true, zone: "a" },
    })`,
    problems: [
      "timout: is not a known property; did you mean timeout?",
      "cpu_count: is not a known property; did you mean cpuCount? cpu_count is how the API spells it",
      "env_vars: is not a known property; did you mean envVars? env_vars is how the API spells it",
      "imageOfDisk: is not a known property",
      "timeout: must be at most 86400",
      "envVars.PORT: must be a text",
      "objectStorage.mountPoint: is required",
      "objectStorage.accessKey: is required",
      "objectStorage.secretKey: is required",
      "objectStorage.mount_point: is not a known property; did you mean mountPoint? mount_point is how the API spells it",
      "objectStorage.access_key: is not a known property; did you mean accessKey? access_key is how the API spells it",
      "objectStorage.secretkey: is not a known property; did you mean secretKey?",
      "objectStorage: needs at least one of region and endpoint",
      "customPorts[0].name: is required",
      "customPorts[0].title: is not a known property",
      "customPorts[0].service_port: is not a known property; did you mean servicePort? service_port is how the API spells it",
      "customPorts[1].port: is required",
      "customPorts[1].nmae: is not a known property; did you mean name?",
      "locality.auto_detect: is not a known property; did you mean autoDetect? auto_detect is how the API spells it",
      "locality.zone: is not a known property",
    ],
  },
  "a port below the limits": {
    declaration: `new scalebox.SandboxPort("bad", {
      sandbox: "", port: 0, name: "", protocol: "icmp", servicePort: -1, service_port: 1,
    })`,
    problems: [
      "sandbox: must not be empty",
      "port: must be at least 1",
      "name: must not be empty",
      "name: must consist of lower-case letters, digits and single inner hyphens, with at least one letter",
      "protocol: must be one of TCP, UDP, WEBRTC",
      "servicePort: must be at least 1",
      "service_port: is not a known property; did you mean servicePort? service_port is how the API spells it",
    ],
  },
  "a port above the limits, of no sandbox": {
    declaration: `new scalebox.SandboxPort("bad", {
      sandboxId: "sbx-1", port: 65536, name: "${letters(16)}", protocol: 6, servicePort: "80",
    })`,
    problems: [
      "sandbox: is required",
      "port: must be at most 65535",
      "name: must be at most 15 characters",
      "protocol: must be a text",
      "servicePort: must be a number",
    ],
  },
}

/** Everything at the very edge of what is allowed. */
const accepted = `
  const low = new scalebox.Sandbox("low", { name: "", cpuCount: 1, memoryMb: 128, storageGb: 1, timeout: 60, customPorts: [] })
  const high = new scalebox.Sandbox("high", {
    name: "${emoji(24)}", timeout: 86400,
    customPorts: [{ port: 1, name: "a", servicePort: 65535 }, { port: 65535, name: "${letters(15)}", protocol: "webrtc" }],
    objectStorage: [
      { uri: "oss://bucket", mountPoint: "/", accessKey: "a", secretKey: "b", endpoint: "https://oss.example" },
      { uri: "cos://bucket/path", mountPoint: "/mnt", accessKey: "a", secretKey: "b", region: "r" },
    ],
    locality: { region: "us-east", force: true },
    waitForRunning: null,
  })
  new scalebox.SandboxPort("edge", { sandbox: low, port: 65535, name: "${letters(15)}", protocol: "Udp", servicePort: 1 })
`

describe("Limits of the API", () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await Stack.create(await sharedEmulator(), "limits", { program: "" })
  })
  afterAll(() => stack.dispose())

  test.each(Object.entries(refusals))(
    "are kept at preview, every fault at once: %s",
    async (_, { declaration, problems }) => {
      stack.setProgram(declaration)
      const run = await stack.preview()
      expect(run.code).not.toBe(0)
      expect(run.problems.sort()).toEqual(problems.sort())
      expect(run.output).not.toMatch(/TOPSECRET|AKIDSECRET/)
      expect(stack.requests()).toEqual([])
    },
  )

  test("let everything through that is just within them", async () => {
    stack.setProgram(accepted)
    expect((await stack.mustUp()).plan).toEqual(["create edge", "create high", "create low"])
    expect(stack.account.sandbox(stack.resource("high").id ?? "")).toMatchObject({
      name: emoji(24),
      timeout: 86400,
    })
    expect(stack.account.sandbox(stack.resource("low").id ?? "")).toMatchObject({
      name: "low",
      memoryMb: 128,
      customPorts: [{ port: 65535, name: letters(15), protocol: "UDP", servicePort: 1 }],
    })
  })
})
