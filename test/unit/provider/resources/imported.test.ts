import { facts } from "../../../../provider/src/resources/facts"
import { oldsOfImported } from "../../../../provider/src/resources/imported"
import type { Kind } from "../../../../provider/src/resources/kinds"
import type { Properties } from "../../../../provider/src/resources/properties"
import { changesOf as sandboxChanges } from "../../../../provider/src/resources/sandbox/changes"
import { changesOf as poolChanges } from "../../../../provider/src/resources/sandbox-pool/changes"
import { changesOf as portChanges } from "../../../../provider/src/resources/sandbox-port/changes"
import { changesOf as templateChanges } from "../../../../provider/src/resources/sandbox-template/changes"

const shown = {
  template: "python-dev",
  templateId: "tpl-7",
  name: "web",
  description: "by hand",
  cpuCount: 2,
  timeout: 3600,
  envVars: { TOKEN: "t" },
  metadata: { team: "red" },
  secure: true,
  customPorts: [{ port: 8080, name: "web", protocol: "TCP", servicePort: 8080 }],
  objectStorage: [{ uri: "s3://b", mountPoint: "/m" }],
}
const mount = { uri: "s3://b", mountPoint: "/m", accessKey: "a", secretKey: "s", region: "r" }

const olds = (kind: Kind, state: Properties, before: Properties | undefined, now: Properties) =>
  oldsOfImported(facts[kind], { shown: state, before, now })

describe("A sandbox that the engine has imported", () => {
  const changes = (before: Properties | undefined, now: Properties, state: Properties = shown) =>
    sandboxChanges(olds("sandbox", state, before, now), now)
  const none = { replaces: [], extends: false }

  test.each<[string, Properties]>([
    ["states nothing", {}],
    ["states what it has", { description: "by hand", cpuCount: 2, metadata: { team: "red" }, secure: true }],
    ["names its template", { template: "python-dev" }],
    ["names the id of its template", { template: "tpl-7" }],
    ["states its secret", { envVars: { TOKEN: "t" } }],
    ["spells its ports in another way", { customPorts: [{ port: 8080, name: "web", protocol: "tcp" }] }],
    ["states its mount with credentials", { objectStorage: mount }],
    ["states its mounts as a list", { objectStorage: [mount] }],
    ["states what the API never shows", { locality: { region: "us-east" }, waitForRunning: false }],
    ["wants a shorter life than it has", { timeout: 600 }],
  ])("changes nothing where the program first %s", (_, now) => {
    expect(changes(undefined, now)).toEqual(none)
    // Nor does saying the same again, nor saying it one `up` later.
    expect(changes(now, now)).toEqual(none)
    expect(changes({}, now)).toEqual(none)
  })

  test.each<[Properties, string[]]>([
    [{ cpuCount: 4 }, ["cpuCount"]],
    [{ template: "base" }, ["template"]],
    [{ envVars: { TOKEN: "other" } }, ["envVars"]],
    [{ metadata: { team: "blue" } }, ["metadata"]],
    [{ customPorts: [{ port: 9000, name: "web" }] }, ["customPorts"]],
    [{ objectStorage: { ...mount, mountPoint: "/other" } }, ["objectStorage"]],
  ])("is replaced for %j", (now, replaces) => {
    for (const before of [undefined, {}]) expect(changes(before, now)).toEqual({ replaces, extends: false })
  })

  test.each<[string, Properties, Properties, string[]]>([
    ["changes what it stated", { cpuCount: 2 }, { cpuCount: 4 }, ["cpuCount"]],
    ["takes back what it stated", { description: "by hand" }, {}, ["description"]],
    [
      "changes what the API never shows",
      { locality: { region: "a" } },
      { locality: { region: "b" } },
      ["locality"],
    ],
    [
      "gives other credentials",
      { objectStorage: mount },
      { objectStorage: { ...mount, secretKey: "n" } },
      ["objectStorage"],
    ],
    ["wants a shorter life than it wanted", { timeout: 900 }, { timeout: 600 }, ["timeout"]],
  ])("is replaced where a later program %s", (_, before, now, replaces) => {
    expect(changes(before, now)).toEqual({ replaces, extends: false })
  })

  test("is extended to more than it has, and to more than was declared", () => {
    const extended = { replaces: [], extends: true }
    expect(changes(undefined, { timeout: 7200 })).toEqual(extended)
    expect(changes({ timeout: 600 }, { timeout: 900 })).toEqual(extended)
    // Somebody has shortened it since.
    expect(changes({ timeout: 900 }, { timeout: 900 }, { ...shown, timeout: 600 })).toEqual(extended)
  })
})

describe("Other things that the engine has imported", () => {
  test("a pool is scaled and replaced by what differs only", () => {
    const pool = { ...shown, name: undefined, namePrefix: "web", count: 3 }
    const changes = (before: Properties | undefined, now: Properties) =>
      poolChanges(olds("sandboxPool", pool, before, now), now)
    const stated = { count: 3, namePrefix: "web" }
    expect(changes(undefined, stated)).toEqual({ replaces: [], inPlace: [] })
    expect(changes(undefined, { ...stated, count: 5 })).toEqual({ replaces: [], inPlace: ["count"] })
    expect(changes(stated, { ...stated, namePrefix: "api" })).toEqual({
      replaces: ["namePrefix"],
      inPlace: [],
    })
    // A member that ended since is created again.
    const now = { ...stated, count: 4 }
    expect(poolChanges(olds("sandboxPool", pool, now, now), now).inPlace).toEqual(["count"])
  })

  test("a port is another one by what differs only", () => {
    const port = { sandboxId: "sbx-1", port: 9000, name: "api", protocol: "UDP" }
    const changes = (now: Properties) => portChanges(olds("sandboxPort", port, undefined, now), now)
    expect(changes({ ...port, protocol: "udp", servicePort: 9000 })).toEqual([])
    expect(changes({ ...port, protocol: "tcp" })).toEqual(["protocol"])
  })

  test("a template may leave its sandbox out, and state what the API never shows", () => {
    const template = { name: "image", cpuCount: 2, visibility: "private" }
    const changes = (now: Properties, before?: Properties) =>
      templateChanges(olds("sandboxTemplate", template, before, now), now)
    expect(changes({ name: "image" })).toEqual([])
    expect(changes({ name: "image", sandboxId: "sbx-1", readyCommand: { command: ["true"] } })).toEqual([])
    expect(changes({ name: "image", sandboxId: "sbx-2" }, { name: "image", sandboxId: "sbx-1" })).toEqual([
      "sandboxId",
    ])
    expect(changes({ name: "other" })).toEqual(["name"])
  })

  test("a power state shows what somebody has changed since", () => {
    const declared = { sandboxId: "sbx-1", state: "running" }
    expect(olds("sandboxPowerState", { ...declared, state: "paused" }, declared, declared)).toEqual({
      sandboxId: "sbx-1",
      state: "paused",
    })
  })
})
