import {
  createSandboxRequest,
  listSandboxesQuery,
  netProxyCountries,
  sandboxDetails,
  sandboxStatuses,
  switchProjectRequest,
  timeoutRequest,
} from "../../../../provider/src/contract"
import { faultTexts } from "../../../support/failures"

const faults = (request: object) => faultTexts(createSandboxRequest, request)

const mount = {
  uri: "s3://bucket/path",
  mountPoint: "/mnt",
  accessKey: "access",
  secretKey: "secret",
  region: "us-east-1",
}

describe("createSandboxRequest", () => {
  test("needs nothing", () => {
    expect(createSandboxRequest.parse({})).toEqual({})
  })

  test.each(["", "x".repeat(24), "é".repeat(24), "😀".repeat(24)])("takes the name %p", (name) => {
    expect(faults({ name })).toEqual([])
  })

  test.each(["x".repeat(25), "😀".repeat(25)])("refuses the name %p", (name) => {
    expect(faults({ name })).toEqual(["name: must be at most 24 characters"])
  })

  test.each([60, 300, 86400])("takes a timeout of %p seconds", (timeout) => {
    expect(faults({ timeout })).toEqual([])
  })

  test.each([
    [59, "must be at least 60"],
    [0, "must be at least 60"],
    [86401, "must be at most 86400"],
    [90.5, "must be a whole number"],
    ["300", "must be a number"],
    [Number.POSITIVE_INFINITY, "must be a number"],
  ])("refuses a timeout of %p", (timeout, reason) => {
    expect(faults({ timeout })).toEqual([`timeout: ${reason}`])
  })

  test.each([
    ["cpuCount", 1],
    ["memoryMb", 128],
    ["storageGb", 1],
  ])("takes %s from %p up", (key, least) => {
    expect(faults({ [key]: least })).toEqual([])
    expect(faults({ [key]: least - 1 })).toEqual([`${key}: must be at least ${least}`])
    expect(faults({ [key]: least + 0.5 })).toEqual([`${key}: must be a whole number`])
    expect(faults({ [key]: String(least) })).toEqual([`${key}: must be a number`])
  })

  test.each(["envVars", "metadata"])("takes texts in %s, under any key", (key) => {
    expect(faults({ [key]: { A: "1", "with space": "", constructor: "x", toString: "y" } })).toEqual([])
  })

  test.each(["envVars", "metadata"])("refuses other values in %s, each with its key", (key) => {
    expect(faults({ [key]: { A: 1, B: null, C: "fine", constructor: true } })).toEqual([
      `${key}.A: must be a text`,
      `${key}.B: must be a text`,
      `${key}.constructor: must be a text`,
    ])
    expect(faults({ [key]: ["A=1"] })).toEqual([`${key}: must be an object`])
  })

  test.each(["secure", "allowInternetAccess", "autoPause", "objectStorageDirectMount", "isAsync"])(
    "takes true and false for %s, and nothing else",
    (key) => {
      expect(faults({ [key]: true })).toEqual([])
      expect(faults({ [key]: false })).toEqual([])
      expect(faults({ [key]: "true" })).toEqual([`${key}: must be true or false`])
    },
  )

  test.each(["name", "description", "template", "projectId", "s3fsExecutablePath"])(
    "refuses a number for %s",
    (key) => {
      expect(faults({ [key]: 7 })).toEqual([`${key}: must be a text`])
    },
  )

  test("takes one mount, several, none, and null", () => {
    for (const objectStorage of [
      mount,
      [mount],
      [mount, { ...mount, mountPoint: "/more" }],
      [],
      null,
      undefined,
    ]) {
      expect(faults({ objectStorage })).toEqual([])
    }
  })

  test("refuses two mounts at one place, also if another fault is there", () => {
    const objectStorage = [
      mount,
      { ...mount, mountPoint: "/more" },
      { ...mount, uri: "s3://b", mountPoint: "/mnt/" },
    ]
    expect(faults({ objectStorage })).toEqual([
      "objectStorage[2].mountPoint: must be unique, the same as objectStorage[0].mountPoint",
    ])
    expect(faults({ timeout: 1, objectStorage })).toHaveLength(2)
  })

  test("names the mount that is wrong", () => {
    expect(faults({ objectStorage: { ...mount, mountPoint: "mnt" } })).toEqual([
      "objectStorage.mountPoint: must be absolute, got a relative path",
    ])
    expect(faults({ objectStorage: [mount, { ...mount, mountPoint: "/more", region: undefined }] })).toEqual([
      "objectStorage[1]: needs at least one of region and endpoint",
    ])
    expect(faults({ objectStorage: { ...mount, region: undefined } })).toEqual([
      "objectStorage: needs at least one of region and endpoint",
    ])
    expect(faults({ objectStorage: "s3://bucket" })).toEqual(["objectStorage: must be an object or a list"])
  })

  test("takes a locality of any combination, and null", () => {
    for (const locality of [{}, null, { autoDetect: true }, { region: "us-east", force: true }]) {
      expect(faults({ locality })).toEqual([])
    }
    expect(faults({ locality: { force: "yes", zone: 1 } })).toEqual([
      "locality.force: must be true or false",
      "locality.zone: is not a known property",
    ])
  })

  test("refuses a port number or name that occurs twice, naming the first", () => {
    const customPorts = [
      { port: 80, name: "one" },
      { port: 81, name: "two" },
      { port: 80, name: "three" },
      { port: 82, name: "two" },
    ]
    expect(faults({ customPorts })).toEqual([
      "customPorts[2].port: must be unique, the same as customPorts[0].port",
      "customPorts[3].name: must be unique, the same as customPorts[1].name",
    ])
  })

  test("says that ports occur twice also beside other faults", () => {
    const customPorts = [
      { port: 80, name: "one" },
      { port: 80, name: "ONE" },
    ]
    expect(faults({ timeout: 1, customPorts })).toEqual([
      "timeout: must be at least 60",
      "customPorts[1].name: must consist of lower-case letters, digits and single inner hyphens, with at least one letter",
      "customPorts[1].port: must be unique, the same as customPorts[0].port",
    ])
    expect(faults({ customPorts: "80" })).toEqual(["customPorts: must be a list"])
    expect(faults({ customPorts: [80, null] })).toEqual([
      "customPorts[0]: must be an object",
      "customPorts[1]: must be an object",
    ])
  })

  test("takes the countries of the API only", () => {
    for (const netProxyCountry of netProxyCountries) expect(faults({ netProxyCountry })).toEqual([])
    expect(faults({ netProxyCountry: "germany" })).toEqual([
      `netProxyCountry: must be one of ${netProxyCountries.join(", ")}`,
    ])
  })

  test("finds every fault at once", () => {
    expect(faults({ name: "x".repeat(25), timeout: 5, cpuCount: 0, colour: "red" })).toEqual([
      "name: must be at most 24 characters",
      "cpuCount: must be at least 1",
      "timeout: must be at least 60",
      "colour: is not a known property",
    ])
  })
})

describe("timeoutRequest", () => {
  test.each([1, 86400])("takes %p", (timeout) => {
    expect(faultTexts(timeoutRequest, { timeout })).toEqual([])
  })

  test.each([
    [0, "must be at least 1"],
    [86401, "must be at most 86400"],
    [1.5, "must be a whole number"],
    [undefined, "is required"],
  ])("refuses %p", (timeout, reason) => {
    expect(faultTexts(timeoutRequest, { timeout })).toEqual([`timeout: ${reason}`])
  })
})

describe("switchProjectRequest", () => {
  test("needs a project", () => {
    expect(faultTexts(switchProjectRequest, {})).toEqual(["projectId: is required"])
    expect(faultTexts(switchProjectRequest, { projectId: "" })).toEqual(["projectId: must not be empty"])
  })
})

describe("listSandboxesQuery", () => {
  test("takes each status of the API and no other", () => {
    for (const status of sandboxStatuses) expect(faultTexts(listSandboxesQuery, { status })).toEqual([])
    expect(faultTexts(listSandboxesQuery, { status: "asleep" })).toEqual([
      `status: must be one of ${sandboxStatuses.join(", ")}`,
    ])
  })

  test("takes an order of asc and desc only", () => {
    expect(faultTexts(listSandboxesQuery, { sortOrder: "asc" })).toEqual([])
    expect(faultTexts(listSandboxesQuery, { sortOrder: "up" })).toEqual([
      "sortOrder: must be one of asc, desc",
    ])
  })
})

describe("sandboxDetails", () => {
  test("takes a status that this version does not know, and drops new fields", () => {
    expect(sandboxDetails.parse({ sandboxId: "sbx-1", status: "hibernating", mood: "good" })).toEqual({
      sandboxId: "sbx-1",
      status: "hibernating",
    })
  })

  test.each(["sandboxId", "status"])("needs %s", (key) => {
    const details = { sandboxId: "sbx-1", status: "running" }
    expect(faultTexts(sandboxDetails, { ...details, [key]: undefined })).toEqual([`${key}: is required`])
    expect(faultTexts(sandboxDetails, { ...details, [key]: "" })).toEqual([`${key}: must not be empty`])
  })
})
