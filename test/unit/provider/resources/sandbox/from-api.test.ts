import type { SandboxDetails } from "../../../../../provider/src/contract"
import { inputNames } from "../../../../../provider/src/resources/sandbox/changes"
import { inputsShownBy, outputsOf } from "../../../../../provider/src/resources/sandbox/from-api"
import { outputNames } from "../../../../../provider/src/resources/sandbox/outputs"

const sandbox: SandboxDetails = {
  sandboxId: "sbx-1",
  status: "running",
  substatus: "",
  reason: null,
  name: "web-x7f",
  templateId: "tpl-1",
  templateName: "base",
  projectId: "prj-default",
  cpuCount: 2,
  memoryMb: 1024,
  storageGb: 10,
  timeout: 7200,
  envVars: { MASKED: "***" },
  metadata: { "pulumi-scalebox-owner": "shop/dev/web" },
  sandboxDomain: "sbx-1.example.com",
  envdAccessToken: "token",
  networkProxy: { proxyUrl: "http://u:p@h:1" },
  createdAt: "2026-01-01T00:00:00Z",
  startedAt: "2026-01-01T00:00:05Z",
  timeoutAt: "2026-01-01T02:00:05Z",
  updatedAt: "2026-01-01T00:00:09Z",
  uptime: 55,
  remainingSeconds: 7145,
  totalRunningSeconds: 55,
}

describe("outputsOf", () => {
  const outputs = outputsOf({ name: "web", timeout: 300, envVars: { A: "1" } }, sandbox, "https://api.test")

  test("echoes what was declared, whatever the server made of it", () => {
    expect(outputs).toMatchObject({ name: "web", timeout: 300, envVars: { A: "1" } })
    expect(outputs.metadata).toBeUndefined()
    expect(outputs.template).toBeUndefined()
  })

  test("shows what the server decided under names of its own", () => {
    expect(outputs).toMatchObject({
      endpoint: "https://api.test",
      status: "running",
      assignedName: "web-x7f",
      templateId: "tpl-1",
      currentProjectId: "prj-default",
      resources: { cpuCount: 2, memoryMb: 1024, storageGb: 10 },
      sandboxDomain: "sbx-1.example.com",
      envdAccessToken: "token",
      networkProxy: { proxyUrl: "http://u:p@h:1" },
      timeoutAt: "2026-01-01T02:00:05Z",
    })
    expect(outputs.substatus).toBeUndefined()
    expect(outputs.reason).toBeUndefined()
  })

  test("has inputs and outputs and nothing else: no volatile field enters the state", () => {
    expect(Object.keys(outputs).sort()).toEqual([...inputNames, ...outputNames].sort())
  })
})

describe("inputsShownBy", () => {
  test("knows every input that the API shows", () => {
    const shown = Object.keys(inputsShownBy(sandbox))
    expect([...shown, "locality", "waitForRunning"].sort()).toEqual([...inputNames].sort())
  })

  test("leaves out what says nothing, and the provider's own metadata", () => {
    const shown = inputsShownBy({ ...sandbox, description: "", envVars: null, netProxyCountry: null })
    expect(shown).toMatchObject({ name: "web-x7f", template: "base", timeout: 7200 })
    for (const name of ["description", "envVars", "metadata", "netProxyCountry"]) {
      expect(shown[name]).toBeUndefined()
    }
  })

  test("shows ports as they are declared", () => {
    const customPorts = [{ port: 80, name: "web", protocol: "TCP", servicePort: 80, isProtected: false }]
    expect(inputsShownBy({ ...sandbox, customPorts }).customPorts).toEqual([
      { port: 80, name: "web", protocol: "TCP", servicePort: 80 },
    ])
  })
})
