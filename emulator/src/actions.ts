import type { AccountState } from "./accounts"
import { conflict, sandboxNotFound } from "./errors"
import { beginEnd, beginPause, enter } from "./lifecycle"
import type { Sandbox } from "./record"
import type { Store } from "./store"
import type { FaultTarget } from "./types"

/** What can be done to a sandbox, alone or in a batch. All throw the API's errors, and leave it untouched then. */
export interface Actions {
  pause(account: AccountState, sandboxId: string): Sandbox
  resume(account: AccountState, sandboxId: string): Sandbox
  terminate(account: AccountState, sandboxId: string, force: boolean): Sandbox
  /** Deletes also what runs; not what is in the middle of another transition. */
  delete(account: AccountState, sandboxId: string): Sandbox
  /** Without force only what neither runs nor is on its way, with force everything. */
  deleteInBatch(account: AccountState, sandboxId: string, force: boolean): Sandbox
}

const cannot = (verb: string, { sandboxId, status }: Sandbox, instead: string) =>
  conflict(`Cannot ${verb} sandbox "${sandboxId}": it is ${status}, ${instead}`)

const targetOf = ({ sandboxId, name }: Sandbox): FaultTarget => ({ sandboxId, name })

const ending = new Set(["terminating", "terminated"])
const starting = new Set(["created", "starting"])
const betweenRunAndPause = new Set(["pausing", "resuming"])

export function actions(store: Store): Actions {
  const find = (account: AccountState, sandboxId: string, verb: string): Sandbox => {
    const sandbox = store.get(account, sandboxId)
    if (sandbox.deletionInProgress) throw cannot(verb, sandbox, "and will be gone")
    return sandbox
  }
  const beginDelete = (account: AccountState, sandbox: Sandbox): Sandbox => {
    beginEnd(sandbox, account.now())
    sandbox.deletionInProgress = true
    store.save(sandbox)
    return sandbox
  }

  return {
    pause(account, sandboxId) {
      const sandbox = find(account, sandboxId, "pause")
      if (sandbox.status !== "running") throw cannot("pause", sandbox, "must be running")
      sandbox.rollBack = account.faults.takeRollBack("pause", targetOf(sandbox))?.reason ?? null
      beginPause(sandbox, account.now())
      store.save(sandbox)
      return sandbox
    },
    resume(account, sandboxId) {
      const sandbox = find(account, sandboxId, "resume")
      if (sandbox.status !== "paused") throw cannot("resume", sandbox, "must be paused")
      sandbox.rollBack = account.faults.takeRollBack("resume", targetOf(sandbox))?.reason ?? null
      enter(sandbox, account.now(), "resuming")
      store.save(sandbox)
      return sandbox
    },
    terminate(account, sandboxId, force) {
      const sandbox = find(account, sandboxId, "terminate")
      if (ending.has(sandbox.status)) return sandbox
      const isOnItsWay = starting.has(sandbox.status) || betweenRunAndPause.has(sandbox.status)
      if (isOnItsWay && !force) throw cannot("terminate", sandbox, "must be settled unless force is true")
      beginEnd(sandbox, account.now())
      store.save(sandbox)
      return sandbox
    },
    delete(account, sandboxId) {
      const sandbox = store.get(account, sandboxId)
      if (sandbox.deletionInProgress) throw sandboxNotFound(sandboxId)
      if (betweenRunAndPause.has(sandbox.status) || sandbox.status === "terminating") {
        throw cannot("delete", sandbox, "must be settled or starting")
      }
      return beginDelete(account, sandbox)
    },
    deleteInBatch(account, sandboxId, force) {
      const sandbox = store.get(account, sandboxId)
      if (sandbox.deletionInProgress) throw sandboxNotFound(sandboxId)
      const isAtRest = ["paused", "terminated", "failed"].includes(sandbox.status)
      if (!isAtRest && !force) throw cannot("delete", sandbox, "must be at rest unless force is true")
      return beginDelete(account, sandbox)
    },
  }
}
