import * as z from "zod"
import { isPage, type PageQuery, type Pagination, pageQuery, paginationShown } from "./envelope"
import { type Equal, same } from "./equal"
import { type ObjectStorageInfo, objectStorageInfo } from "./object-storage"
import { type Port, port } from "./port"
import { type SandboxStatus, sandboxStatuses } from "./sandbox"
import { textOf } from "./text"
import type { WholeNumber } from "./whole-number"

const texts = z.record(z.string(), z.string())

/** Proxy that a sandbox with `netProxyCountry` goes through. A secret as a whole. */
export interface NetworkProxy {
  /** With user name and password inside. */
  proxyUrl?: string | null | undefined
  /** The parts of the same. */
  proxyConfigs?: NetworkProxyConfigs | null | undefined
}

/** The parts of a proxy's URL. A secret as a whole. */
export interface NetworkProxyConfigs {
  /** Name or address of the proxy. */
  host?: string | undefined
  /** Port of the proxy. */
  port?: WholeNumber | undefined
  /** User of the proxy. */
  username?: string | undefined
  /** Password of that user. */
  password?: string | undefined
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
  /** The user who created it. */
  ownerUserId?: string | undefined
  /** The project that it is in. */
  projectId?: string | undefined
  /** Name of that project. */
  projectName?: string | undefined
  /** CPU cores. */
  cpuCount?: WholeNumber | undefined
  /** Memory in MiB. */
  memoryMb?: WholeNumber | undefined
  /** Storage in GB. */
  storageGb?: WholeNumber | undefined
  /** Seconds from its start until it ends or pauses. */
  timeout?: WholeNumber | undefined
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
  /** When it was created. All times are ISO 8601. */
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
same<Equal<z.output<typeof sandboxDetails>, SandboxDetails>>()

export const sortOrders = ["asc", "desc"] as const
/** Rising or falling. */
export type SortOrder = (typeof sortOrders)[number]

/** Which sandboxes to list, and in what order. Newest first by default. */
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
  sortOrder?: SortOrder | undefined
}

export const listSandboxesQuery = pageQuery.extend({
  projectId: z.string().optional(),
  status: z.enum(sandboxStatuses).optional(),
  ownerUserId: z.string().optional(),
  search: z.string().optional(),
  sortBy: z.string().optional(),
  sortOrder: z.enum(sortOrders).optional(),
})
same<Equal<z.input<typeof listSandboxesQuery>, ListSandboxesQuery>>()

/** One page of sandboxes. */
export interface SandboxPage {
  sandboxes: SandboxDetails[]
  pagination: Pagination
}

/** As an answer shows it. */
export const sandboxPage = z
  .object({ sandboxes: z.array(sandboxDetails).nullish(), pagination: paginationShown })
  .refine(({ sandboxes, pagination }) => isPage(sandboxes, pagination), { path: ["sandboxes"] })
  .transform(({ sandboxes, pagination }) => ({ sandboxes: sandboxes ?? [], pagination }))
