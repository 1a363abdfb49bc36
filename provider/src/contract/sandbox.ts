import * as z from "zod"
import { type PageQuery, type Pagination, pageQuery, pagination } from "./envelope"
import { type Equal, same } from "./equal"
import {
  type ObjectStorageInfo,
  type ObjectStorageMount,
  objectStorageInfo,
  objectStorageMount,
} from "./object-storage"
import { type Port, type PortConfig, port, portConfig } from "./port"
import { type Locality, locality } from "./region"
import { textOf } from "./text"
import { wholeNumber } from "./whole-number"

/** Seconds. */
export const timeoutLimits = { min: 60, max: 86_400, default: 300 } as const
/** What the API does where nothing is said. */
export const sandboxDefaults = {
  template: "base",
  timeout: timeoutLimits.default,
  secure: true,
  allowInternetAccess: true,
  autoPause: false,
} as const
export const nameLimits = { max: 24 } as const
export const resourceLimits = { cpuCount: 1, memoryMb: 128, storageGb: 1 } as const

export const sandboxStatuses = [
  "created",
  "starting",
  "running",
  "pausing",
  "paused",
  "resuming",
  "terminating",
  "terminated",
  "failed",
] as const
export type SandboxStatus = (typeof sandboxStatuses)[number]

/** In these a sandbox stays until something happens to it; in all others, also unknown ones, it is on its way. */
export const settledStatuses: readonly string[] = ["running", "paused", "terminated", "failed"]

/** Whether a sandbox has ended or is about to, so that nothing can bring it back. */
export const hasEnded = ({
  status,
  deletionInProgress,
}: {
  status: string
  deletionInProgress?: boolean | null | undefined
}): boolean => Boolean(deletionInProgress) || ["terminating", "terminated"].includes(status)

/** The steps of starting, then those of terminating. */
export const startingSubstatuses = ["allocating", "deploying", "initializing", "waiting_ready"] as const
export const terminatingSubstatuses = ["cleaning_resources", "cleaning_data"] as const

export const netProxyCountries = [
  "united-states",
  "canada",
  "japan",
  "malaysia",
  "brazil",
  "france",
  "italy",
  "china",
  "hong-kong",
] as const
export type NetProxyCountry = (typeof netProxyCountries)[number]

/** What can be said of a sandbox when it is created. */
export interface SandboxSettings {
  /** Up to 24 characters; default: made by the API. The API may add a suffix, and names need not be unique. */
  name?: string | undefined
  /** What the sandbox is for; default empty. */
  description?: string | undefined
  /** Name or id of a template; default `base`. */
  template?: string | undefined
  /** Project to put the sandbox in; default: the account's default project. */
  projectId?: string | undefined
  /** CPU cores, at least 1; default: what the template says. */
  cpuCount?: number | undefined
  /** Memory in MiB, at least 128; default: what the template says. */
  memoryMb?: number | undefined
  /** Persistent storage in GB, at least 1; default: half of what the plan allows. */
  storageGb?: number | undefined
  /** Seconds from its start until the sandbox ends or, with `autoPause`, pauses: 60 to 86400; default 300. */
  timeout?: number | undefined
  /** Environment variables inside the sandbox. A secret as a whole. */
  envVars?: Record<string, string> | undefined
  /** Key-value pairs kept with the sandbox. */
  metadata?: Record<string, string> | undefined
  /** The API's security setting; default true. */
  secure?: boolean | undefined
  /** Whether the sandbox reaches the internet; default true. */
  allowInternetAccess?: boolean | undefined
  /** One mount of S3-compatible storage, or several. */
  objectStorage?: ObjectStorageMount | ObjectStorageMount[] | null | undefined
  /** Custom templates only: mount object storage in the worker container itself; default false. */
  objectStorageDirectMount?: boolean | undefined
  /** Path of the s3fs binary for a direct mount; default `s3fs`. */
  s3fsExecutablePath?: string | undefined
  /** Ports to open from the start, besides those of the template. Numbers and names must be unique. */
  customPorts?: PortConfig[] | undefined
  /** Where to run; default: wherever there is room. */
  locality?: Locality | null | undefined
  /** Pause instead of ending when the timeout is reached; default false. */
  autoPause?: boolean | undefined
  /** Country that the sandbox's traffic leaves from; default: no proxy. */
  netProxyCountry?: NetProxyCountry | undefined
}

const seconds = wholeNumber.min(timeoutLimits.min).max(timeoutLimits.max)
const texts = z.record(z.string(), z.string())

export const sandboxSettingsShape = {
  /** Characters, not UTF-16 units. */
  name: z
    .string()
    .refine((name) => [...name].length <= nameLimits.max, {
      error: `must be at most ${nameLimits.max} characters`,
    })
    .optional(),
  description: z.string().optional(),
  template: z.string().optional(),
  projectId: z.string().optional(),
  cpuCount: wholeNumber.min(resourceLimits.cpuCount).optional(),
  memoryMb: wholeNumber.min(resourceLimits.memoryMb).optional(),
  storageGb: wholeNumber.min(resourceLimits.storageGb).optional(),
  timeout: seconds.optional(),
  envVars: texts.optional(),
  metadata: texts.optional(),
  secure: z.boolean().optional(),
  allowInternetAccess: z.boolean().optional(),
  objectStorage: z.union([objectStorageMount, z.array(objectStorageMount)]).nullish(),
  objectStorageDirectMount: z.boolean().optional(),
  s3fsExecutablePath: z.string().optional(),
  customPorts: z.array(portConfig).optional(),
  locality: locality.nullish(),
  autoPause: z.boolean().optional(),
  netProxyCountry: z.enum(netProxyCountries).optional(),
}

/** Two ports with one number or name are refused wherever the list comes from, also beside other faults. */
function refuseDuplicatePorts(payload: z.core.ParsePayload<{ customPorts?: PortConfig[] | undefined }>) {
  const list: unknown = payload.value?.customPorts
  if (!Array.isArray(list)) return
  for (const key of ["port", "name"] as const) {
    const first = new Map<unknown, number>()
    list.forEach((entry: unknown, index) => {
      const value = entry !== null && typeof entry === "object" ? Reflect.get(entry, key) : undefined
      if (value === undefined) return
      const earlier = first.get(value)
      if (earlier === undefined) first.set(value, index)
      else {
        payload.issues.push({
          code: "custom",
          input: value,
          path: ["customPorts", index, key],
          message: `must be unique, the same as customPorts[${earlier}].${key}`,
        })
      }
    })
  }
}

/** Applied to the settings however many single fields are wrong. */
const always = () => true

const settings = z.strictObject(sandboxSettingsShape)
same<Equal<z.input<typeof settings>, SandboxSettings>>()

export const uniquePorts = z.check<{ customPorts?: PortConfig[] | undefined }>(refuseDuplicatePorts)
uniquePorts._zod.def.when = always

/** Body of `POST /v1/sandboxes`. */
export interface CreateSandboxRequest extends SandboxSettings {
  /** Answer at once instead of waiting until the sandbox runs or failed; default false. */
  isAsync?: boolean | undefined
}

export const createSandboxRequest = z
  .strictObject({ ...sandboxSettingsShape, isAsync: z.boolean().optional() })
  .check(uniquePorts)
same<Equal<z.input<typeof createSandboxRequest>, CreateSandboxRequest>>()

/** Proxy that a sandbox with `netProxyCountry` goes through. A secret as a whole. */
export interface NetworkProxy {
  /** With user name and password inside. */
  proxyUrl?: string | null | undefined
  /** The parts of the same. */
  proxyConfigs?:
    | {
        host?: string | undefined
        port?: number | undefined
        username?: string | undefined
        password?: string | undefined
      }
    | null
    | undefined
}

const networkProxy = z.object({
  proxyUrl: z.string().nullish(),
  proxyConfigs: z
    .object({
      host: z.string().optional(),
      port: z.number().optional(),
      username: z.string().optional(),
      password: z.string().optional(),
    })
    .nullish(),
})
same<Equal<z.input<typeof networkProxy>, NetworkProxy>>()

/** A sandbox as the API shows it. Fields that this version does not know are dropped. */
export interface SandboxDetails {
  /** Such as `sbx-abc123`. */
  sandboxId: string
  /** As the API gave it; need not be unique. */
  name?: string | undefined
  /** What the sandbox is for. */
  description?: string | undefined
  /** Id of its template. */
  templateId?: string | undefined
  /** Name of its template. */
  templateName?: string | undefined
  /** The user who made it. */
  ownerUserId?: string | undefined
  /** The project that it is in. */
  projectId?: string | undefined
  /** Name of that project. */
  projectName?: string | undefined
  /** CPU cores. */
  cpuCount?: number | undefined
  /** MiB. */
  memoryMb?: number | undefined
  /** GB. */
  storageGb?: number | undefined
  /** Seconds from its start until it ends or pauses. */
  timeout?: number | undefined
  /** The API's security setting. */
  secure?: boolean | undefined
  /** Whether it reaches the internet. */
  allowInternetAccess?: boolean | undefined
  /** Key-value pairs kept with it. */
  metadata?: Record<string, string> | null | undefined
  /** Environment variables inside it. A secret. */
  envVars?: Record<string, string> | null | undefined
  /** One of `SandboxStatus`, or a newer one. */
  status: string
  /** Step of a transition, such as `deploying`. */
  substatus?: string | null | undefined
  /** Why the sandbox is in this status. */
  reason?: string | null | undefined
  /** When it was made. All times are ISO 8601. */
  createdAt?: string | null | undefined
  /** When it last began to run. */
  startedAt?: string | null | undefined
  /** When it last stopped running. */
  stoppedAt?: string | null | undefined
  /** When the timeout will be reached: `startedAt` + `timeout`. */
  timeoutAt?: string | null | undefined
  /** When it ended. */
  endedAt?: string | null | undefined
  /** When it began to pause. */
  pausingAt?: string | null | undefined
  /** When it was paused. */
  pausedAt?: string | null | undefined
  /** When it was resumed. */
  resumedAt?: string | null | undefined
  /** When anything of it last changed. */
  updatedAt?: string | null | undefined
  /** A port is reached at `https://{port}-{sandboxDomain}`. */
  sandboxDomain?: string | null | undefined
  /** Token for the agent inside the sandbox. A secret. */
  envdAccessToken?: string | null | undefined
  /** Whether it pauses instead of ending at its timeout. */
  autoPause?: boolean | undefined
  /** Proxy of a sandbox with `netProxyCountry`. A secret. */
  networkProxy?: NetworkProxy | null | undefined
  /** Country that its traffic leaves from. */
  netProxyCountry?: string | null | undefined
  /** Template ports and custom ports together. */
  ports?: Port[] | null | undefined
  /** Those that the template brings. */
  templatePorts?: Port[] | null | undefined
  /** Those that were added to it. */
  customPorts?: Port[] | null | undefined
  /** What is mounted, without credentials. */
  objectStorage?: ObjectStorageInfo[] | null | undefined
  /** Whether storage is mounted in the worker container itself. */
  objectStorageDirectMount?: boolean | undefined
  /** Path of the s3fs binary for a direct mount. */
  objectStorageS3fsPath?: string | null | undefined
  /** Whether it is being deleted. */
  deletionInProgress?: boolean | undefined
  /** Seconds since the start. */
  uptime?: number | undefined
  /** Seconds until `timeoutAt`. */
  remainingSeconds?: number | null | undefined
  /** Seconds that it ran, over all its resumes. */
  totalRunningSeconds?: number | undefined
  /** Seconds that it was paused. */
  totalPausedSeconds?: number | undefined
  /** Days that its storage is kept after its end. */
  persistenceDays?: number | undefined
  /** When its storage is dropped. */
  persistenceExpiresAt?: string | null | undefined
}

const time = z.string().nullish()
const portsShown = z.array(port).nullish()

export const sandboxDetails = z.object({
  sandboxId: textOf(1),
  name: z.string().optional(),
  description: z.string().optional(),
  templateId: z.string().optional(),
  templateName: z.string().optional(),
  ownerUserId: z.string().optional(),
  projectId: z.string().optional(),
  projectName: z.string().optional(),
  cpuCount: z.number().optional(),
  memoryMb: z.number().optional(),
  storageGb: z.number().optional(),
  timeout: z.number().optional(),
  secure: z.boolean().optional(),
  allowInternetAccess: z.boolean().optional(),
  metadata: texts.nullish(),
  envVars: texts.nullish(),
  status: textOf(1),
  substatus: z.string().nullish(),
  reason: z.string().nullish(),
  createdAt: time,
  startedAt: time,
  stoppedAt: time,
  timeoutAt: time,
  endedAt: time,
  pausingAt: time,
  pausedAt: time,
  resumedAt: time,
  updatedAt: time,
  sandboxDomain: z.string().nullish(),
  envdAccessToken: z.string().nullish(),
  autoPause: z.boolean().optional(),
  networkProxy: networkProxy.nullish(),
  netProxyCountry: z.string().nullish(),
  ports: portsShown,
  templatePorts: portsShown,
  customPorts: portsShown,
  objectStorage: z.array(objectStorageInfo).nullish(),
  objectStorageDirectMount: z.boolean().optional(),
  objectStorageS3fsPath: z.string().nullish(),
  deletionInProgress: z.boolean().optional(),
  uptime: z.number().optional(),
  remainingSeconds: z.number().nullish(),
  totalRunningSeconds: z.number().optional(),
  totalPausedSeconds: z.number().optional(),
  persistenceDays: z.number().optional(),
  persistenceExpiresAt: time,
})
same<Equal<z.input<typeof sandboxDetails>, SandboxDetails>>()

/** Which sandboxes to list, and in what order. Newest first where nothing is said. */
export interface ListSandboxesQuery extends PageQuery {
  /** Only sandboxes in this project. */
  projectId?: string | undefined
  /** A single status. */
  status?: SandboxStatus | undefined
  /** Only sandboxes of this user; for root users. */
  ownerUserId?: string | undefined
  /** Part of the name. */
  search?: string | undefined
  /** A field of the sandbox in snake case, such as `created_at`. */
  sortBy?: string | undefined
  /** Default `desc`. */
  sortOrder?: "asc" | "desc" | undefined
}

export const listSandboxesQuery = pageQuery.extend({
  projectId: z.string().optional(),
  status: z.enum(sandboxStatuses).optional(),
  ownerUserId: z.string().optional(),
  search: z.string().optional(),
  sortBy: z.string().optional(),
  sortOrder: z.enum(["asc", "desc"]).optional(),
})
same<Equal<z.input<typeof listSandboxesQuery>, ListSandboxesQuery>>()

/** One page of sandboxes. */
export interface SandboxPage {
  sandboxes: SandboxDetails[]
  pagination: Pagination
}

export const sandboxPage = z.object({
  /** Go services send null for an empty list, but never leave it out. */
  sandboxes: z
    .array(sandboxDetails)
    .nullable()
    .transform((list) => list ?? []),
  pagination,
})
same<Equal<z.output<typeof sandboxPage>, SandboxPage>>()

/** The light answer made for polling. */
export interface SandboxStatusInfo {
  sandboxId: string
  status: string
  substatus?: string | null | undefined
  reason?: string | null | undefined
  updatedAt?: string | null | undefined
}

export const sandboxStatusInfo = z.object({
  sandboxId: textOf(1),
  status: textOf(1),
  substatus: z.string().nullish(),
  reason: z.string().nullish(),
  updatedAt: time,
})
same<Equal<z.input<typeof sandboxStatusInfo>, SandboxStatusInfo>>()

/** Body of both calls that change a timeout. */
export interface TimeoutRequest {
  /** Seconds counted from the sandbox's start, up to 86400. `PUT /v1/sandboxes/{id}` takes larger values only. */
  timeout: number
}

export const timeoutRequest = z.strictObject({ timeout: wholeNumber.min(1).max(timeoutLimits.max) })
same<Equal<z.input<typeof timeoutRequest>, TimeoutRequest>>()

/** What setting a timeout answers. */
export interface TimeoutInfo {
  /** Seconds counted from the start. */
  timeout: number
  timeoutAt?: string | null | undefined
  /** Seconds. */
  usedLifetime?: number | undefined
  /** Seconds. */
  remainingTime?: number | undefined
}

export const timeoutInfo = z.object({
  timeout: z.number(),
  timeoutAt: time,
  usedLifetime: z.number().optional(),
  remainingTime: z.number().optional(),
})
same<Equal<z.input<typeof timeoutInfo>, TimeoutInfo>>()

/** Body of pause and resume. */
export interface AsyncRequest {
  /** Answer at once instead of waiting for the end of the transition; default false. */
  isAsync?: boolean | undefined
}

export const asyncRequest = z.strictObject({ isAsync: z.boolean().optional() })
same<Equal<z.input<typeof asyncRequest>, AsyncRequest>>()

/** Body of `POST /v1/sandboxes/{id}/switch-project`. */
export interface SwitchProjectRequest {
  /** Project to move the sandbox to. */
  projectId: string
}

export const switchProjectRequest = z.strictObject({ projectId: textOf(1) })
same<Equal<z.input<typeof switchProjectRequest>, SwitchProjectRequest>>()

/** What delete and terminate answer before the work is done. */
export interface EndingInfo {
  sandboxId?: string | undefined
  status?: string | undefined
  note?: string | undefined
}

export const endingInfo = z
  .object({
    sandboxId: z.string().optional(),
    status: z.string().optional(),
    note: z.string().optional(),
  })
  .nullish()
same<Equal<z.input<typeof endingInfo>, EndingInfo | null | undefined>>()
