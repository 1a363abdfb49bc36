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
  readonly journal: Journal
  readonly rate = new RateWindow()
  clockOffsetMs = 0
  /** The last characters of the key that was used last; null before one was. Enough to tell one's own keys apart. */
  keyEnding: string | null = null

  constructor(
    readonly id: string,
    public settings: Required<AccountSettings>,
    private readonly clock: Clock,
    hasReader: boolean,
  ) {
    this.journal = new Journal(hasReader)
  }

  /** Milliseconds since 1970 by the account's own, possibly shifted clock. */
  now(): number {
    return this.clock.now() + this.clockOffsetMs
  }
}

/** How an emulator is used, beside its options. */
export interface Use {
  /** A test reads the journals of the accounts. */
  hasReader: boolean
  /** The page shows bodies of requests and answers. */
  showsBodies: boolean
}

const longestEnding = 4

/** Never more than half of a key. */
const endingOf = (apiKey: string) =>
  apiKey.slice(apiKey.length - Math.min(longestEnding, Math.floor(apiKey.length / 2)))

/** Every API key is an account. Keys are turned into ids at once, and only their last characters are kept. */
export class Accounts {
  readonly settings: Required<AccountSettings>
  /** Of everybody, also of callers without a valid key. */
  readonly recent: RecentRequests
  private readonly states = new Map<string, AccountState>()
  /** Further keys, by what would be their own accounts. */
  private readonly further = new Map<string, AccountState>()
  private readonly good: ReadonlySet<string> | undefined

  constructor(
    options: EmulatorOptions,
    private readonly clock: Clock,
    private readonly use: Use,
  ) {
    this.recent = new RecentRequests(use.showsBodies)
    this.settings = settingsOver(defaultSettings, options)
    this.good = options.apiKeys && new Set(options.apiKeys.map(accountIdOf))
    for (const key of options.apiKeys ?? []) this.of(key)
  }

  get takesAnyKey(): boolean {
    return this.good === undefined
  }

  of(apiKey: string): AccountState {
    const id = accountIdOf(apiKey)
    const account = this.further.get(id) ?? this.byId(id)
    account.keyEnding = endingOf(apiKey)
    return account
  }

  /** Makes a key one of this account. */
  addKey(account: AccountState, apiKey: string): void {
    this.further.set(accountIdOf(apiKey), account)
  }

  /** Also of an account whose key was not sent yet, as sandboxes from a data file have it. */
  byId(id: string): AccountState {
    const known = this.states.get(id)
    if (known) return known
    const state = new AccountState(id, { ...this.settings }, this.clock, this.use.hasReader)
    this.states.set(id, state)
    return state
  }

  /** Everybody who has sent a key, or has sandboxes. */
  all(): AccountState[] {
    return [...this.states.values()]
  }

  /** The account of a key that was sent; undefined if the key is missing or not valid. */
  admitted(apiKey: string | undefined): AccountState | undefined {
    if (!apiKey || (this.good && !this.good.has(accountIdOf(apiKey)))) return undefined
    return this.of(apiKey)
  }
}
