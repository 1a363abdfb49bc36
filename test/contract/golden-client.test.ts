import type { ScaleboxClient } from "../../provider/src/client"
import { clientOn, text } from "../support/send"
import * as golden from "./golden"

const id = "sbx-abc123def456789"

/** What the client makes of a golden answer. */
const parsed = (data: string, call: (client: ScaleboxClient) => Promise<unknown>) =>
  call(clientOn([text(200, golden.success(data))]).client)

const port = { port: 8080, servicePort: 8080, protocol: "TCP", name: "web-server", isProtected: false }
const ssh = { port: 22, servicePort: 22, protocol: "TCP", name: "ssh", isProtected: true }

const details = {
  sandboxId: id,
  name: "my-dev",
  description: "for me",
  templateId: "tpl-abc123",
  templateName: "python-dev",
  ownerUserId: "usr-1",
  projectId: "prj-1",
  projectName: "Default",
  cpuCount: 2,
  memoryMb: 4096,
  storageGb: 10,
  timeout: 3600,
  secure: true,
  allowInternetAccess: true,
  metadata: { project: "web-app", snake_key: "kept", camelKey: "kept" },
  envVars: { DEBUG: "true", API_KEY: "your-secret-key", camelKey: "kept" },
  status: "running",
  substatus: null,
  reason: null,
  startedAt: "2026-01-01T00:00:05Z",
  stoppedAt: null,
  timeoutAt: "2026-01-01T01:00:05Z",
  endedAt: null,
  pausedAt: null,
  pausingAt: null,
  resumedAt: null,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:06Z",
  sandboxDomain: "sbx-abc123def456789.example.com",
  envdAccessToken: "envd-token",
  uptime: 55,
  totalRunningSeconds: 55,
  totalPausedSeconds: 0,
  persistenceDays: 7,
  persistenceExpiresAt: null,
  autoPause: true,
  networkProxy: {
    proxyUrl: "http://user:pass@proxy.example.com:1080",
    proxyConfigs: { host: "proxy.example.com", port: 1080, username: "user", password: "pass" },
  },
  ports: [ssh, port],
  templatePorts: [ssh],
  customPorts: [port],
  netProxyCountry: "canada",
  objectStorage: [{ uri: "s3://my-bucket/data", mountPoint: "/mnt/oss" }],
  objectStorageDirectMount: false,
  objectStorageS3fsPath: null,
  deletionInProgress: false,
  remainingSeconds: 3545,
}

describe("The client understands the API's own", () => {
  const cases: [string, string, (client: ScaleboxClient) => Promise<unknown>, unknown][] = [
    ["sandbox", golden.sandbox, (client) => client.getSandbox(id), details],
    ["answer to a create", golden.sandbox, (client) => client.createSandbox({}), details],
    [
      "list",
      golden.sandboxList,
      (client) => client.listSandboxes(),
      { sandboxes: [details], pagination: { page: 1, limit: 20, total: 1, totalPages: 1, offset: 0 } },
    ],
    [
      "status",
      golden.status,
      (client) => client.getSandboxStatus(id),
      {
        sandboxId: id,
        status: "starting",
        substatus: "waiting_ready",
        reason: null,
        updatedAt: "2026-01-01T00:00:06Z",
      },
    ],
    [
      "statistics",
      golden.stats,
      (client) => client.getSandboxStats(),
      {
        totalSandboxes: 4,
        runningSandboxes: 2,
        terminatedSandboxes: 1,
        failedSandboxes: 1,
        totalCost: 1.5,
        avgCpuUsage: 12.5,
        avgMemoryUsage: 40,
        totalUptimeHours: 3.25,
      },
    ],
    [
      "ports",
      golden.ports,
      (client) => client.listPorts(id),
      {
        ports: [{ port: 8080, servicePort: 80, protocol: "UDP", name: "web", isProtected: false }],
        templatePorts: [],
        customPorts: [{ port: 8080, servicePort: 80, protocol: "UDP", name: "web", isProtected: false }],
      },
    ],
    [
      "answer to a timeout",
      golden.timeout,
      (client) => client.setTimeout(id, 7200),
      { timeout: 7200, timeoutAt: "2026-01-01T02:00:05Z", usedLifetime: 60, remainingTime: 7140 },
    ],
    [
      "answer to a delete",
      golden.ending,
      (client) => client.deleteSandbox(id),
      { sandboxId: id, status: "terminating", note: "In the background" },
    ],
    [
      "answer to a terminate",
      golden.ending,
      (client) => client.terminateSandbox(id),
      { sandboxId: id, status: "terminating", note: "In the background" },
    ],
    [
      "answer to a batch delete",
      golden.batchDelete,
      (client) => client.batchDelete([id]),
      {
        successfulCount: 1,
        failedCount: 1,
        successful: [id],
        failed: [{ sandboxId: "sbx-def456ghi789012", error: "sandbox is running" }],
      },
    ],
    ...(["batchTerminate", "batchPause", "batchResume"] as const).map(
      (name): [string, string, (client: ScaleboxClient) => Promise<unknown>, unknown] => [
        `answer to ${name}`,
        golden.batch,
        (client) => client[name]([id]),
        {
          total: 2,
          successful: 1,
          failed: 1,
          results: [
            { sandboxId: id, status: "success" },
            { sandboxId: "sbx-def456ghi789012", status: "error", error: "sandbox is not running" },
          ],
        },
      ],
    ),
    [
      "regions",
      golden.regions,
      (client) => client.listRegions(),
      [{ id: "us-east", name: "US East (N. Virginia)" }],
    ],
    [
      "template",
      golden.template,
      (client) => client.createTemplate(id, { name: "golden" }),
      {
        templateId: "tpl-abc123",
        name: "golden",
        description: "All set",
        defaultCpuCount: 2,
        defaultMemoryMb: 4096,
        isPublic: false,
        status: "pending",
        baseTemplateId: "tpl-base",
        ports: "[]",
        customCommand: "serve",
        readyCommand: "{}",
        createdAt: "2026-01-01T00:00:00Z",
        message: "Template creation initiated",
      },
    ],
  ]

  test.each(cases)("%s", async (_, data, call, expected) => {
    expect(await parsed(data, call)).toEqual(expected)
  })
})

describe("The client sends the bodies of the reference", () => {
  const sentBy = async (call: (client: ScaleboxClient) => Promise<unknown>, answer = "null") => {
    const { client, requests } = clientOn([text(200, golden.success(answer))])
    await call(client)
    return JSON.parse(requests[0]?.body ?? "")
  }

  test("to create", async () => {
    const sent = await sentBy(
      (client) =>
        client.createSandbox({
          name: "my-dev",
          template: "python-dev",
          cpuCount: 2,
          memoryMb: 4096,
          storageGb: 10,
          timeout: 3600,
          autoPause: true,
          isAsync: false,
          envVars: { DEBUG: "true", API_KEY: "your-secret-key" },
          metadata: { project: "web-app", environment: "development" },
          objectStorage: {
            uri: "s3://my-bucket/data",
            mountPoint: "/mnt/oss",
            accessKey: "YOUR_S3_ACCESS_KEY",
            secretKey: "YOUR_S3_SECRET_KEY",
            region: "us-east-1",
          },
          customPorts: [
            { port: 8080, name: "web-server", protocol: "tcp" },
            { port: 9000, name: "api-server", protocol: "tcp" },
          ],
          locality: { region: "ap-southeast", force: false },
        }),
      golden.sandbox,
    )
    const upper = golden.createExample.replaceAll('"tcp"', '"TCP"')
    expect(sent).toEqual(JSON.parse(upper))
  })

  test("to extend, to pause and to delete", async () => {
    expect(await sentBy((client) => client.extendTimeout(id, 7200))).toEqual(JSON.parse(golden.extendExample))
    expect(await sentBy((client) => client.pauseSandbox(id))).toEqual(JSON.parse(golden.pauseExample))
    expect(
      await sentBy((client) => client.batchDelete([id, "sbx-def456ghi789012"]), golden.batchDelete),
    ).toEqual(JSON.parse(golden.batchDeleteExample))
  })
})
