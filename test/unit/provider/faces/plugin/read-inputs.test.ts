import { readInputs } from "../../../../../provider/src/faces/plugin/read-inputs"
import { facts } from "../../../../../provider/src/resources/facts"
import type { Kind } from "../../../../../provider/src/resources/kinds"
import type { Properties } from "../../../../../provider/src/resources/properties"

const defaults = {
  template: "base",
  timeout: 300,
  secure: true,
  allowInternetAccess: true,
  autoPause: false,
  objectStorageDirectMount: false,
  envVars: {},
  customPorts: [],
  description: "",
  objectStorage: undefined,
  status: "running",
  envdAccessToken: "token",
}
const ports = [{ port: 80, name: "web", protocol: "TCP", servicePort: 80 }]

test.each<[string, Kind, Properties, Properties, string[]]>([
  ["a sandbox of which nothing was said", "sandbox", defaults, {}, []],
  [
    "a sandbox of which much was said",
    "sandbox",
    {
      ...defaults,
      template: "node",
      timeout: 600,
      secure: false,
      customPorts: ports,
      autoPause: true,
      cpuCount: 2,
    },
    { template: "node", timeout: 600, secure: false, customPorts: ports, autoPause: true, cpuCount: 2 },
    [],
  ],
  [
    "a sandbox with secrets",
    "sandbox",
    { ...defaults, name: "web", envVars: { A: "1" }, objectStorage: [{ uri: "s3://b", mountPoint: "/m" }] },
    { name: "web" },
    ["envVars", "objectStorage"],
  ],
  [
    "a pool",
    "sandboxPool",
    { ...defaults, count: 0, namePrefix: "web" },
    { count: 0, namePrefix: "web" },
    [],
  ],
  [
    "a port",
    "sandboxPort",
    { sandboxId: "sbx-1", port: 80, name: "web", protocol: "TCP", url: "https://80-x" },
    { sandboxId: "sbx-1", port: 80, name: "web", protocol: "TCP" },
    [],
  ],
  [
    "a template",
    "sandboxTemplate",
    { name: "image", visibility: "private", status: "available" },
    { name: "image" },
    [],
  ],
  [
    "a shared template",
    "sandboxTemplate",
    { name: "image", visibility: "public", memoryMb: 512 },
    { name: "image", visibility: "public", memoryMb: 512 },
    [],
  ],
  [
    "a power state",
    "sandboxPowerState",
    { sandboxId: "sbx-1", state: "paused", endpoint: "https://api.test" },
    { sandboxId: "sbx-1", state: "paused" },
    [],
  ],
  [
    "a project",
    "sandboxProjectAssignment",
    { sandboxId: "sbx-1", projectId: "prj-1" },
    { sandboxId: "sbx-1", projectId: "prj-1" },
    [],
  ],
])("The inputs of %s are those that say something and are no secret", (_, kind, outputs, inputs, secret) => {
  expect(readInputs(facts[kind], outputs)).toEqual({ inputs, secret })
})
