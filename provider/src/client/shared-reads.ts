import DataLoader from "dataloader"
import { pageLimits, type SandboxDetails } from "../contract"
import type { ScaleboxClient } from "./client"
import { isScaleboxError } from "./errors"
import { sandboxPages } from "./pages"

/** Milliseconds in which reads are collected into one. */
const windowMs = 20
/** The same for sandboxes that were deleted together, whose waits begin at one moment. */
const endingWindowMs = 5
/** Milliseconds that a few reads wait at most for so many more that a listing costs less. */
const gatherMs = 60
/** So few sandboxes are asked for one by one rather than by a listing. */
const fewReads = 10
/** Reads under way at once while it is not known whether many will come. */
const carefulReads = 4
/** Milliseconds for which a listing of the account answers for its sandboxes. */
const listingGoodForMs = 10_000
/** Sandboxes that a wait asks for one by one. */
const fewWaits = 2
/** So many questions for single sandboxes take no longer than a page of a listing. */
const pageWorth = 4
/** Milliseconds for which a look tells when the next one is due. */
const foreseenMs = 300
/** Listings that are tried until one shows the whole account at one moment. */
const listingTries = 3

interface Wanted {
  sandboxId: string
  deadline: number
  /** Whether this is what is waited for. */
  isOver?: IsOver | undefined
}

type IsOver = (sandbox: SandboxDetails) => boolean

/** A sandbox, or that the API says there is none, or why it could not be asked. */
type Answer = SandboxDetails | undefined | Error

/** What a listing shows of wanted sandboxes. */
interface Listed {
  shown: ReadonlyMap<string, SandboxDetails>
  /** A part of the account, all of it, or all pages while something came or went, which may hide what stays. */
  extent: "part" | "whole" | "shifted"
}

/**
 * Reads of many callers together, by as few calls as possible: one by one where they are few, by the listing where that
 * costs less. What a listing does not show, or shows without the fields that matter, is asked for by itself.
 */
export class SharedReads {
  private asked = 0
  private single = 0
  private pages: number | undefined
  private listing: Promise<Map<string, SandboxDetails>> | undefined
  private isPartial = false
  private listedAt = Number.NEGATIVE_INFINITY
  private readonly queue: (() => void)[] = []
  private active = 0
  private isGathering = false
  private readonly waits: DataLoader<Wanted, SandboxDetails | undefined>
  private readonly endings: DataLoader<Wanted, SandboxDetails | undefined>

  /**
   * Milliseconds that a wait lasts at least, as far as those before it tell: 0 where they were over by their first look. A
   * wait keeps one of the engine's few places, and a look too early is a wasted call.
   */
  readonly leastWaitMs = { changing: 0, ending: 0 }

  /** When those are over that the last look has left, as far as it tells: in milliseconds since 1970. */
  nextLookAt = 0

  /** Where between two looks this process looks, 0 to 1: processes must not all look at one moment. */
  readonly phase: number

  /** @param listedPage Gets the sandboxes of each page that is listed. */
  constructor(
    readonly client: ScaleboxClient,
    private readonly listedPage: (sandboxes: readonly SandboxDetails[]) => void = () => {},
  ) {
    this.phase = client.clock.random()
    const together = (forMs: number, work: (wanted: readonly Wanted[]) => Promise<Answer[]>) =>
      new DataLoader<Wanted, SandboxDetails | undefined>(work, {
        cache: false,
        batchScheduleFn: (send) => void client.clock.sleep(forMs).then(send),
      })
    this.waits = together(windowMs, (wanted) => this.readNewest(wanted))
    this.endings = together(endingWindowMs, (wanted) => this.readLeft(wanted))
  }

  /** A sandbox that others may ask for as well, as in a refresh; undefined where the API says that there is none. */
  async read(sandboxId: string, deadline: number): Promise<SandboxDetails | undefined> {
    this.asked += 1
    await this.turn()
    try {
      const listed = this.asked > fewReads ? (await this.listed(deadline)).get(sandboxId) : undefined
      if (listed) return listed
      this.single += 1
      return await this.readOne({ sandboxId, deadline })
    } finally {
      this.active -= 1
      if (this.active === 0 && this.queue.length > 0) void this.nextTurn()
    }
  }

  /** A sandbox that was changed lately and is waited for, probably together with others. */
  readChanging(sandboxId: string, deadline: number, isOver?: IsOver): Promise<SandboxDetails | undefined> {
    return this.waits.load({ sandboxId, deadline, isOver })
  }

  /** What is left of a sandbox whose deletion the API has accepted, probably together with others. */
  readEnding(sandboxId: string, deadline: number): Promise<SandboxDetails | undefined> {
    return this.endings.load({ sandboxId, deadline })
  }

  /** A few, then the next few, until it shows whether the callers are many. */
  private async turn(): Promise<void> {
    while ((this.isGathering || this.active >= carefulReads) && this.asked <= fewReads) {
      await new Promise<void>((next) => this.queue.push(next))
    }
    this.active += 1
  }

  /** Those whose turn has come wait for the ones that the engine asks for next: together they may be many. */
  private async nextTurn(): Promise<void> {
    this.isGathering = true
    const { clock } = this.client
    const until = clock.now() + gatherMs
    do await clock.sleep(windowMs)
    while (this.asked <= fewReads && clock.now() < until)
    this.isGathering = false
    for (const next of this.queue.splice(0)) next()
  }

  /** The account's sandboxes from a listing, where that is worth its calls; else none. */
  private listed(deadline: number): Promise<Map<string, SandboxDetails>> {
    const { clock } = this.client
    const isFresh = this.listing !== undefined && clock.now() - this.listedAt <= listingGoodForMs
    if (this.listing && isFresh && (!this.isPartial || this.isDear)) return this.listing
    if (this.isDear) return Promise.resolve(new Map())
    this.listedAt = clock.now()
    this.listing = this.list(deadline)
    return this.listing
  }

  /** Whether all pages of the account cost more than the reads made one by one so far, and than those under way. */
  private get isDear(): boolean {
    return (this.pages ?? 0) > Math.max(this.single, this.active, fewReads)
  }

  private async list(deadline: number): Promise<Map<string, SandboxDetails>> {
    const found = new Map<string, SandboxDetails>()
    try {
      for await (const { sandboxes, pagination } of sandboxPages(this.client, {}, { deadline })) {
        this.pages = pagination.totalPages
        this.listedPage(sandboxes)
        for (const sandbox of sandboxes.filter(isComplete)) found.set(sandbox.sandboxId, sandbox)
        this.isPartial = this.isDear
        if (this.isPartial) break
      }
    } catch (error) {
      if (!isScaleboxError(error)) throw error
    }
    return found
  }

  private async readNewest(wanted: readonly Wanted[]): Promise<Answer[]> {
    const { shown } = await this.listNewest(wanted)
    const isShown = ({ sandboxId }: Wanted) => {
      const sandbox = shown.get(sandboxId)
      return sandbox !== undefined && isComplete(sandbox)
    }
    const answers = await Promise.all(
      wanted.map((want) => (isShown(want) ? shown.get(want.sandboxId) : this.answer(want))),
    )
    this.nextLookAt = this.client.clock.now() + untilLastEnds(wanted, answers)
    return answers
  }

  /** A whole listing that no longer shows them is believed, once asking for a few of them has shown the same. */
  private async readLeft(wanted: readonly Wanted[]): Promise<Answer[]> {
    if (wanted.length <= (this.pages ?? 1) * pageWorth) {
      return Promise.all(wanted.map((want) => this.answer(want)))
    }
    let listed = await this.listNewest(wanted)
    for (let tries = 1; tries < listingTries && listed.extent === "shifted"; tries += 1) {
      listed = await this.listNewest(wanted)
    }
    const { shown, extent } = listed
    const hidden = wanted.filter(({ sandboxId }) => !shown.has(sandboxId))
    const asked = new Map<Wanted, Answer>()
    const ask = (wants: readonly Wanted[]) =>
      Promise.all(wants.map(async (want) => asked.set(want, await this.answer(want))))
    await ask(hidden.slice(0, fewWaits))
    const areGone = extent === "whole" && [...asked.values()].every((answer) => answer === undefined)
    if (!areGone) await ask(hidden.slice(fewWaits))
    return wanted.map((want) => shown.get(want.sandboxId) ?? asked.get(want))
  }

  /** New sandboxes stand on the first pages; further pages must cost less than asking for what is missing. */
  private async listNewest(wanted: readonly Wanted[]): Promise<Listed> {
    const missing = new Set(wanted.map(({ sandboxId }) => sandboxId))
    const shown = new Map<string, SandboxDetails>()
    if (missing.size <= fewWaits) return { shown, extent: "part" }
    const deadline = Math.max(...wanted.map((want) => want.deadline))
    let pages = 0
    let seen = 0
    const totals = new Set<number>()
    try {
      for await (const { sandboxes, pagination } of sandboxPages(this.client, {}, { deadline })) {
        const before = missing.size
        pages += 1
        this.pages = pagination.totalPages
        seen += sandboxes.length
        totals.add(pagination.total)
        this.listedPage(sandboxes)
        for (const sandbox of sandboxes) {
          if (missing.delete(sandbox.sandboxId)) shown.set(sandbox.sandboxId, sandbox)
        }
        const isPoor = before - missing.size < pageLimits.max / 10
        const left = pagination.totalPages - pages
        if (left > 0 && (missing.size <= fewWaits || (isPoor && left > missing.size))) {
          return { shown, extent: "part" }
        }
      }
      return { shown, extent: totals.size === 1 && totals.has(seen) ? "whole" : "shifted" }
    } catch (error) {
      if (!isScaleboxError(error)) throw error
      return { shown, extent: "part" }
    }
  }

  private async answer(wanted: Wanted): Promise<Answer> {
    return this.readOne(wanted).catch((error: Error) => error)
  }

  private async readOne({ sandboxId, deadline }: Wanted): Promise<SandboxDetails | undefined> {
    try {
      return await this.client.getSandbox(sandboxId, { deadline })
    } catch (error) {
      if (isScaleboxError(error, "not_found")) return undefined
      throw error
    }
  }
}

/**
 * Milliseconds until the last of those ends that a look has not shown to be over: what was made later than others ends as
 * much later. 0 where that says nothing, or is too far away to rely on.
 */
function untilLastEnds(wanted: readonly Wanted[], answers: readonly Answer[]): number {
  const madeAt = { over: [] as number[], left: [] as number[] }
  for (const [at, { isOver }] of wanted.entries()) {
    const answer = answers[at]
    if (!isOver || !answer || answer instanceof Error || !answer.createdAt) continue
    madeAt[isOver(answer) ? "over" : "left"].push(Date.parse(answer.createdAt))
  }
  const ms = Math.max(...madeAt.left) - Math.max(...madeAt.over)
  return ms > 0 && ms <= foreseenMs ? ms : 0
}

/** Services may leave fields out of other answers that they show of a single sandbox. */
export const isComplete = (sandbox: SandboxDetails): boolean =>
  sandbox.timeout !== undefined &&
  sandbox.sandboxDomain !== undefined &&
  sandbox.envdAccessToken !== undefined
