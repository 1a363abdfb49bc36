import type { SandboxDetails } from "../../../../../provider/src/contract"
import { unknown } from "../../../../../provider/src/resources/properties"
import { importFaults } from "../../../../../provider/src/resources/sandbox/import"

const sandbox: SandboxDetails = {
  sandboxId: "sbx-1",
  status: "running",
  name: "web",
  description: "",
  templateName: "python-dev",
  templateId: "tpl-7",
  projectId: "prj-1",
  cpuCount: 2,
  memoryMb: 1024,
  storageGb: 10,
  timeout: 3600,
  envVars: { A: "1" },
  metadata: { team: "a", "pulumi-scalebox-owner": "other/stack/web" },
  secure: true,
  allowInternetAccess: true,
  objectStorage: [{ uri: "s3://b", mountPoint: "/m" }],
  customPorts: [
    { port: 80, name: "web", protocol: "TCP", servicePort: 80, isProtected: false },
    { port: 53, name: "dns", protocol: "UDP", servicePort: 5353 },
  ],
  autoPause: false,
  netProxyCountry: null,
}
const mount = { uri: "s3://b", mountPoint: "/m", accessKey: "a", secretKey: "s", region: "r" }

const differs = "differs from the sandbox to import; declare what it has, and change it after the import"

describe("importFaults", () => {
  test("finds nothing where an empty value says that there is nothing", () => {
    const bare: SandboxDetails = { sandboxId: "sbx-1", status: "running", timeout: 3600 }
    const declared = { description: "", metadata: {}, envVars: {}, customPorts: [] }
    expect(importFaults(declared, bare)).toEqual([])
  })

  test("finds nothing where everything is declared as it is", () => {
    expect(
      importFaults(
        {
          name: "web",
          template: "python-dev",
          projectId: "prj-1",
          cpuCount: 2,
          memoryMb: 1024,
          storageGb: 10,
          timeout: 3600,
          envVars: { A: "1" },
          metadata: { team: "a" },
          secure: true,
          allowInternetAccess: true,
          objectStorage: mount,
          customPorts: [
            { port: 53, name: "dns", protocol: "udp", servicePort: 5353 },
            { port: 80, name: "web" },
          ],
          autoPause: false,
          locality: { region: "us-east" },
          waitForRunning: false,
          description: undefined,
        },
        sandbox,
      ),
    ).toEqual([])
  })

  test.each<[string, unknown]>([
    ["name", "api"],
    ["description", "something"],
    ["template", "base"],
    ["projectId", "prj-2"],
    ["cpuCount", 4],
    ["memoryMb", 2048],
    ["storageGb", 20],
    ["envVars", { A: "1", B: "2" }],
    ["metadata", { team: "b" }],
    ["secure", false],
    ["allowInternetAccess", false],
    ["objectStorage", [mount, mount]],
    ["objectStorage", { ...mount, mountPoint: "/other" }],
    ["customPorts", [{ port: 81, name: "web" }]],
    ["customPorts", [{ port: 80, name: "other" }]],
    ["customPorts", [{ port: 53, name: "dns", servicePort: 5353 }]],
    ["autoPause", true],
    ["netProxyCountry", "canada"],
    ["s3fsExecutablePath", "/bin/s3fs"],
  ])("finds that %s is declared as %j", (name, value) => {
    expect(importFaults({ [name]: value }, sandbox)).toEqual([{ path: [name], reason: differs }])
  })

  test("takes the template by its id as well", () => {
    expect(importFaults({ template: "tpl-7" }, sandbox)).toEqual([])
  })

  test("takes a shorter timeout, and refuses a longer one", () => {
    expect(importFaults({ timeout: 60 }, sandbox)).toEqual([])
    expect(importFaults({ timeout: 3601 }, sandbox)).toEqual([
      {
        path: ["timeout"],
        reason:
          "is longer than the sandbox to import has; declare what it has, and change it after the import",
      },
    ])
  })

  test("takes fewer ports than there are", () => {
    expect(importFaults({ customPorts: [{ port: 80, name: "web" }] }, sandbox)).toEqual([])
    expect(importFaults({ customPorts: [] }, sandbox)).toEqual([])
  })

  test("lets pass what is not known yet, also inside of a value", () => {
    expect(
      importFaults(
        { name: unknown, envVars: { A: unknown }, objectStorage: [{ ...mount, uri: unknown }] },
        sandbox,
      ),
    ).toEqual([])
  })

  test("shows no value", () => {
    const faults = importFaults({ envVars: { A: "private" }, metadata: { team: "private" } }, sandbox)
    expect(faults).toHaveLength(2)
    expect(JSON.stringify(faults)).not.toContain("private")
  })
})
