import type { Accounts } from "./accounts"
import type { PageRequest, PageSandbox, PageState } from "./page-types"
import { ownerOf, shownSandbox } from "./payloads"
import type { RecentRequest } from "./recent"
import type { Sandbox } from "./record"
import type { Store } from "./store"

const longestPath = 300

function pageSandbox(sandbox: Sandbox, now: number): PageSandbox {
  const shown = shownSandbox(sandbox, now)
  const { substatus, reason } = sandbox
  const { name, status, remainingSeconds, timeout, autoPause } = shown
  const { cpuCount, memoryMb, storageGb, createdAt } = shown
  return {
    id: shown.sandboxId,
    account: ownerOf(sandbox),
    ...{ name, status, substatus, reason, remainingSeconds, timeout, autoPause },
    ports: shown.ports.map(({ port, name, protocol }) => ({ port, name, protocol })),
    domain: shown.sandboxDomain,
    template: shown.templateName,
    region: sandbox.region,
    project: shown.projectName,
    ...{ cpuCount, memoryMb, storageGb, createdAt },
  }
}

const pageRequest = ({ number, account, entry, error }: RecentRequest): PageRequest => ({
  ...{ number, account, at: entry.at, method: entry.method },
  path: entry.path.length > longestPath ? `${entry.path.slice(0, longestPath)}…` : entry.path,
  ...{ status: entry.status, ms: entry.ms, error },
})

/** Sandboxes of all accounts as they are now, and the requests from a number on. */
export function pageState(version: string, store: Store, accounts: Accounts, since: number): PageState {
  const sandboxes = store.accountIds().flatMap((id) => {
    const account = accounts.byId(id)
    const now = account.now()
    return store.list(account).map((sandbox) => ({ sandbox, now }))
  })
  return {
    version,
    run: accounts.recent.run,
    sandboxes: sandboxes
      .sort((a, b) => b.sandbox.sequence - a.sandbox.sequence)
      .map(({ sandbox, now }) => pageSandbox(sandbox, now)),
    requests: accounts.recent.since(since).map(pageRequest),
  }
}
