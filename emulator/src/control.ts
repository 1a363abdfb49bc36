import type { AccountState } from "./accounts"
import { beginEnd, beginPause, end, enter, fail, pause, run, setTimeoutOf } from "./lifecycle"
import { checkNumbers, settingsOver } from "./options"
import { sandboxRecord } from "./payloads"
import type { Sandbox } from "./record"
import type { Store } from "./store"
import type { Account, SandboxChange } from "./types"

type SetStatus = (sandbox: Sandbox, at: number, reason: string | null) => void

/** How a status is entered with the times that belong to it. */
const settings: Record<string, SetStatus> = {
  starting: (sandbox, at, reason) => enter(sandbox, at, "starting", "allocating", reason),
  running: run,
  pausing: beginPause,
  paused: pause,
  terminating: beginEnd,
  terminated: end,
  failed: fail,
}

/** A status that is no end calls a deletion off. */
function setStatus(sandbox: Sandbox, at: number, status: string, reason: string | null): void {
  if (!["terminating", "terminated"].includes(status)) sandbox.deletionInProgress = false
  const set = Object.hasOwn(settings, status) ? settings[status] : undefined
  if (set) set(sandbox, at, reason)
  else enter(sandbox, at, status, null, reason)
}

function applyChange(sandbox: Sandbox, now: number, change: SandboxChange): void {
  const { status, substatus, reason, timeout, ...plain } = structuredClone(change)
  if (status !== undefined) setStatus(sandbox, now, status, reason ?? null)
  if (substatus !== undefined) sandbox.substatus = substatus
  if (reason !== undefined) sandbox.reason = reason
  if (timeout !== undefined) setTimeoutOf(sandbox, timeout, now)
  Object.assign(sandbox, plain, { updatedAt: now })
}

/** How a test sees and steers one account. */
export function accountControl(account: AccountState, store: Store): Omit<Account, "addKey"> {
  const find = (sandboxId: string): Sandbox => {
    const sandbox = store.find(account, sandboxId)
    if (!sandbox) throw new Error(`This account has no sandbox "${sandboxId}"`)
    return sandbox
  }

  return {
    requests: () => account.journal.entries(),
    clearRequests: () => account.journal.clear(),
    sandboxes: () => store.list(account).map((sandbox) => sandboxRecord(sandbox, account.now())),
    sandbox(id) {
      const sandbox = store.find(account, id)
      return sandbox && sandboxRecord(sandbox, account.now())
    },
    addFault: (fault) => account.faults.add(fault),
    clearFaults: () => account.faults.clear(),
    configure(wanted) {
      checkNumbers(wanted)
      account.settings = settingsOver(account.settings, wanted)
    },
    setClockOffset(ms) {
      account.clockOffsetMs = ms
    },
    change(id, fields) {
      const sandbox = find(id)
      applyChange(sandbox, account.now(), fields)
      store.save(sandbox)
    },
    remove: (id) => store.remove(find(id)),
    release(id) {
      const sandbox = find(id)
      if (sandbox.hangsIn === null) return
      // The step that it hung in begins again, as all time spent in it so far does not count.
      sandbox.hangsIn = null
      sandbox.since = account.now()
      store.save(sandbox)
    },
  }
}
