import { RateWindow } from "./admission"
import type { Clock } from "./clock"
import { FaultScript } from "./faults"
import { Journal } from "./journal"
import { defaultSettings, settingsOver } from "./options"
import { RecentRequests } from "./recent"
import { accountIdOf } from "./secrets"
import type { AccountSettings, EmulatorOptions } from "./types"

/** What the emulator knows of one account beside its sandboxes. */
export class AccountState {
  readonly faults = new FaultScript()
  readonly journal = new Journal()
  readonly rate = new RateWindow()
  clockOffsetMs = 0

  constructor(
    readonly id: string,
    public settings: Required<AccountSettings>,
    private readonly clock: Clock,
  ) {}

  /** Milliseconds since 1970 by the account's own, possibly shifted clock. */
  now(): number {
    return this.clock.now() + this.clockOffsetMs
  }
}

/** Every API key is an account. Keys are turned into ids at once and never kept. */
export class Accounts {
  readonly settings: Required<AccountSettings>
  /** Of everybody, also of callers without a good key. */
  readonly recent = new RecentRequests()
  private readonly states = new Map<string, AccountState>()
  /** Further keys, by what would be their own accounts. */
  private readonly further = new Map<string, AccountState>()
  private readonly good: ReadonlySet<string> | undefined

  constructor(
    options: EmulatorOptions,
    private readonly clock: Clock,
  ) {
    this.settings = settingsOver(defaultSettings, options)
    this.good = options.apiKeys && new Set(options.apiKeys.map(accountIdOf))
  }

  of(apiKey: string): AccountState {
    const id = accountIdOf(apiKey)
    return this.further.get(id) ?? this.byId(id)
  }

  /** Makes a key one of this account. */
  addKey(account: AccountState, apiKey: string): void {
    this.further.set(accountIdOf(apiKey), account)
  }

  /** Also of an account whose key was not sent yet, as sandboxes from a data file have it. */
  byId(id: string): AccountState {
    const known = this.states.get(id)
    if (known) return known
    const state = new AccountState(id, { ...this.settings }, this.clock)
    this.states.set(id, state)
    return state
  }

  /** The account of a key that was sent; undefined where the key is missing or not good. */
  admitted(apiKey: string | undefined): AccountState | undefined {
    if (!apiKey || (this.good && !this.good.has(accountIdOf(apiKey)))) return undefined
    return this.of(apiKey)
  }
}
