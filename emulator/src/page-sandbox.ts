import { type MetricsPoint, metricsLimits, withoutSecrets } from "../../provider/src/contract"
import type { AccountState, Accounts } from "./accounts"
import { sandboxNotFound } from "./errors"
import { pointsOf, rangeOf } from "./metrics"
import type { PageSettings } from "./page-types"
import type { Sandbox } from "./record"
import type { Services } from "./routes/handlers"

/** What the page asks of the chosen sandbox alone, whoever owns it. */
export const pageSandboxes = ({ store }: Services, accounts: Accounts) => {
  const find = (sandboxId: string): { account: AccountState; sandbox: Sandbox } | undefined => {
    for (const id of store.accountIds()) {
      const account = accounts.byId(id)
      const sandbox = store.find(account, sandboxId)
      if (sandbox) return { account, sandbox }
    }
    return undefined
  }

  return {
    /** The last minutes, by the same figures as the API's metrics. Throws a 404 if there is no such sandbox. */
    metrics(sandboxId: string): MetricsPoint[] {
      const found = find(sandboxId)
      if (!found) throw sandboxNotFound(sandboxId)
      const now = found.account.now()
      return pointsOf(found.sandbox, rangeOf({}, metricsLimits.stepSeconds, now), now)
    },
    /** Null if there is no such sandbox: it may have gone since the page was told of it. */
    settings(sandboxId: string): PageSettings | null {
      const found = find(sandboxId)
      if (!found) return null
      const { metadata, envVars } = found.sandbox
      return {
        metadata: withoutSecrets(metadata) as PageSettings["metadata"],
        variables: Object.keys(envVars),
      }
    },
  }
}
