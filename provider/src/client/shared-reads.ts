import DataLoader from "dataloader"
import { pageLimits, type SandboxDetails } from "../contract"
import type { ScaleboxClient } from "./client"
import { isScaleboxError } from "./errors"
import { sandboxPages } from "./pages"

/** Milliseconds in which reads are collected into one. */
const windowMs = 20
/** So few sandboxes are asked for one by one rather than by a listing. */
const fewReads = 10
/** Reads under way at once while it is not known whether many will come. */
const carefulReads = 4
/** Milliseconds for which a listing of the account answers for its sandboxes. */
const listingGoodForMs = 10_000
/** Sandboxes that a wait asks for one by one. */
const fewWaits = 2

interface Wanted {
  sandboxId: string
  deadline: number
}

/** A sandbox, or that the API says there is none, or why it could not be asked. */
type Answer = SandboxDetails | undefined | Error

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
  private readonly waits: DataLoader<Wanted, SandboxDetails | undefined>

  /** Where between two looks this process looks, 0 to 1: processes must not all look at one moment. */
  readonly phase: number

  /** @param listedPage Gets the sandboxes of each page that is listed. */
  constructor(
    readonly client: ScaleboxClient,
    private readonly listedPage: (sandboxes: readonly SandboxDetails[]) => void = () => {},
  ) {
    this.phase = client.clock.random()
    this.waits = new DataLoader<Wanted, SandboxDetails | undefined>((wanted) => this.readNewest(wanted), {
      cache: false,
      batchScheduleFn: (send) => void client.clock.sleep(windowMs).then(send),
    })
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
      if (this.active === 0) for (const next of this.queue.splice(0)) next()
    }
  }

  /** A sandbox that was changed lately and is waited for, probably together with others. */
  readChanging(sandboxId: string, deadline: number): Promise<SandboxDetails | undefined> {
    return this.waits.load({ sandboxId, deadline })
  }

  /** A few, then the next few, until it shows whether the callers are many. */
  private async turn(): Promise<void> {
    while (this.active >= carefulReads && this.asked <= fewReads) {
      await new Promise<void>((next) => this.queue.push(next))
    }
    this.active += 1
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

  /** Whether all pages of the account cost more than the reads that were made one by one so far. */
  private get isDear(): boolean {
    return (this.pages ?? 0) > Math.max(this.single, fewReads)
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

  /** New sandboxes stand on the first pages; each page more must be worth it. */
  private async readNewest(wanted: readonly Wanted[]): Promise<Answer[]> {
    const missing = new Map(wanted.map((want) => [want.sandboxId, want]))
    const found = new Map<string, SandboxDetails>()
    const deadline = Math.max(...wanted.map((want) => want.deadline))
    if (missing.size > fewWaits) {
      try {
        for await (const { sandboxes } of sandboxPages(this.client, {}, { deadline })) {
          const before = missing.size
          this.listedPage(sandboxes)
          for (const sandbox of sandboxes.filter(isComplete)) {
            if (missing.delete(sandbox.sandboxId)) found.set(sandbox.sandboxId, sandbox)
          }
          if (missing.size <= fewWaits || before - missing.size < pageLimits.max / 10) break
        }
      } catch (error) {
        if (!isScaleboxError(error)) throw error
      }
    }
    const rest = await Promise.all([...missing.values()].map((want) => this.answer(want)))
    const answers = new Map<string, Answer>([...missing.keys()].map((id, index) => [id, rest[index]]))
    return wanted.map(({ sandboxId }) => found.get(sandboxId) ?? answers.get(sandboxId))
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

/** Services may leave fields out of a listing that they show of a single sandbox. */
const isComplete = (sandbox: SandboxDetails): boolean =>
  sandbox.timeout !== undefined &&
  sandbox.sandboxDomain !== undefined &&
  sandbox.envdAccessToken !== undefined
