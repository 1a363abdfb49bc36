import type { AccountState } from "./accounts"
import type { Clock } from "./clock"
import { endOfPhase } from "./lifecycle"
import type { Sandbox } from "./record"
import type { Store } from "./store"

const onItsWay = new Set(["created", "starting", "pausing", "resuming"])
const longestLookMs = 100

interface Waiting {
  store: Store
  clock: Clock
  account: AccountState
  /** Whether nobody waits for the answer any more. */
  isAbandoned(): boolean
}

/** Waits for the end of a start, pause or resume; undefined if the sandbox disappears first. */
export async function untilSettled(
  { store, clock, account, isAbandoned }: Waiting,
  sandboxId: string,
): Promise<Sandbox | undefined> {
  for (;;) {
    const sandbox = store.find(account, sandboxId)
    if (!sandbox || !onItsWay.has(sandbox.status) || isAbandoned()) return sandbox
    const left = endOfPhase(sandbox, account.settings) - account.now()
    // Other requests and tests may change the end at any time, so no look is far from the next.
    await clock.sleep(Math.min(longestLookMs, Math.ceil(left)))
  }
}
