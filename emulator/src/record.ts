import { z } from "zod"
import { startingSubstatuses, templateVisibilities } from "../../provider/src/contract"
import type { SandboxRecord } from "./types"

const time = z.number().nullable()
const port = z.object({
  port: z.number(),
  name: z.string(),
  protocol: z.string(),
  servicePort: z.number(),
  isProtected: z.boolean(),
})
const bootStep = z.enum(startingSubstatuses)

/** What the data file keeps of a sandbox: no secret is among it. Times are milliseconds since 1970. */
export const storedSandbox = z.object({
  sandboxId: z.string(),
  accountId: z.string(),
  /** Order of creation; times alone may be equal. */
  sequence: z.number(),
  name: z.string(),
  description: z.string(),
  templateId: z.string(),
  templateName: z.string(),
  projectId: z.string(),
  cpuCount: z.number(),
  memoryMb: z.number(),
  storageGb: z.number(),
  timeout: z.number(),
  secure: z.boolean(),
  allowInternetAccess: z.boolean(),
  autoPause: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  objectStorage: z.array(z.object({ uri: z.string(), mountPoint: z.string() })),
  objectStorageDirectMount: z.boolean(),
  s3fsExecutablePath: z.string().nullable(),
  netProxyCountry: z.string().nullable(),
  region: z.string(),
  templatePorts: z.array(port),
  customPorts: z.array(port),
  status: z.string(),
  substatus: z.string().nullable(),
  reason: z.string().nullable(),
  deletionInProgress: z.boolean(),
  /** When the present status and substatus began. */
  since: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
  startedAt: time,
  stoppedAt: time,
  timeoutAt: time,
  endedAt: time,
  pausingAt: time,
  pausedAt: time,
  resumedAt: time,
  /** Null while it does not run; running times before that are summed up in `runningMs`. */
  runningSince: time,
  runningMs: z.number(),
  pausedSince: time,
  pausedMs: z.number(),
  /** Scripted: the step at whose end it fails. */
  bootFailure: z.object({ substatus: bootStep, reason: z.string() }).nullable(),
  /** Scripted: the step in which it stays. */
  hangsIn: bootStep.nullable(),
  /** Scripted: why the pause or resume under way will not succeed. */
  rollBack: z.string().nullable(),
})

export type StoredSandbox = z.infer<typeof storedSandbox>

/** What lives in memory only. */
export type SandboxSecrets = Pick<SandboxRecord, "envVars" | "envdAccessToken" | "networkProxy">

export type Sandbox = StoredSandbox & SandboxSecrets

/** A template; the data file keeps those that accounts made. */
export const template = z.object({
  templateId: z.string(),
  /** Null for those that the service itself offers. */
  accountId: z.string().nullable(),
  sequence: z.number(),
  name: z.string(),
  description: z.string(),
  visibility: z.enum(templateVisibilities),
  cpuCount: z.number(),
  memoryMb: z.number(),
  ports: z.array(port),
  baseTemplateId: z.string().nullable(),
  customCommand: z.string().nullable(),
  readyCommand: z.string().nullable(),
  createdAt: z.number(),
  /** When its build comes to an end. */
  builtAt: z.number(),
  /** Scripted: why the build does not succeed. */
  failure: z.string().nullable(),
})

export type Template = z.infer<typeof template>
