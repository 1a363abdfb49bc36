import type { AccountState } from "../accounts"
import { conflict, invalidRequest } from "../errors"
import { setTimeoutOf } from "../lifecycle"
import { shownSandbox } from "../payloads"
import type { Sandbox } from "../record"
import type { Handlers, Services } from "./handlers"

const timed = new Set(["created", "starting", "running", "pausing", "paused", "resuming"])

export const timeoutRoutes = ({ store }: Services) => {
  const find = (account: AccountState, sandboxId: string): Sandbox => {
    const sandbox = store.get(account, sandboxId)
    if (timed.has(sandbox.status)) return sandbox
    throw conflict(
      `Cannot set the timeout of sandbox "${sandboxId}": it is ${sandbox.status}, must not have ended`,
    )
  }

  return {
    extendTimeout({ account, params, body: { timeout } }) {
      const sandbox = find(account, params.sandboxId)
      if (timeout <= sandbox.timeout) {
        throw invalidRequest(
          `Cannot extend the timeout: ${timeout} must be greater than the present ${sandbox.timeout}`,
        )
      }
      setTimeoutOf(sandbox, timeout, account.now())
      store.save(sandbox)
      return { data: shownSandbox(sandbox, account.now()), message: "Timeout extended" }
    },
    setTimeout({ account, params, body: { timeout } }) {
      const sandbox = find(account, params.sandboxId)
      const now = account.now()
      const usedMs = sandbox.runningSince === null ? 0 : Math.max(0, now - sandbox.runningSince)
      const usedLifetime = Math.ceil(usedMs / 1000)
      if (timeout < usedLifetime) {
        throw invalidRequest(
          `Cannot set the timeout: ${timeout} must be at least the ${usedLifetime} seconds already used`,
        )
      }
      setTimeoutOf(sandbox, timeout, now)
      store.save(sandbox)
      const { timeoutAt } = shownSandbox(sandbox, now)
      const data = { timeout, timeoutAt, usedLifetime, remainingTime: timeout - usedLifetime }
      return { data, message: "Timeout updated" }
    },
  } satisfies Partial<Handlers>
}
