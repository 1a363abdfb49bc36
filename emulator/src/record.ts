import { z } from "zod"
import {
  objectStorageInfo,
  port,
  type SecretSetting,
  startingSubstatuses,
  templateVisibilities,
} from "../../provider/src/contract"
import { type KeptSettings, storedSettings } from "./settings"
import type { SandboxRecord } from "./shapes"

const time = z.number().nullable()
const ports = z.array(port.required())
const bootStep = z.enum(startingSubstatuses)

/** What the data file keeps of a sandbox: no secret is among it. Times are milliseconds since 1970. */
export const storedSandbox = z.object({
  sandboxId: z.string(),
  accountId: z.string(),
  /** Order of creation; times alone may be equal. */
  sequence: z.number(),
  ...storedSettings,
  name: z.string(),
  templateId: z.string(),
  templateName: z.string(),
  projectId: z.string(),
  cpuCount: z.number(),
  memoryMb: z.number(),
  storageGb: z.number(),
  objectStorage: z.array(objectStorageInfo),
  region: z.string(),
  templatePorts: ports,
  customPorts: ports,
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
export type SandboxSecrets = Pick<KeptSettings, SecretSetting> &
  Pick<SandboxRecord, "envdAccessToken" | "networkProxy">

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
  ports: ports,
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
