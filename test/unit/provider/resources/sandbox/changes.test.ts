import { unknown } from "../../../../../provider/src/resources/properties"
import { changesOf, effects, inputNames } from "../../../../../provider/src/resources/sandbox/changes"
import type { SandboxInputs } from "../../../../../provider/src/resources/sandbox/inputs"

const unchanged = { replaces: [], extends: false }

const mount = { uri: "s3://b", mountPoint: "/m", accessKey: "a", secretKey: "s", region: "r" }

const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** For every input that replaces: a value and another one. */
const others: Record<Exclude<keyof SandboxInputs, "timeout" | "waitForRunning">, [unknown, unknown]> = {
  name: ["one", "two"],
  description: ["one", "two"],
  template: ["base", "python-dev"],
  projectId: ["prj-1", "prj-2"],
  cpuCount: [1, 2],
  memoryMb: [512, 1024],
  storageGb: [5, 10],
  envVars: [{ A: "1" }, { A: "2" }],
  metadata: [{ a: "1" }, { a: "1", b: "2" }],
  secure: [true, false],
  allowInternetAccess: [true, false],
  objectStorage: [mount, { ...mount, secretKey: "rotated" }],
  objectStorageDirectMount: [false, true],
  s3fsExecutablePath: ["/bin/s3fs", "/usr/bin/s3fs"],
  customPorts: [[{ port: 80, name: "web" }], [{ port: 81, name: "web" }]],
  locality: [{ region: "us-east" }, { region: "us-west" }],
  autoPause: [true, false],
  netProxyCountry: ["canada", "japan"],
}
const replacing = Object.entries(others)

describe("changesOf", () => {
  test.each(replacing)("replaces when %s changes from %j to %j and back", (name, [one, two]) => {
    expect(changesOf({ [name]: one }, { [name]: two })).toEqual({ replaces: [name], extends: false })
    expect(changesOf({ [name]: two }, { [name]: one })).toEqual({ replaces: [name], extends: false })
  })

  test.each(replacing)("replaces when %s is added or taken away", (name, [one, two]) => {
    const value = two === false ? one : two
    expect(changesOf({}, { [name]: value }).replaces).toEqual([name])
    expect(changesOf({ [name]: value }, {}).replaces).toEqual([name])
  })

  test.each(replacing)("replaces when %s is not known yet", (name, [one]) => {
    expect(changesOf({ [name]: one }, { [name]: unknown }).replaces).toEqual([name])
  })

  test.each(replacing)("leaves %s alone when it stays", (name, [one]) => {
    expect(changesOf({ [name]: one }, { [name]: copyOf(one) })).toEqual(unchanged)
  })

  test("knows what each input leads to", () => {
    expect(Object.keys(others).sort()).toEqual(
      inputNames.filter((name) => effects[name] === "replace").sort(),
    )
  })

  test("extends a timeout, and replaces to shorten it", () => {
    expect(changesOf({ timeout: 300 }, { timeout: 301 })).toEqual({ replaces: [], extends: true })
    expect(changesOf({ timeout: 300 }, { timeout: 299 })).toEqual({ replaces: ["timeout"], extends: false })
    expect(changesOf({ timeout: 300 }, { timeout: 300 })).toEqual(unchanged)
  })

  test("takes a timeout that is not known yet for a longer one", () => {
    expect(changesOf({ timeout: 300 }, { timeout: unknown })).toEqual({ replaces: [], extends: true })
  })

  test("does nothing when waitForRunning changes", () => {
    expect(changesOf({ waitForRunning: true }, { waitForRunning: false })).toEqual(unchanged)
  })

  test("ignores what it does not know, the hidden input first of all", () => {
    expect(
      changesOf({ __scalebox: { owner: "a" } }, { __scalebox: { owner: "b" }, status: "failed" }),
    ).toEqual(unchanged)
  })

  test("names every input that replaces", () => {
    expect(
      changesOf({ name: "a", timeout: 300, cpuCount: 1 }, { name: "b", timeout: 60, cpuCount: 2 }),
    ).toEqual({
      replaces: ["name", "cpuCount", "timeout"],
      extends: false,
    })
  })
})

describe("Spellings that mean the same", () => {
  test.each<[string, string, unknown, unknown]>([
    ["one mount and a list of it", "objectStorage", mount, [mount]],
    ["keys in another order", "envVars", { A: "1", B: "2" }, { B: "2", A: "1" }],
    [
      "protocols in another case",
      "customPorts",
      [{ port: 1, name: "a", protocol: "udp" }],
      [{ port: 1, name: "a", protocol: "UDP" }],
    ],
    [
      "TCP and no protocol",
      "customPorts",
      [{ port: 1, name: "a" }],
      [{ port: 1, name: "a", protocol: "tcp" }],
    ],
    [
      "the port and no service port",
      "customPorts",
      [{ port: 1, name: "a" }],
      [{ port: 1, name: "a", servicePort: 1 }],
    ],
    ["a direct mount switched off and left out", "objectStorageDirectMount", false, undefined],
    ["a locality switched off and left out", "locality", { autoDetect: false, force: false }, undefined],
    ["a region that is not forced", "locality", { region: "us-east", force: false }, { region: "us-east" }],
    ["an empty text and none", "description", "", undefined],
    ["an empty map and none", "envVars", {}, undefined],
    ["an empty map and null", "metadata", {}, null],
    ["an empty list and none", "customPorts", [], undefined],
    ["an empty list and null", "objectStorage", [], null],
  ])("%s", (_, name, one, two) => {
    expect(changesOf({ [name]: one }, { [name]: two })).toEqual(unchanged)
    expect(changesOf({ [name]: two }, { [name]: one })).toEqual(unchanged)
  })

  test.each<[string, string, unknown, unknown]>([
    ["another mount in the list", "objectStorage", mount, [mount, mount]],
    ["another protocol", "customPorts", [{ port: 1, name: "a" }], [{ port: 1, name: "a", protocol: "UDP" }]],
    [
      "another service port",
      "customPorts",
      [{ port: 1, name: "a" }],
      [{ port: 1, name: "a", servicePort: 2 }],
    ],
    ["a region that is forced", "locality", { region: "us-east" }, { region: "us-east", force: true }],
    ["a text in another case", "name", "Web", "web"],
  ])("are not to be mixed up with %s", (_, name, one, two) => {
    expect(changesOf({ [name]: one }, { [name]: two }).replaces).toEqual([name])
  })
})

describe("The order of a list", () => {
  test("of ports or mounts is no change", () => {
    const ports = [
      { port: 80, name: "a" },
      { port: 81, name: "b" },
    ]
    expect(changesOf({ customPorts: ports }, { customPorts: [...ports].reverse() })).toEqual(unchanged)
    const mounts = [{ mountPoint: "/a" }, { mountPoint: "/b" }]
    expect(changesOf({ objectStorage: mounts }, { objectStorage: [...mounts].reverse() })).toEqual(unchanged)
  })
})
