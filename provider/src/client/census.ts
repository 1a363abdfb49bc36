import { pageLimits, type SandboxDetails, timeOf } from "../contract"
import type { ScaleboxClient } from "./client"
import { isScaleboxError } from "./errors"
import { sandboxPages } from "./pages"
import { together, type Within } from "./within"

/** A sandbox, or that the API says there is none, or why it could not be asked. */
export type Answer = SandboxDetails | undefined | Error

/** Why sandboxes are looked for: to see them again, because they were created or changed lately, or because they are to end. */
export type Purpose = "refresh" | "changing" | "ending"

/** How far a listing went: all of the account, all pages while something came or went, or not so far. */
type Extent = "whole" | "shifted" | "part"

/** So few sandboxes are asked for one by one, as a sample too. */
const few = 2
/** Pages that an account is taken to have until one was listed. */
const unknownPages = 10
/** Wanted sandboxes on a page that promise more on the next. */
const rich = pageLimits.max / 10
/** As many questions, asked at once, take no longer than a page. */
const pageWorth = 4
/** Listings that are tried until one shows the whole account at one moment. */
const listingTries = 3

/** The calls that show what there is: pages of the account's listing, and questions for single sandboxes. */
export class Census {
  private pages: number | undefined
  private listedAt = Number.NEGATIVE_INFINITY

  constructor(private readonly client: ScaleboxClient) {}

  /**
   * Looks for sandboxes by pages while those pay, and asks for the rest one by one. A listing of the whole account that no
   * longer shows what is to end is believed, once asking for a sample has shown the same. Answers all that it has seen.
   *
   * @param reads Of a refresh: how many questions a listing would have spared so far and now, and how old one may be, in
   * milliseconds of the client's clock.
   */
  async look(
    purpose: Purpose,
    wanted: ReadonlyMap<string, Within>,
    reads = { questions: 0, since: Number.POSITIVE_INFINITY },
  ): Promise<Map<string, Answer>> {
    let { answers, extent } = await this.list(purpose, wanted, reads)
    for (let tries = 1; purpose === "ending" && extent === "shifted" && tries < listingTries; tries += 1) {
      ;({ answers, extent } = await this.list(purpose, wanted, reads))
    }
    const hidden = [...wanted.keys()].filter((id) => !answers.has(id))
    const ask = (ids: readonly string[]) =>
      Promise.all(ids.map(async (id) => answers.set(id, await this.answer(id, wanted.get(id)))))
    const isProof = purpose === "ending" && extent === "whole"
    const sample = hidden.splice(0, isProof ? few : 0)
    await ask(sample)
    if (!isProof || sample.some((id) => answers.get(id) !== undefined)) await ask(hidden)
    return answers
  }

  /** Whether reads with so many questions are worth a listing of an account of which nothing is known. */
  static areMany = (questions: number): boolean => questions > unknownPages

  /**
   * Sandboxes created since then by the server's clock, in milliseconds since 1970, newest first, with their metadata, which
   * services may leave out of a listing.
   *
   * @param pages The most that it may cost.
   */
  async madeSince(since: number, within: Within, pages: number): Promise<SandboxDetails[]> {
    const found: SandboxDetails[] = []
    const newestFirst = { sortBy: "created_at", sortOrder: "desc" } as const
    let seen = 0
    for await (const { sandboxes } of sandboxPages(this.client, newestFirst, within)) {
      const young = sandboxes.filter(({ createdAt }) => (timeOf(createdAt) ?? since) >= since)
      const full = young.map((row) => (row.metadata ? row : this.ask(row.sandboxId, within)))
      found.push(...(await Promise.all(full)).filter((sandbox) => sandbox !== undefined))
      seen += 1
      if (young.length < sandboxes.length || seen >= pages) break
    }
    return found
  }

  private async list(
    purpose: Purpose,
    wanted: ReadonlyMap<string, Within>,
    { questions, since }: { questions: number; since: number },
  ) {
    const { clock } = this.client
    const left = new Set(wanted.keys())
    const answers = new Map<string, Answer>()
    const totals = new Set<number>()
    let [pages, rows, isRich, isEstimated] = [0, 0, purpose === "changing", false]
    const listing = (extent: Extent) => ({ answers, extent })
    /**
     * The cost rule: the pages left must be fewer than the questions that they spare, unless the last one spared many; and
     * all of them no more than there were questions, however many the API says are left.
     */
    const pays = () => {
      const spared = Math.max(left.size, questions)
      const pagesLeft = (this.pages ?? (purpose === "ending" ? 1 : unknownPages)) - pages
      const price = purpose === "ending" && pages === 0 ? pageWorth : 1
      const isWithinBudget = pages < Math.max(wanted.size, questions)
      return spared > few && (isRich || (pagesLeft * price < spared && isWithinBudget))
    }
    // If a listing that is fresh enough does not show them, the next one will not.
    if (this.listedAt > since || !pays()) return listing("part")
    try {
      for await (const page of sandboxPages(this.client, {}, together([...wanted.values()]))) {
        const before = left.size
        this.pages = page.pagination.totalPages
        for (const row of page.sandboxes) {
          left.delete(row.sandboxId)
          if (purpose === "ending" || isComplete(row)) answers.set(row.sandboxId, row)
        }
        totals.add(page.pagination.total)
        pages += 1
        isEstimated ||= page.pagination.isEstimated ?? false
        rows += page.sandboxes.length
        isRich = left.size > 0 && before - left.size >= rich
        if (pages < this.pages && !pays()) return listing("part")
      }
      this.listedAt = clock.now()
      if (isEstimated) return listing("part")
      return listing(totals.size === 1 && totals.has(rows) ? "whole" : "shifted")
    } catch (error) {
      if (!isScaleboxError(error)) throw error
      this.listedAt = clock.now()
      return listing("part")
    }
  }

  private async answer(id: string, within?: Within): Promise<Answer> {
    return this.ask(id, within).catch((error: Error) => error)
  }

  async ask(id: string, within?: Within): Promise<SandboxDetails | undefined> {
    try {
      return await this.client.getSandbox(id, within)
    } catch (error) {
      if (isScaleboxError(error, "not_found")) return undefined
      throw error
    }
  }
}

/** Services may leave fields out of other answers that they show of a single sandbox. */
export const isComplete = (sandbox: SandboxDetails): boolean =>
  sandbox.timeout !== undefined &&
  sandbox.sandboxDomain !== undefined &&
  sandbox.envdAccessToken !== undefined
