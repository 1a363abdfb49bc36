import type { dynamic } from "@pulumi/pulumi"
import fc from "fast-check"
import { formatPath } from "../../../../provider/src/contract"
import * as lifecycles from "../../../../provider/src/dynamic"
import { inputNames as sandboxInputs } from "../../../../provider/src/resources/sandbox/changes"
import { inputNames as poolInputs } from "../../../../provider/src/resources/sandbox-pool/changes"
import { inputNames as portInputs } from "../../../../provider/src/resources/sandbox-port/changes"
import { inputNames as powerStateInputs } from "../../../../provider/src/resources/sandbox-power-state/changes"
import { inputNames as projectInputs } from "../../../../provider/src/resources/sandbox-project-assignment/changes"
import { inputNames as templateInputs } from "../../../../provider/src/resources/sandbox-template/changes"
import { closedPort } from "../../../support/closed-port"
import { ok, refused } from "../../../support/send"
import { serve } from "../../../support/servers"

type Properties = Record<string, unknown>
type Provider = dynamic.ResourceProvider<Properties, Properties>
type Kind = keyof typeof lifecycles

/** Names that every resource knows on its own level, and those that occur deeper. */
const inputs: Record<Kind, readonly string[]> = {
  sandbox: sandboxInputs,
  sandboxPool: poolInputs,
  sandboxPort: portInputs,
  sandboxPowerState: powerStateInputs,
  sandboxProjectAssignment: projectInputs,
  sandboxTemplate: templateInputs,
}
const deeper = [
  "uri",
  "mountPoint",
  "accessKey",
  "secretKey",
  "region",
  "endpoint",
  "port",
  "name",
  "protocol",
  "servicePort",
  "force",
  "autoDetect",
]
const kinds = Object.keys(inputs) as Kind[]
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
const origin: { calls: string[]; url: string } = { calls: [], url: "" }

/** The configuration as the engine's shim hands it over. */
const configured = (apiUrl: string): dynamic.ConfigureRequest => {
  const settings = new Map([
    ["scalebox:apiUrl", apiUrl],
    ["scalebox:apiKey", "sk-properties"],
  ])
  const get = (key: string) => settings.get(key)
  return { config: { get, require: (key) => get(key) ?? "" } } as dynamic.ConfigureRequest
}

const handler = (kind: Kind, all: typeof lifecycles = lifecycles) => all[kind] as Required<Provider>

beforeAll(async () => {
  const port = await serve(({ method, url }, answer) => {
    origin.calls.push(`${method} ${url}`)
    const isRegions = url === "/v1/scalebox-regions"
    const { status, text } = isRegions
      ? ok({ scalebox_regions: [{ id: "us-east", name: "US East" }] })
      : refused(404, "Sandbox not found")
    answer.writeHead(status).end(text)
  })
  origin.url = `http://127.0.0.1:${port}`
  await handler("sandbox").configure(configured(origin.url))
  jest.spyOn(console, "log").mockImplementation(() => undefined)
})

/** Keys that code which looks into objects carelessly trips over. */
const key = fc.oneof(
  fc.constantFrom(
    "constructor",
    "toString",
    "valueOf",
    "__proto__",
    "hasOwnProperty",
    "length",
    "then",
    "toJSON",
  ),
  fc.constantFrom("", " ", "a.b", "a: b", "[0]", "0", 'quo"te', "line\nbreak", ...deeper),
  fc.string({ unit: "grapheme" }),
)

/** Everything a program can hold, and more than the engine's protocol lets through. */
const leaf = fc.oneof(
  fc.constantFrom(null, undefined, true, false, Number.NaN, Number.POSITIVE_INFINITY, -0, unknown, ""),
  fc.bigInt(),
  fc.double(),
  fc.integer(),
  fc.string({ unit: "grapheme" }),
)
/** Rare, as it takes longer than all the rest. */
const huge = fc.constant("x".repeat(1e6))
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 50, arbitrary: leaf },
    { weight: 1, arbitrary: huge },
    { weight: 50, arbitrary: fc.array(tie("anything"), { maxLength: 4 }) },
    { weight: 50, arbitrary: fc.dictionary(key, tie("anything"), { maxKeys: 5, noNullPrototype: false }) },
  ),
}))

/** What is right in some place, so that the check gets beyond the first faults. */
const plausible = fc.oneof(
  fc.constantFrom("sbx-1", "web", "paused", "running", "TCP", "base", "japan", "public", 80, 300, 3600, true),
  fc.constant({ region: "us-east", force: true }),
  fc.dictionary(key, fc.string(), { maxKeys: 5 }),
  fc.array(fc.record({ port: fc.integer({ min: 0, max: 9 }), name: fc.constantFrom("a", "b") }), {
    maxLength: 3,
  }),
  fc.array(
    fc.record({
      uri: fc.constantFrom("s3://bucket", "bucket"),
      mountPoint: fc.constantFrom("/mnt", "mnt"),
      accessKey: anything,
      secretKey: fc.constant("secret"),
    }),
    { maxLength: 2 },
  ),
)

const declaration = (kind: Kind) =>
  fc
    .tuple(
      fc.record(
        Object.fromEntries(inputs[kind].map((name) => [name, fc.oneof(plausible, anything)])) as Record<
          string,
          fc.Arbitrary<unknown>
        >,
        { requiredKeys: [] },
      ),
      fc.dictionary(key, anything, { maxKeys: 3 }),
    )
    .map(([known, odd]): Properties => Object.fromEntries([...Object.entries(known), ...Object.entries(odd)]))

const texts = fc.dictionary(
  key.filter((name) => name !== "__proto__"),
  fc.string({ unit: "grapheme" }),
)
const id = fc.string({ minLength: 1 })
const portNumber = fc.integer({ min: 1, max: 65_535 })
const portName = fc.stringMatching(/^[a-z][a-z0-9]{0,14}$/)
const port = {
  port: portNumber,
  name: portName,
  protocol: fc.constantFrom("TCP", "udp", "WebRTC"),
  servicePort: portNumber,
}
const ports = fc.uniqueArray(fc.record(port, { requiredKeys: ["port", "name"] }), {
  comparator: (one, other) => one.port === other.port || one.name === other.name,
  maxLength: 4,
})
const mount = fc.record({
  uri: id.map((bucket) => `s3://${bucket.replaceAll("/", "-")}`),
  mountPoint: fc.string().map((path) => `/${path}`),
  accessKey: id,
  secretKey: id,
  region: id,
})
const whole = (min: number) => fc.integer({ min, max: 100_000 })
const any = { requiredKeys: [] }

const settings = {
  description: fc.string({ unit: "grapheme" }),
  template: fc.string(),
  projectId: fc.string(),
  cpuCount: whole(1),
  memoryMb: whole(128),
  storageGb: whole(1),
  timeout: fc.integer({ min: 60, max: 86_400 }),
  envVars: texts,
  metadata: texts,
  secure: fc.boolean(),
  allowInternetAccess: fc.boolean(),
  objectStorage: fc.oneof(mount, fc.array(mount, { maxLength: 3 })),
  objectStorageDirectMount: fc.boolean(),
  s3fsExecutablePath: fc.string(),
  customPorts: ports,
  locality: fc.constantFrom({ region: "us-east", force: true }, { autoDetect: true }, {}),
  autoPause: fc.boolean(),
  netProxyCountry: fc.constantFrom("japan", "france"),
  waitForRunning: fc.boolean(),
}

/** Declarations without a fault. */
const right: Record<Kind, fc.Arbitrary<Properties>> = {
  sandbox: fc.record(
    { name: fc.string({ maxLength: 24 }), ...settings } satisfies Record<
      (typeof sandboxInputs)[number],
      fc.Arbitrary<unknown>
    >,
    any,
  ),
  sandboxPool: fc.record(
    {
      count: fc.integer({ min: 0, max: 5_000 }),
      namePrefix: fc.string({ maxLength: 19 }),
      ...settings,
    } satisfies Record<(typeof poolInputs)[number], fc.Arbitrary<unknown>>,
    { requiredKeys: ["count"] },
  ),
  sandboxPort: fc.record(
    { sandboxId: id, ...port } satisfies Record<(typeof portInputs)[number], fc.Arbitrary<unknown>>,
    { requiredKeys: ["sandboxId", "port", "name"] },
  ),
  sandboxPowerState: fc.record({ sandboxId: id, state: fc.constantFrom("running", "paused") }),
  sandboxProjectAssignment: fc.record({ sandboxId: id, projectId: id }),
  sandboxTemplate: fc.record(
    {
      sandboxId: id,
      name: fc.string({ minLength: 4, maxLength: 32 }),
      description: fc.string(),
      visibility: fc.constantFrom("private", "account_shared", "public"),
      cpuCount: whole(1),
      memoryMb: whole(128),
      ports,
      readyCommand: fc.dictionary(
        key.filter((name) => name !== "__proto__"),
        fc.jsonValue(),
      ),
      customCommand: fc.string(),
    } satisfies Record<(typeof templateInputs)[number], fc.Arbitrary<unknown>>,
    { requiredKeys: ["sandboxId", "name"] },
  ),
}

/** A sandbox of a pool in the state, or nearly one. */
const member = fc.record(
  {
    id: fc.oneof(id, anything),
    index: fc.oneof(fc.integer({ min: 0, max: 5 }), anything),
    status: fc.oneof(fc.constantFrom("running", "failed", "starting"), anything),
    timeoutAt: fc.oneof(fc.constantFrom("2000-01-01T00:00:00Z", "2999-01-01T00:00:00Z"), anything),
  },
  { requiredKeys: [] },
)

const hidden = { __scalebox: { owner: "shop/dev/web" } }

/** Every path in a value, and every path that a known name could be missing at. */
function paths(value: unknown, known: readonly string[], path: PropertyKey[] = []): string[] {
  const own = path.length > 0 ? [formatPath(path)] : []
  if (value === null || typeof value !== "object") return own
  const isList = Array.isArray(value)
  const names = isList ? [] : path.length === 0 ? known : deeper
  const inside = Object.entries(value).flatMap(([name, item]) =>
    paths(item, known, [...path, isList ? Number(name) : name]),
  )
  return [...own, ...names.map((name) => formatPath([...path, name])), ...inside]
}

const fewRuns = { numRuns: 300, timeout: 2_000 }

describe.each(kinds)("Any input of %s", (kind) => {
  test("is taken or refused by check, with paths that lead somewhere, and without a call", async () => {
    const property = fc.asyncProperty(
      declaration(kind),
      declaration(kind),
      fc.boolean(),
      async (olds, news, isNew) => {
        origin.calls.length = 0
        const answer = await handler(kind).check(isNew ? {} : { ...olds, ...hidden }, { ...news, ...hidden })
        const known = paths(news, inputs[kind]).map((path) => path.replace(/^sandboxId$/, "sandbox"))
        for (const { property, reason } of answer.failures ?? []) {
          expect(property).toBe("")
          expect(known.filter((path) => reason.startsWith(`${path}: `))).not.toEqual([])
          expect(reason).not.toContain("\n")
          expect(reason.length).toBeLessThan(2_000_000)
        }
        expect(origin.calls.filter((call) => call !== "GET /v1/scalebox-regions")).toEqual([])
      },
    )
    await fc.assert(property, fewRuns)
  }, 60_000)

  test("has a difference to any other", async () => {
    const olds = fc.tuple(
      declaration(kind),
      fc.record(
        {
          status: fc.oneof(fc.constantFrom("running", "failed", "terminated", "starting"), anything),
          timeoutAt: fc.oneof(
            fc.constantFrom("2000-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "never"),
            anything,
          ),
          sandboxes: fc.oneof(fc.array(member, { maxLength: 3 }), anything),
        },
        { requiredKeys: [] },
      ),
    )
    const property = fc.asyncProperty(olds, declaration(kind), async ([declared, shown], news) => {
      const endpoint = origin.url
      const answer = await handler(kind).diff(
        "sbx-1/80",
        { ...declared, ...shown, endpoint, ...hidden },
        { ...news, ...hidden },
      )
      expect(typeof answer.changes).toBe("boolean")
      const named = [...inputs[kind], "status", "timeoutAt"]
      expect((answer.replaces ?? []).filter((name) => !named.includes(name))).toEqual([])
      if (answer.replaces?.length) expect(answer.changes).toBe(true)
    })
    await fc.assert(property, fewRuns)
  }, 60_000)

  test("is accepted and the same as itself where it is right", async () => {
    const property = fc.asyncProperty(right[kind], async (news) => {
      const { inputs: checked = {}, failures } = await handler(kind).check({}, { ...news, ...hidden })
      expect(failures).toEqual([])
      const answer = await handler(kind).diff("sbx-1", { ...checked, endpoint: origin.url }, checked)
      expect(answer).toMatchObject({ replaces: [] })
    })
    await fc.assert(property, fewRuns)
  }, 60_000)
})

describe("check", () => {
  const nested = (depth: number): unknown =>
    Array.from({ length: depth }).reduce((inside) => ({ inside: [inside] }), null)

  test.each(kinds)("refuses what is nested deep in an input of %s", async (kind) => {
    for (const name of inputs[kind]) {
      const { failures = [] } = await handler(kind).check({}, { [name]: nested(500), ...hidden })
      if (name === "readyCommand") continue
      expect(failures.map(({ reason }) => reason).join()).toMatch(
        new RegExp(`${name === "sandboxId" ? "sandbox" : name}[.:]`),
      )
    }
  })

  test("takes 10,000 environment variables, and diff compares them", async () => {
    const envVars = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`KEY_${index}`, "x".repeat(20)]),
    )
    const news = { envVars, ...hidden }
    const { inputs: checked = {}, failures } = await handler("sandbox").check({}, news)
    expect(failures).toEqual([])
    expect(checked.envVars).toEqual(envVars)
    const olds = { ...checked, status: "running", endpoint: origin.url }
    expect((await handler("sandbox").diff("sbx-1", olds, checked)).changes).toBe(false)
    const changed = { ...checked, envVars: { ...envVars, KEY_9999: "y" } }
    expect((await handler("sandbox").diff("sbx-1", olds, changed)).replaces).toEqual(["envVars"])
  })

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf"])("keeps the key %s", async (name) => {
    const news = { envVars: { [name]: "kept" }, metadata: { [name]: "kept" }, ...hidden }
    const { inputs: checked, failures } = await handler("sandbox").check({}, news)
    expect(failures).toEqual([])
    expect(checked).toMatchObject({ envVars: { [name]: "kept" }, metadata: { [name]: "kept" } })
  })
})

describe("A stored endpoint", () => {
  test("that is none of ours is named by diff, whatever it is", async () => {
    const property = fc.asyncProperty(fc.constantFrom(...kinds), fc.string(), async (kind, endpoint) => {
      const thrown: unknown = await handler(kind)
        .diff("sbx-1", { endpoint }, {})
        .then(
          () => undefined,
          (error: unknown) => error,
        )
      expect(thrown).toMatchObject({
        message: expect.stringContaining(`but the configured API is ${origin.url}`),
      })
    })
    await fc.assert(property, { numRuns: 100 })
  })
})

describe("Without a server", () => {
  test("check takes any region, and refuses an import, in a few seconds", async () => {
    const all = { lifecycles }
    jest.isolateModules(() => {
      all.lifecycles = require("../../../../provider/src/dynamic") as typeof lifecycles
    })
    const sandbox = handler("sandbox", all.lifecycles)
    await sandbox.configure(configured(`http://127.0.0.1:${await closedPort()}`))
    const started = Date.now()
    const [plain, imported] = await Promise.all([
      sandbox.check({}, { locality: { region: "moon" }, ...hidden }),
      sandbox.check({}, { __scalebox: { owner: "shop/dev/web", import: "sbx-1" } }),
    ])
    expect(plain.failures).toEqual([])
    expect(imported.failures?.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /^Cannot import sandbox "sbx-1": GET \/v1\/sandboxes\/sbx-1 got no answer from .*ECONNREFUSED/,
      ),
    ])
    expect(Date.now() - started).toBeLessThan(8_000)
  }, 15_000)
})
