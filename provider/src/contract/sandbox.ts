import * as z from "zod"
import { type Equal, same } from "./equal"
import { valueAt } from "./faults"
import { type ObjectStorageMount, objectStorageMount } from "./object-storage"
import { type PortConfig, portConfig } from "./port"
import { type Locality, locality } from "./region"
import { wholeNumber } from "./whole-number"

/** Seconds. */
export const timeoutLimits = { min: 60, max: 86_400, default: 300 } as const
/** The API's defaults. */
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
/** The status of a sandbox. */
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
/** Country that the traffic of a sandbox can leave from. */
export type NetProxyCountry = (typeof netProxyCountries)[number]

/** What can be said of a sandbox when it is created. */
export interface SandboxSettings {
  /** Up to 24 characters; default: created by the API. The API may add a suffix, and names need not be unique. */
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

/** Two mounts at one place would hide each other; a slash at the end names the same place. */
function refuseDuplicateMounts({ value, issues }: z.core.ParsePayload<{ objectStorage?: unknown }>) {
  const list: unknown = value?.objectStorage
  if (!Array.isArray(list)) return
  const first = new Map<string, number>()
  list.forEach((mount: unknown, index) => {
    const place = valueAt(mount, ["mountPoint"])
    if (typeof place !== "string") return
    const name = place.replace(/\/+$/, "")
    const earlier = first.get(name)
    if (earlier === undefined) first.set(name, index)
    else {
      issues.push({
        code: "custom",
        input: place,
        path: ["objectStorage", index, "mountPoint"],
        message: `must be unique, the same as objectStorage[${earlier}].mountPoint`,
      })
    }
  })
}

/** Applied to the settings however many single fields are wrong. */
const always = () => true

const settings = z.strictObject(sandboxSettingsShape)
same<Equal<z.input<typeof settings>, SandboxSettings>>()

export const uniquePorts = z.check<{ customPorts?: PortConfig[] | undefined }>(refuseDuplicatePorts)
uniquePorts._zod.def.when = always

export const uniqueMounts = z.check<{ objectStorage?: unknown }>(refuseDuplicateMounts)
uniqueMounts._zod.def.when = always

/** Body of `POST /v1/sandboxes`. */
export interface CreateSandboxRequest extends SandboxSettings {
  /** Answer at once instead of waiting until the sandbox runs or failed; default false. */
  isAsync?: boolean | undefined
}

export const createSandboxRequest = z
  .strictObject({ ...sandboxSettingsShape, isAsync: z.boolean().optional() })
  .check(uniqueMounts, uniquePorts)
same<Equal<z.input<typeof createSandboxRequest>, CreateSandboxRequest>>()
