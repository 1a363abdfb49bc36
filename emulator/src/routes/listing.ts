import type { ListSandboxesQuery } from "../../../provider/src/contract"
import { invalidRequest } from "../errors"
import { pageOf } from "../paging"
import { ownerOf, shownSandbox, volatile } from "../payloads"
import type { Sandbox } from "../record"
import type { Handlers, Services } from "./handlers"

type SortKey = (sandbox: Sandbox) => string | number | null

const sortKeys: Record<string, SortKey> = {
  sandbox_id: ({ sandboxId }) => sandboxId,
  name: ({ name }) => name,
  status: ({ status }) => status,
  project_id: ({ projectId }) => projectId,
  template_name: ({ templateName }) => templateName,
  cpu_count: ({ cpuCount }) => cpuCount,
  memory_mb: ({ memoryMb }) => memoryMb,
  storage_gb: ({ storageGb }) => storageGb,
  timeout: ({ timeout }) => timeout,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  started_at: ({ startedAt }) => startedAt,
  timeout_at: ({ timeoutAt }) => timeoutAt,
  ended_at: ({ endedAt }) => endedAt,
}

function fits(sandbox: Sandbox, query: ListSandboxesQuery): boolean {
  const { status, projectId, ownerUserId, search } = query
  return (
    (status === undefined || sandbox.status === status) &&
    (projectId === undefined || sandbox.projectId === projectId) &&
    (ownerUserId === undefined || ownerOf(sandbox) === ownerUserId) &&
    (search === undefined || sandbox.name.toLowerCase().includes(search.toLowerCase()))
  )
}

/** Missing values come last in ascending order. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}

/** Newest first, among equal ones and by default. */
function sorted(sandboxes: Sandbox[], { sortBy = "created_at", sortOrder = "desc" }: ListSandboxesQuery) {
  const key = Object.hasOwn(sortKeys, sortBy) ? sortKeys[sortBy] : undefined
  if (!key) {
    throw invalidRequest(`Invalid request: sort_by must be one of ${Object.keys(sortKeys).join(", ")}`)
  }
  const sign = sortOrder === "asc" ? 1 : -1
  const keyed = sandboxes.map((sandbox) => ({ sandbox, key: key(sandbox) }))
  keyed.sort((a, b) => sign * compare(a.key, b.key) || b.sandbox.sequence - a.sandbox.sequence)
  return keyed.map(({ sandbox }) => sandbox)
}

const secondsInHour = 3600

export const listingRoutes = ({ store }: Services) =>
  ({
    listSandboxes({ account, query }) {
      const found = sorted(
        store.list(account).filter((sandbox) => fits(sandbox, query)),
        query,
      )
      const { rows, pagination } = pageOf(found, query)
      const now = account.now()
      return {
        data: { sandboxes: rows.map((sandbox) => shownSandbox(sandbox, now)), pagination },
        message: "Sandboxes retrieved",
      }
    },
    getSandboxStats({ account }) {
      const now = account.now()
      const sandboxes = store.list(account)
      const count = (status: string) => sandboxes.filter((sandbox) => sandbox.status === status).length
      const runningSeconds = sandboxes.reduce(
        (sum, sandbox) => sum + volatile(sandbox, now).totalRunningSeconds,
        0,
      )
      return {
        data: {
          totalSandboxes: sandboxes.length,
          runningSandboxes: count("running"),
          terminatedSandboxes: count("terminated"),
          failedSandboxes: count("failed"),
          totalCost: 0,
          avgCpuUsage: 0,
          avgMemoryUsage: 0,
          totalUptimeHours: runningSeconds / secondsInHour,
        },
        message: "Statistics retrieved",
      }
    },
  }) satisfies Partial<Handlers>
