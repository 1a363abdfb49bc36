import { type SandboxDetails, timeOf } from "../contract"
import { type Answer, Census, type Purpose } from "./census"
import type { ScaleboxClient } from "./client"
import { isScaleboxError } from "./errors"
import { Gatherer } from "./gatherer"
import { learned, nextLook, untilLastEnds } from "./rhythm"
import { together, unlessAborted, type Within } from "./within"

/** Milliseconds in which looks are collected that may go together; deletions begin at one moment. */
const windowMs = { changing: 20, ending: 5, search: 20 } as const
/**
 * So many reads go at once. While it is not known that many come, others wait until those are through, and then for
 * so many milliseconds without another: an engine asks for the next when it has an answer.
 */
const careful = { reads: 4, quietMs: 60, longestMs: 500 } as const
/** Milliseconds for which what was seen answers a read, unless it says otherwise. */
const refreshMs = 10_000
/** Milliseconds in which the API may not know yet of a sandbox that it has created. */
const lagMs = 1_000

/** One who wants to see a sandbox. */
interface Look {
  id: string
  within: Within
  /** Of a read: what was seen before, in milliseconds of the client's clock, is too old. */
  since?: number
  /** Of a wait: whether it is over. */
  isOver?: (sandbox: SandboxDetails) => boolean
}

type Looks = Gatherer<Look, ReadonlyMap<string, Answer>>

export interface WaitOptions extends Within {
  /** Whether this is what was waited for. */
  done: (sandbox: SandboxDetails) => boolean
  /** The sandbox was only just made: an early "not found" may be a lag of the API. */
  newborn?: boolean
  /** Its deletion was accepted: many that end together may be looked for in a listing alone. */
  ending?: boolean
  /** Called with every state seen. */
  seen?: (sandbox: SandboxDetails) => void
}

/** How a wait ended: `gone` when the sandbox no longer exists, `late` when the deadline passed first. */
export type WaitResult =
  | { end: "done"; sandbox: SandboxDetails }
  | { end: "gone" }
  | { end: "late"; sandbox: SandboxDetails | undefined }

/** Looks at sandboxes for many callers together: those of one moment and purpose go as one census. */
export class Watch {
  private readonly census: Census
  private readonly looks: Record<Purpose, Looks>
  private readonly searches: Gatherer<Within & { since: number; pages: number }, SandboxDetails[]>
  /** Where between two looks this process looks, 0 to 1. */
  private readonly phase: number
  private readonly leastMs = { changing: 0, ending: 0 }
  private foreseenAt = 0
  /** What reads have seen, and when. */
  private readonly seen = new Map<string, { sandbox: SandboxDetails; at: number }>()
  /** Reads so far that nothing seen before has answered, and those that are asked for alone now. */
  private questions = 0
  private alone = 0
  private changesSince: number | undefined

  constructor(private readonly client: ScaleboxClient) {
    const { clock } = client
    this.phase = clock.random()
    this.census = new Census(client)
    const { quietMs, longestMs } = careful
    // In turn: what a listing shows that is under way may answer those that came meanwhile.
    const carefully = { quietMs, longestMs, inTurn: true, holds: () => this.alone > 0 }
    this.looks = {
      refresh: new Gatherer(clock, carefully, (batch) => this.refresh(batch)),
      changing: new Gatherer(clock, { longestMs: windowMs.changing }, async (batch) => {
        const answers = await this.census.look("changing", wantedBy(batch))
        this.foreseenAt = clock.now() + untilLastEnds(madeAt(batch, answers))
        return answers
      }),
      ending: new Gatherer(clock, { longestMs: windowMs.ending }, (batch) =>
        this.census.look("ending", wantedBy(batch)),
      ),
    }
    this.searches = new Gatherer(clock, { longestMs: windowMs.search, inTurn: true }, (all) => {
      const since = Math.min(...all.map((one) => one.since))
      return this.census.madeSince(since, together(all), Math.max(...all.map(({ pages }) => pages)))
    })
  }

  /**
   * A sandbox as it was at most `maxAgeMs` before this call (default 10,000), asked for together with others; undefined if
   * the API says that there is none. Throws what a call throws.
   */
  async read(
    id: string,
    { deadline, signal, maxAgeMs = refreshMs }: Within & { maxAgeMs?: number },
  ): Promise<SandboxDetails | undefined> {
    const within = { deadline, signal }
    const since = this.client.clock.now() - maxAgeMs
    const seen = this.seenSince(id, since)
    if (seen) return seen
    this.questions += 1
    // Those of one moment count together.
    await undefined
    const areMany = Census.areMany(this.questions)
    if (!areMany && this.alone < careful.reads && !this.looks.refresh.isGathering) {
      return this.note(id, await this.askAlone(id, within))
    }
    const answer = this.look("refresh", { id, within, since })
    if (areMany) this.looks.refresh.flush()
    return answer
  }

  /** The same as it is after this call. */
  readNow(id: string, { deadline, signal }: Within): Promise<SandboxDetails | undefined> {
    return this.look("changing", { id, within: { deadline, signal } })
  }

  /**
   * A sandbox that is to be changed, as it was when the first change of this session began, at most ten seconds ago: what a
   * refresh has shown before is too old, but changes share their looks. Throws what a call throws.
   */
  readToChange(id: string, within: Within): Promise<SandboxDetails | undefined> {
    const now = this.client.clock.now()
    this.changesSince ??= now
    return this.read(id, { ...within, maxAgeMs: Math.min(refreshMs, now - this.changesSince + 1) })
  }

  /** Looks for a sandbox again and again, ever more slowly, until it is as wanted. Throws what a call throws. */
  async waitFor(id: string, options: WaitOptions): Promise<WaitResult> {
    const { deadline, signal, done, newborn = false, ending = false, seen } = options
    const { clock } = this.client
    const purpose = ending ? "ending" : "changing"
    const began = clock.now()
    let last: SandboxDetails | undefined
    for (let isFirst = true; ; isFirst = false) {
      const now = clock.now()
      const [leastMs, foreseenAt] = [this.leastMs[purpose], ending ? 0 : this.foreseenAt]
      const at = nextLook({ now, began, isFirst, leastMs, foreseenAt, phase: this.phase })
      if (at >= deadline) return { end: "late", sandbox: last }
      let sandbox: SandboxDetails | undefined
      try {
        if (at > now) await unlessAborted(clock.sleep(at - now), signal)
        sandbox = await this.look(purpose, { id, within: { deadline, signal }, isOver: done })
      } catch (error) {
        // A look that the deadline overtook says nothing new.
        if (!isScaleboxError(error, "timeout") || clock.now() < deadline) throw error
        return { end: "late", sandbox: last }
      }
      if (sandbox) seen?.(sandbox)
      const lastedMs = clock.now() - began
      const mayLag = newborn && last === undefined && lastedMs < lagMs
      const isOver = sandbox ? done(sandbox) : !mayLag
      this.leastMs[purpose] = learned(this.leastMs[purpose], { isFirst, isOver, lastedMs })
      if (isOver) return sandbox ? { end: "done", sandbox } : { end: "gone" }
      last = sandbox ?? last
    }
  }

  /**
   * Sandboxes, living or not, that were created since then by the server's clock (milliseconds since 1970) and whose metadata
   * is wanted, newest first, as they are after this call. Searches of one moment share a listing. Throws what a call throws.
   */
  async find(
    isWanted: (metadata: SandboxDetails["metadata"]) => boolean,
    since: number,
    { deadline, signal, pages = Number.POSITIVE_INFINITY }: Within & { pages?: number },
  ): Promise<SandboxDetails[]> {
    const found = await this.searches.add({ deadline, signal, pages, since })
    return found.filter(
      ({ metadata, createdAt }) => isWanted(metadata) && (timeOf(createdAt) ?? since) >= since,
    )
  }

  private async look(purpose: Purpose, look: Look): Promise<SandboxDetails | undefined> {
    const answers = await unlessAborted(this.looks[purpose].add(look), look.within.signal)
    const answer = answers.get(look.id)
    if (answer instanceof Error) throw answer
    return answer
  }

  private async askAlone(id: string, within: Within): Promise<SandboxDetails | undefined> {
    this.alone += 1
    try {
      return await this.census.ask(id, within)
    } finally {
      this.alone -= 1
      this.looks.refresh.touch()
    }
  }

  private async refresh(batch: readonly Look[]): Promise<Map<string, Answer>> {
    const known = new Map(batch.map(({ id, since = 0 }) => [id, this.seenSince(id, since)] as const))
    const open = batch.filter(({ id }) => known.get(id) === undefined)
    if (open.length === 0) return new Map<string, Answer>(known)
    const since = Math.max(...open.map((one) => one.since ?? 0))
    const answers = await this.census.look("refresh", wantedBy(open), { questions: this.questions, since })
    // However long it took, it is one observation: else those that ask next would find its first pages too old.
    for (const [id, answer] of answers) this.note(id, answer)
    return new Map<string, Answer>([...known, ...answers])
  }

  private note<A extends Answer>(id: string, answer: A): A {
    if (answer && !(answer instanceof Error)) {
      this.seen.set(id, { sandbox: answer, at: this.client.clock.now() })
    }
    return answer
  }

  private seenSince(id: string, since: number): SandboxDetails | undefined {
    const seen = this.seen.get(id)
    return seen && seen.at > since ? seen.sandbox : undefined
  }
}

const wantedBy = (batch: readonly Look[]): Map<string, Within> =>
  new Map(batch.map(({ id, within }) => [id, within]))

/** When those were created that are over, and those that are not. */
function madeAt(batch: readonly Look[], answers: ReadonlyMap<string, Answer>) {
  const times = { over: [] as number[], left: [] as number[] }
  for (const { id, isOver } of batch) {
    const answer = answers.get(id)
    if (!isOver || !answer || answer instanceof Error) continue
    const time = timeOf(answer.createdAt)
    if (time !== undefined) times[isOver(answer) ? "over" : "left"].push(time)
  }
  return times
}
