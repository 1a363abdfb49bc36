import type { JournalEntry } from "./types"

const longest = 50_000
const longestBodies = 64 * 1024 * 1024
const masked = new Set(["access_key", "secret_key", "accessKey", "secretKey"])

/** JSON without the credentials of object storage. */
const withoutKeys = (body: unknown): string =>
  JSON.stringify(body, (key, value: unknown) => (masked.has(key) ? "***" : value))

/** The requests of one account, oldest first: the newest 50,000, and as many as have 64 MiB of bodies. */
export class Journal {
  private kept: JournalEntry[] = []
  /** Bytes of the bodies of what is kept. */
  private readonly sizes = new Map<JournalEntry, number>()
  private bytes = 0

  /** Only a test can read it, so a command keeps none. */
  constructor(private readonly isRead: boolean) {}

  /** Notes a request when it arrives; what is still open in the entry is filled in later. */
  add(entry: JournalEntry): void {
    if (!this.isRead) return
    this.kept.push(entry)
    this.sizes.set(entry, 0)
    // Cutting a tenth at a time keeps the cost of a full journal low.
    if (this.kept.length > longest * 1.1) this.drop(this.kept.length - longest)
  }

  addBody(entry: JournalEntry, body: unknown): void {
    // A test may have cleared the journal meanwhile.
    if (body === undefined || !this.sizes.has(entry)) return
    const text = withoutKeys(body)
    const size = Buffer.byteLength(text)
    entry.body = JSON.parse(text)
    this.sizes.set(entry, size)
    this.bytes += size
    while (this.bytes > longestBodies) this.drop(Math.ceil(this.kept.length / 10))
  }

  entries(): JournalEntry[] {
    return structuredClone(this.kept.slice(-longest))
  }

  clear(): void {
    this.drop(this.kept.length)
  }

  private drop(count: number): void {
    for (const entry of this.kept.splice(0, count)) {
      this.bytes -= this.sizes.get(entry) ?? 0
      this.sizes.delete(entry)
    }
  }
}
