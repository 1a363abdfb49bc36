import type { CreateSandboxRequest, Locality, ObjectStorageInfo } from "../../provider/src/contract"
import type { AccountState } from "./accounts"
import { defaultProjectId, defaultStorageGb, regions } from "./catalog"
import { ApiError, invalidRequest, unknownRegion } from "./errors"
import { portRecord, refuseTakenPort } from "./ports"
import type { Sandbox, Template } from "./record"
import { newAccessToken, newNetworkProxy, newSandboxId, newSandboxName } from "./secrets"
import { settingsOf } from "./settings"
import type { PortRecord } from "./shapes"

/** What a new sandbox is made of beside the request. */
interface Origin {
  account: AccountState
  sequence: number
  template: Template
  fullRegions: ReadonlySet<string>
}

/** A new sandbox, not yet kept anywhere. Throws the API's errors for what the contract alone cannot see. */
export function newSandbox(
  { account, sequence, template, fullRegions }: Origin,
  body: CreateSandboxRequest,
): Sandbox {
  refuseDirectMount(body, template)
  const settings = settingsOf(body, {
    name: body.name ?? newSandboxName(),
    projectId: body.projectId || defaultProjectId,
    cpuCount: body.cpuCount ?? template.cpuCount,
    memoryMb: body.memoryMb ?? template.memoryMb,
    storageGb: body.storageGb ?? defaultStorageGb,
    customPorts: customPortsOf(body, template),
  })
  const region = regionFor(body.locality ?? {}, fullRegions)
  const sandboxId = newSandboxId()
  const target = { sandboxId, name: settings.name }
  const failure = account.faults.takeFailBoot(target)
  const now = account.now()
  return {
    ...{ sandboxId, accountId: account.id, sequence, region },
    ...settings,
    templateId: template.templateId,
    templateName: template.name,
    templatePorts: structuredClone(template.ports),
    envdAccessToken: newAccessToken(),
    networkProxy: newNetworkProxy(settings.netProxyCountry),
    objectStorage: mountsOf(body),
    ...unborn(now),
    bootFailure: failure ? { substatus: failure.substatus, reason: failure.reason } : null,
    hangsIn: account.faults.takeHangBoot(target)?.substatus ?? null,
    rollBack: null,
  }
}

/** Status and times of a sandbox to which nothing has happened yet. */
const unborn = (now: number) => ({
  ...{ status: "created", substatus: null, reason: null, deletionInProgress: false },
  ...{ since: now, createdAt: now, updatedAt: now },
  ...{ startedAt: null, stoppedAt: null, timeoutAt: null, endedAt: null },
  ...{ pausingAt: null, pausedAt: null, resumedAt: null },
  ...{ runningSince: null, runningMs: 0, pausedSince: null, pausedMs: 0 },
})

function refuseDirectMount({ objectStorageDirectMount }: CreateSandboxRequest, template: Template): void {
  if (!objectStorageDirectMount || template.accountId !== null) return
  throw invalidRequest(
    `Invalid request: object_storage_direct_mount needs a custom template, "${template.name}" is a public one`,
  )
}

function customPortsOf(body: CreateSandboxRequest, template: Template): PortRecord[] {
  const ports = (body.customPorts ?? []).map(portRecord)
  for (const port of ports) refuseTakenPort(template.ports, port)
  return ports
}

/** The region that has room; force insists on the named region and is without effect if none is named. */
function regionFor({ region, force }: Locality, full: ReadonlySet<string>): string {
  const known = regions.map(({ id }) => id)
  const free = known.filter((id) => !full.has(id))
  if (region && !known.includes(region)) throw unknownRegion(region, known)
  if (region && !full.has(region)) return region
  const elsewhere = free[0]
  if (elsewhere !== undefined && !(region && force)) return elsewhere
  throw new ApiError(
    409,
    "locality_constraint_failed",
    region ? `Region "${region}" has no room: leave out force to run elsewhere` : "No region has room",
  )
}

/** Without credentials: nobody keeps them. */
function mountsOf({ objectStorage }: CreateSandboxRequest): ObjectStorageInfo[] {
  const mounts = Array.isArray(objectStorage) ? objectStorage : objectStorage ? [objectStorage] : []
  return mounts.map(({ uri, mountPoint }) => ({ uri, mountPoint }))
}
