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

  /** Notes a request when it arrives; the caller fills in the rest. */
  begin(entry: Omit<JournalEntry, "body" | "status" | "ms">): JournalEntry {
    const begun = { ...entry, body: null, status: null, ms: null }
    this.kept.push(begun)
    // Cutting a tenth at a time keeps the cost of a full journal low.
    if (this.kept.length > longest * 1.1) this.kept.splice(0, this.kept.length - longest)
    return begun
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
