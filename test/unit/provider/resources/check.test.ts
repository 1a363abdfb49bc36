import { toWire } from "../../../../provider/src/contract"
import { checkInputs } from "../../../../provider/src/resources/check"
import { type Properties, unknown, withoutNulls } from "../../../../provider/src/resources/properties"
import { inputNames } from "../../../../provider/src/resources/sandbox/changes"
import { contradictions, sandboxInputs } from "../../../../provider/src/resources/sandbox/inputs"
import { sandboxPortInputs } from "../../../../provider/src/resources/sandbox-port/inputs"
import fc from "../../../support/fast-check"

const reasonsOf = (inputs: Properties) => checkInputs(sandboxInputs, inputs, contradictions(inputs))

const mount = { uri: "s3://b", mountPoint: "/m", accessKey: "a", secretKey: "s", region: "r" }

describe("checkInputs", () => {
  test("finds every fault at once, each with its path", () => {
    expect(
      reasonsOf({
        name: "x".repeat(25),
        timeout: 5,
        cpuCount: "two",
        envVars: { A: 1 },
        objectStorage: [mount, { ...mount, mountPoint: "mnt" }],
        customPorts: [
          { port: 0, name: "web" },
          { port: 80, name: "web" },
        ],
        locality: { force: true },
        metadata: { "pulumi-scalebox-owner": "me" },
      }),
    ).toEqual([
      "name: must be at most 24 characters",
      "cpuCount: must be a number",
      "timeout: must be at least 60",
      "envVars.A: must be a text",
      "objectStorage[1].mountPoint: must be absolute, got a relative path",
      "customPorts[0].port: must be at least 1",
      "customPorts[1].name: must be unique, the same as customPorts[0].name",
      "locality.force: has no effect without locality.region",
      "metadata.pulumi-scalebox-owner: is reserved for pulumi-scalebox",
    ])
  })
})

describe("An unknown key", () => {
  test.each([
    ["env_vars", "; did you mean envVars? env_vars is how the API spells it"],
    ["cpu_count", "; did you mean cpuCount? cpu_count is how the API spells it"],
    ["memory_mb", "; did you mean memoryMb? memory_mb is how the API spells it"],
    [
      "s3fs_executable_path",
      "; did you mean s3fsExecutablePath? s3fs_executable_path is how the API spells it",
    ],
    ["object_storage", "; did you mean objectStorage? object_storage is how the API spells it"],
    ["timout", "; did you mean timeout?"],
    ["envvars", "; did you mean envVars?"],
    ["Timeout", "; did you mean timeout?"],
    ["memory", "; did you mean memoryMb?"],
    ["env", "; did you mean envVars?"],
    ["ports", "; did you mean customPorts?"],
    ["timeout_ms", "; timeout counts seconds"],
    ["timeoutMs", "; timeout counts seconds"],
    [
      "is_async",
      "; a sandbox is always created with is_async, and waitForRunning says whether `pulumi up` waits until it runs",
    ],
    ["enviromentVars", ""],
    ["gpu", ""],
    ["constructor", ""],
  ])("%s is refused, and what is meant is said: %s", (key, meant) => {
    expect(reasonsOf({ [key]: "x" })).toEqual([`${key}: is not a known property${meant}`])
  })

  test("of the reference is recognized, whatever it is", () => {
    const spelled = Object.keys(toWire(Object.fromEntries(inputNames.map((name) => [name, 0]))) as object)
    const snake = spelled.filter((key) => key.includes("_"))
    expect(snake.length).toBeGreaterThan(10)
    for (const key of snake) {
      expect(reasonsOf({ [key]: "x" })[0]).toMatch(/; did you mean \w+\? \w+ is how the API spells it$/)
    }
  })

  test("for the sandbox of a port says what it is called in a program", () => {
    const reasons = checkInputs(sandboxPortInputs, {
      sandbox_id: "sbx-1",
      sandboxId: "sbx-1",
      port: 80,
      name: "web",
    })
    expect(reasons).toEqual(["sandbox_id: is not a known property; sandbox takes the Sandbox, or its id"])
  })

  test("inside of a mount, a port or a locality gets a suggestion from there", () => {
    expect(
      reasonsOf({
        objectStorage: { ...mount, mount_point: "/x" },
        customPorts: [{ port: 80, name: "web", protcol: "tcp" }],
        locality: { regoin: "us-east" },
      }),
    ).toEqual([
      "objectStorage.mount_point: is not a known property; did you mean mountPoint? mount_point is how the API spells it",
      "customPorts[0].protcol: is not a known property; did you mean protocol?",
      "locality.regoin: is not a known property; did you mean region?",
    ])
    expect(
      reasonsOf({ objectStorage: [mount, { ...mount, mountPoint: "/mnt/other", acessKey: "x" }] }),
    ).toEqual(["objectStorage[1].acessKey: is not a known property; did you mean accessKey?"])
  })

  test("of a port gets a suggestion from a port's own names", () => {
    const [failure] = checkInputs(sandboxPortInputs, { sandboxId: "s", port: 1, name: "a", service_port: 2 })
    expect(failure).toBe(
      "service_port: is not a known property; did you mean servicePort? service_port is how the API spells it",
    )
  })
})

describe("A value that is not known yet", () => {
  test.each(inputNames)("passes as %s", (name) => {
    expect(reasonsOf({ [name]: unknown })).toEqual([])
  })

  test("passes at every depth", () => {
    expect(
      reasonsOf({
        envVars: { TOKEN: unknown },
        metadata: { owner: unknown },
        objectStorage: [{ ...mount, uri: unknown, mountPoint: unknown, region: unknown }, unknown],
        customPorts: [
          { port: unknown, name: unknown, protocol: unknown },
          { port: unknown, name: unknown, servicePort: unknown },
        ],
        locality: { region: unknown, force: true, autoDetect: unknown },
      }),
    ).toEqual([])
  })

  test("hides no fault beside it", () => {
    expect(
      reasonsOf({ name: unknown, timeout: 5, objectStorage: { ...mount, uri: unknown, secretKey: "" } }),
    ).toEqual(["timeout: must be at least 60", "objectStorage.secretKey: must not be empty"])
  })
})

describe("Secrets", () => {
  const marker = "MARKED-4f1c9b"
  const keys = [
    ...inputNames,
    ...Object.keys(mount),
    ...["port", "protocol", "servicePort", "force", "autoDetect", "env_vars", "password", "constructor"],
    ...["pulumi-scalebox-owner", "pulumi-scalebox-nonce"],
  ]
  const leaf = fc.oneof(
    fc.constant(marker),
    fc.string().map((text) => text + marker + text),
    fc.constant(`s3://${marker}`),
    fc.constant(`/${marker}`),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  )
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie("value"), { maxKeys: 5, noNullPrototype: true }),
    ),
  }))
  const anyInputs = fc.dictionary(fc.constantFrom(...keys), value, {
    minKeys: 1,
    maxKeys: 6,
    noNullPrototype: true,
  })

  test.each([
    ["Sandbox", reasonsOf],
    ["SandboxPort", (inputs: Properties) => checkInputs(sandboxPortInputs, inputs)],
  ])("given to any input of %s are in no failure", (_, failures) => {
    let refused = 0
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const found = failures(inputs)
        if (found.length > 0) refused += 1
        expect(JSON.stringify(found)).not.toContain(marker)
      }),
      { numRuns: 500 },
    )
    expect(refused).toBeGreaterThan(250)
  })
})

describe("withoutNulls", () => {
  test("drops what JavaScript programs pass where they mean nothing", () => {
    expect(withoutNulls({ a: null, b: 0, c: "", d: { e: null } })).toEqual({ b: 0, c: "", d: { e: null } })
  })
})
