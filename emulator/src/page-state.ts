import type { AccountState, Accounts } from "./accounts"
import type { PageAccount, PageRequest, PageSandbox, PageState } from "./page-types"
import { accountLabel, ownerOf, shownSandbox } from "./payloads"
import type { RecentRequest } from "./recent"
import type { Sandbox } from "./record"
import type { Services } from "./routes/handlers"
import type { Templates } from "./templates"

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
    ports: shown.ports.map(({ port, name, protocol, isProtected }) => ({
      port,
      name,
      protocol,
      isProtected,
    })),
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

const pageAccount = (account: AccountState, templates: Templates): PageAccount => ({
  id: accountLabel(account.id),
  label: account.keyEnding === null ? accountLabel(account.id) : `key …${account.keyEnding}`,
  aheadSeconds: Math.round(account.clockOffsetMs / 1000),
  templates: templates.visibleTo(account).map(({ name }) => name),
})

/** Whoever makes a first sandbox on the page makes it with the key that all hints name. */
const usualKey = "anything"
const accountsOf = (accounts: Accounts) =>
  accounts.all().length > 0 ? accounts.all() : [accounts.of(usualKey)]

/** Sandboxes of all accounts as they are now, and the requests from a number on. */
export function pageState(
  { store, templates }: Services,
  accounts: Accounts,
  since: number,
): Omit<PageState, "version" | "isLocal"> {
  const sandboxes = store.accountIds().flatMap((id) => {
    const account = accounts.byId(id)
    const now = account.now()
    return store.list(account).map((sandbox) => ({ sandbox, now }))
  })
  return {
    run: accounts.recent.run,
    takesAnyKey: accounts.takesAnyKey,
    accounts: accountsOf(accounts).map((account) => pageAccount(account, templates)),
    sandboxes: sandboxes
      .sort((a, b) => b.sandbox.sequence - a.sandbox.sequence)
      .map(({ sandbox, now }) => pageSandbox(sandbox, now)),
    requests: accounts.recent.since(since).map(pageRequest),
  }
}
