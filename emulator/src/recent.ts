import { newRequestId } from "./secrets"
import type { JournalEntry } from "./types"

const longest = 1000

/** A request as the emulator's page shows it. */
export interface RecentRequest {
  /** Counts from 0 in order of arrival. */
  number: number
  /** Null where the request had no good key. */
  account: string | null
  entry: JournalEntry
  /** What the answer said, where it was an error. */
  error: string | null
}

/** The newest requests of all accounts and of nobody, oldest first. */
export class RecentRequests {
  /** Differs from start to start of the emulator, as numbers begin anew with each. */
  readonly run = newRequestId()
  private kept: RecentRequest[] = []
  private count = 0

  add(entry: JournalEntry, account: string | null): RecentRequest {
    const line = { number: this.count, account, entry, error: null }
    this.count += 1
    this.kept.push(line)
    if (this.kept.length > longest * 1.1) this.kept.splice(0, this.kept.length - longest)
    return line
  }

  /** Those from this number on, as far as they are kept. */
  since(number: number): RecentRequest[] {
    return this.kept.slice(-longest).filter((line) => line.number >= number)
  }
}
