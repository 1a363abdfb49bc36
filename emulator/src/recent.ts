import { withoutSecrets } from "../../provider/src/contract"
import { newRequestId } from "./secrets"
import type { JournalEntry } from "./types"

const longest = 1000
const longestBody = 128 * 1024
const longestBodies = 8 * 1024 * 1024
const gone = "(no longer kept)"

/** A request as the emulator's page shows it. */
export interface RecentRequest {
  /** Counts from 0 in order of arrival. */
  number: number
  /** Null if the request had no valid key. */
  account: string | null
  entry: JournalEntry
  /** What the answer said, if it was an error. */
  error: string | null
  /** Body of the request as JSON without secrets, or why it is not kept; null if there is none. */
  body: string | null
  /** Body of the answer as it was sent, or why it is not kept; secrets are taken out when it is shown. */
  answer: string | null
}

type Part = "body" | "answer"

const bytesOf = (text: string | null) => (text === null ? 0 : Buffer.byteLength(text))

/** The newest requests of all accounts and of nobody, oldest first. */
export class RecentRequests {
  /** Differs from start to start of the emulator, as numbers begin again with each. */
  readonly run = newRequestId()
  private kept: RecentRequest[] = []
  private count = 0
  private bytes = 0

  /** Bodies are kept, up to 128 KiB each and 8 MiB together, if the page may show them. */
  constructor(private readonly keepsBodies: boolean) {}

  add(entry: JournalEntry, account: string | null): RecentRequest {
    const line = { number: this.count, account, entry, error: null, body: null, answer: null }
    this.count += 1
    this.kept.push(line)
    if (this.kept.length > longest * 1.1) {
      const dropped = this.kept.splice(0, this.kept.length - longest)
      for (const { body, answer } of dropped) this.bytes -= bytesOf(body) + bytesOf(answer)
    }
    return line
  }

  keepBody(line: RecentRequest, body: unknown): void {
    if (this.keepsBodies && body !== undefined) this.keep(line, "body", JSON.stringify(withoutSecrets(body)))
  }

  keepAnswer(line: RecentRequest, text: string): void {
    if (this.keepsBodies) this.keep(line, "answer", text)
  }

  find(number: number): RecentRequest | undefined {
    return this.since(number).find((line) => line.number === number)
  }

  /** Those from this number on, as far as they are kept. */
  since(number: number): RecentRequest[] {
    return this.kept.slice(-longest).filter((line) => line.number >= number)
  }

  private keep(line: RecentRequest, part: Part, text: string): void {
    const bytes = bytesOf(text)
    this.set(line, part, bytes > longestBody ? `(not kept: ${Math.ceil(bytes / 1024)} KiB)` : text)
    for (const old of this.kept) {
      if (this.bytes <= longestBodies) return
      for (const each of ["body", "answer"] as const) if (old[each] !== null) this.set(old, each, gone)
    }
  }

  private set(line: RecentRequest, part: Part, text: string): void {
    this.bytes += bytesOf(text) - bytesOf(line[part])
    line[part] = text
  }
}
