import type { AccountState } from "./accounts"
import { sandboxNotFound } from "./errors"
import { advance, isGone } from "./lifecycle"
import type { Keeper } from "./persistence"
import type { Sandbox, StoredSandbox } from "./record"
import { newAccessToken, newNetworkProxy } from "./secrets"
import { settingsNotStored } from "./settings"

/** All sandboxes. There are no timers: whoever looks at one first brings it up to its account's now. */
export class Store {
  private readonly byAccount = new Map<string, Map<string, Sandbox>>()
  private created = 0

  constructor(
    loaded: readonly StoredSandbox[],
    private readonly keeper: Keeper | undefined,
  ) {
    for (const stored of loaded) {
      this.ofAccount(stored.accountId).set(stored.sandboxId, withNewSecrets(stored))
      this.created = Math.max(this.created, stored.sequence)
    }
  }

  nextSequence(): number {
    this.created += 1
    return this.created
  }

  find(account: AccountState, sandboxId: string): Sandbox | undefined {
    const sandbox = this.ofAccount(account.id).get(sandboxId)
    return sandbox && this.upToNow(account, sandbox)
  }

  /** Throws the API's 404 if there is none. */
  get(account: AccountState, sandboxId: string): Sandbox {
    const sandbox = this.find(account, sandboxId)
    if (!sandbox) throw sandboxNotFound(sandboxId)
    return sandbox
  }

  /** In order of creation. */
  list(account: AccountState): Sandbox[] {
    return [...this.ofAccount(account.id).values()].filter((sandbox) => this.upToNow(account, sandbox))
  }

  /** Who has, or had, sandboxes. */
  accountIds(): string[] {
    return [...this.byAccount.keys()]
  }

  /** Of all accounts, in order of creation, as they were last seen. */
  everything(): Sandbox[] {
    const all = [...this.byAccount.values()].flatMap((sandboxes) => [...sandboxes.values()])
    return all.sort((a, b) => a.sequence - b.sequence)
  }

  /** Keeps a new or changed sandbox. */
  save(sandbox: Sandbox): void {
    this.ofAccount(sandbox.accountId).set(sandbox.sandboxId, sandbox)
    this.keeper?.put(sandbox)
  }

  remove(sandbox: Sandbox): void {
    this.ofAccount(sandbox.accountId).delete(sandbox.sandboxId)
    this.keeper?.remove(sandbox.sandboxId)
  }

  private upToNow(account: AccountState, sandbox: Sandbox): Sandbox | undefined {
    if (!advance(sandbox, account.settings, account.now())) return sandbox
    if (isGone(sandbox)) {
      this.remove(sandbox)
      return undefined
    }
    this.save(sandbox)
    return sandbox
  }

  private ofAccount(accountId: string): Map<string, Sandbox> {
    const known = this.byAccount.get(accountId)
    if (known) return known
    const sandboxes = new Map<string, Sandbox>()
    this.byAccount.set(accountId, sandboxes)
    return sandboxes
  }
}

const withNewSecrets = (stored: StoredSandbox): Sandbox => ({
  ...stored,
  ...settingsNotStored,
  envdAccessToken: newAccessToken(),
  networkProxy: newNetworkProxy(stored.netProxyCountry),
})
