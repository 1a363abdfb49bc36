import type { JournalEntry } from "./types"

const longest = 50_000
const masked = new Set(["access_key", "secret_key", "accessKey", "secretKey"])

/** A copy without the credentials of object storage. */
const withoutKeys = (body: unknown): unknown =>
  body === undefined
    ? null
    : JSON.parse(JSON.stringify(body, (key, value: unknown) => (masked.has(key) ? "***" : value)))

/** The requests of one account, oldest first. */
export class Journal {
  private kept: JournalEntry[] = []

  /** Notes a request when it arrives; what is still open in the entry is filled in later. */
  add(entry: JournalEntry): void {
    this.kept.push(entry)
    // Cutting a tenth at a time keeps the cost of a full journal low.
    if (this.kept.length > longest * 1.1) this.kept.splice(0, this.kept.length - longest)
  }

  entries(): JournalEntry[] {
    return structuredClone(this.kept.slice(-longest))
  }

  clear(): void {
    this.kept = []
  }
}

export function noteBody(entry: JournalEntry, body: unknown): void {
  entry.body = withoutKeys(body)
}
