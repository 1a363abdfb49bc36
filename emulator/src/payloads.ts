import { type TemplateDetails, type TemplateStatus, toWire } from "../../provider/src/contract"
import { defaultProjectId } from "./catalog"
import type { Sandbox, Template } from "./record"
import { settingsShown } from "./settings"
import type { SandboxRecord } from "./shapes"

const iso = (at: number) => new Date(at).toISOString()
const isoOrNull = (at: number | null) => (at === null ? null : iso(at))
/** Whole seconds; a clock that was set back gives no negative times. */
const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1000))

/** A sandbox as the API shows it, with null for what has no value. */
type WholeSandbox = Omit<SandboxRecord, "region">

/** The API leaves these fields out while they have no value; others are null then. */
function withoutEmpty<T extends object, Key extends keyof T>(shown: T, ...keys: Key[]) {
  const empty = keys.filter((key) => shown[key] === null)
  return Object.fromEntries(Object.entries(shown).filter(([key]) => !empty.includes(key as Key))) as Omit<
    T,
    Key
  > & { [K in Key]?: NonNullable<T[K]> }
}

/** What changes with time alone; computed whenever somebody looks. */
export function volatile(sandbox: Sandbox, now: number) {
  const { runningSince, runningMs, pausedSince, pausedMs, timeoutAt } = sandbox
  const running = runningSince === null ? 0 : now - runningSince
  const paused = pausedSince === null ? 0 : now - pausedSince
  return {
    uptime: seconds(running),
    remainingSeconds: runningSince === null || timeoutAt === null ? null : seconds(timeoutAt - now),
    totalRunningSeconds: seconds(runningMs + running),
    totalPausedSeconds: seconds(pausedMs + paused),
  }
}

const times = (sandbox: Sandbox) => ({
  createdAt: iso(sandbox.createdAt),
  startedAt: isoOrNull(sandbox.startedAt),
  stoppedAt: isoOrNull(sandbox.stoppedAt),
  timeoutAt: isoOrNull(sandbox.timeoutAt),
  endedAt: isoOrNull(sandbox.endedAt),
  pausingAt: isoOrNull(sandbox.pausingAt),
  pausedAt: isoOrNull(sandbox.pausedAt),
  resumedAt: isoOrNull(sandbox.resumedAt),
  updatedAt: iso(sandbox.updatedAt),
})

/** What the API shows of a sandbox. */
export const shownSandbox = (sandbox: Sandbox, now: number) =>
  withoutEmpty(wholeSandbox(sandbox, now), "substatus", "reason")

function wholeSandbox(sandbox: Sandbox, now: number): WholeSandbox {
  const { sandboxId, templateId, templateName, projectId, templatePorts, customPorts, objectStorage } =
    sandbox
  const { status, substatus, reason, deletionInProgress, envdAccessToken, networkProxy } = sandbox
  return {
    sandboxId,
    ...settingsShown(sandbox),
    ...{ templateId, templateName },
    ownerUserId: ownerOf(sandbox),
    projectName: projectId === defaultProjectId ? "Default project" : projectId,
    ...{ status, substatus, reason, deletionInProgress },
    ...times(sandbox),
    ...volatile(sandbox, now),
    sandboxDomain: `${sandboxId}.sandbox.scalebox.local`,
    ...{ envdAccessToken, networkProxy, templatePorts },
    ports: [...templatePorts, ...customPorts],
    ...(objectStorage.length > 0 ? { objectStorage } : {}),
  }
}

/** How far the build of a template is. */
export function templateStatus({ createdAt, builtAt, failure }: Template, now: number): TemplateStatus {
  if (now >= builtAt) return failure === null ? "available" : "failed"
  return now >= (createdAt + builtAt) / 2 ? "building" : "pending"
}

export function shownTemplate(template: Template, now: number): TemplateDetails {
  const { templateId, name, description, visibility, baseTemplateId, customCommand, readyCommand } = template
  const status = templateStatus(template, now)
  const shown = {
    ...{ templateId, name, description, visibility, baseTemplateId, customCommand, readyCommand, status },
    isPublic: visibility === "public",
    message: status === "failed" ? template.failure : null,
    defaultCpuCount: template.cpuCount,
    defaultMemoryMb: template.memoryMb,
    ports: JSON.stringify(toWire(template.ports)),
    createdAt: iso(template.createdAt),
  }
  return withoutEmpty(shown, "message", "customCommand", "readyCommand", "baseTemplateId")
}

/** Names an account without its key. */
export const accountLabel = (accountId: string) => `usr-${accountId.slice(0, 12)}`

/** The account's only user. */
export const ownerOf = ({ accountId }: Pick<Sandbox, "accountId">) => accountLabel(accountId)

/** Everything about a sandbox, as a copy that stays as it is. */
export const sandboxRecord = (sandbox: Sandbox, now: number): SandboxRecord =>
  structuredClone({ ...wholeSandbox(sandbox, now), region: sandbox.region })
