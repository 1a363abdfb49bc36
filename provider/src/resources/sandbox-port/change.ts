import { isScaleboxError, ScaleboxError } from "../../client"
import { hasEnded, type SandboxDetails } from "../../contract"
import type { Context } from "../context"
import { sandboxEnded } from "../sandbox/ending"
import { brought } from "../sandbox/power"
import { isSettled, statusText } from "../sandbox/status"
import type { Queue } from "../turns"

/** A change of the ports of a sandbox, which only a running one can do. */
export interface Change<T> {
  verb: "open" | "close"
  /** @param sandbox As it ran when it was last seen; undefined until it had to be looked at. */
  work(sandbox: SandboxDetails | undefined): Promise<T>
  /** Whether there is nothing left to change, asked before a paused sandbox is resumed for it; default: there is. */
  isDone?(): Promise<T | undefined>
}

/** What a change has come to. */
export interface Changed<T> {
  value: T
  /** Why a sandbox that was resumed for it runs on. */
  trouble?: string | undefined
}

/** Milliseconds for which a sandbox that was resumed waits for more changes: the engine sends them one after the other. */
const gatherMs = 300
/** Milliseconds that the pause after the changes has at least, however long these took. */
const leastPauseMs = 60_000

/** What is known of a sandbox while its ports are changed. */
interface Visit {
  sandbox?: SandboxDetails
  /** How often it was resumed. */
  resumes: number
  /** Why it could not be resumed. */
  refused?: ScaleboxError
}

interface Piece {
  context: Context
  /** Does the work and answers how its caller is told: at once, or when the sandbox is paused again. Never rejects. */
  done(visit: Visit): Promise<(trouble?: string) => void>
}

/**
 * Changes the ports of a sandbox, one change after the other. A paused sandbox is resumed once for all changes that come
 * together, and paused again after the last. Throws what the change and the resume throw.
 */
export function changed<T>(context: Context, sandboxId: string, change: Change<T>): Promise<Changed<T>> {
  return new Promise((resolve, reject) => {
    const done = async (visit: Visit) => {
      try {
        const value = await work(context, sandboxId, visit, change)
        return (trouble?: string) => resolve({ value, trouble })
      } catch (error) {
        return (trouble?: string) => {
          if (trouble) context.log.warn(trouble)
          reject(error)
        }
      }
    }
    const piece: Piece = { context, done }
    context.session.turns.join<Piece>(sandboxId, piece, (queue) => serve(sandboxId, queue))
  })
}

/** The last change is over only when the sandbox is paused again: then the engine may end this process. */
async function serve(sandboxId: string, queue: Queue<Piece>): Promise<void> {
  const visit: Visit = { resumes: 0 }
  let held: { tell(trouble?: string): void; context: Context } | undefined
  do {
    for (let piece = queue.next(); piece; piece = queue.next()) {
      held?.tell()
      const { context } = piece
      held = { tell: await piece.done(visit), context }
      if (visit.resumes > 0) continue
      held.tell()
      held = undefined
    }
    if (held) await held.context.session.client.clock.sleep(gatherMs)
  } while (!queue.close())
  held?.tell(await pausedAgain(held.context, sandboxId))
}

async function work<T>(context: Context, id: string, visit: Visit, change: Change<T>): Promise<T> {
  if (change.verb === "open") visit.sandbox ??= await awake(context, id, visit, change.verb)
  const { resumes } = visit
  try {
    return await change.work(visit.sandbox)
  } catch (error) {
    if (!isScaleboxError(error, "conflict")) throw error
    const value = await change.isDone?.()
    if (value !== undefined) return value
    visit.sandbox = await awake(context, id, visit, change.verb)
    if (change.verb === "open" && visit.resumes === resumes) throw error
    return change.work(visit.sandbox)
  }
}

/** The sandbox, once it runs. A starting one is waited for, a paused one is resumed; all others cannot change their ports. */
async function awake(
  context: Context,
  sandboxId: string,
  visit: Visit,
  verb: "open" | "close",
): Promise<SandboxDetails> {
  const { client, watch } = context.session
  let sandbox = await client.getSandbox(sandboxId, context)
  const isReady = (one: SandboxDetails) => isSettled(one) || one.status === "terminating"
  if (!isReady(sandbox)) {
    const result = await watch.waitFor(sandboxId, { ...context, done: isReady })
    if (result.end !== "gone" && result.sandbox) sandbox = result.sandbox
  }
  if (sandbox.status === "running") return sandbox
  if (sandbox.status === "paused") return resumed(context, sandbox, visit)
  throw new ScaleboxError({
    code: "conflict",
    message: `the sandbox is ${statusText(sandbox)}, and only a running one can ${verb} ports`,
    hint: hasEnded(sandbox) || sandbox.status === "failed" ? sandboxEnded : "Run the command again",
  })
}

async function resumed(context: Context, sandbox: SandboxDetails, visit: Visit): Promise<SandboxDetails> {
  const { log, name } = context
  const { sandboxId } = sandbox
  if (visit.refused) throw visit.refused
  log.info(
    `Sandbox ${sandboxId} is paused: it is resumed to change its ports, and paused again after that. ` +
      "If this run is cut off before, it may run on",
  )
  log.status(name, "resuming the sandbox")
  try {
    const running = await brought(context, sandboxId, "running", sandbox)
    visit.resumes += 1
    return running
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    const isOpen = error.facts.lost || error.code === "timeout" || error.code === "cancelled"
    visit.refused = new ScaleboxError({
      ...error.facts,
      message:
        `the sandbox is paused, and could not be resumed to change its ports: ${error.facts.message}; ` +
        (isOpen
          ? "it may come to run later, and is then not paused again"
          : "its ports are as they were before"),
      hint: isOpen
        ? "See whether it runs, and run the command again"
        : "Resume it, then run the command again",
    })
    throw visit.refused
  } finally {
    log.status(name, undefined)
  }
}

/** Pauses a sandbox that was resumed, whatever became of the changes. Answers why it runs on, if it does. */
async function pausedAgain(context: Context, sandboxId: string): Promise<string | undefined> {
  const { log, name, session } = context
  if (session.plans.replacing.has(sandboxId)) {
    log.info(`Sandbox ${sandboxId} is not paused again, as this run replaces it`)
    return undefined
  }
  const deadline = Math.max(context.deadline, session.client.clock.now() + leastPauseMs)
  const within = { ...context, signal: undefined, deadline }
  log.status(name, "pausing the sandbox again")
  try {
    await brought(within, sandboxId, "paused")
    log.info(`Sandbox ${sandboxId} is paused again`)
    return undefined
  } catch (error) {
    const now = await session.watch.readNow(sandboxId, within).catch(() => "unknown" as const)
    if (now === undefined || (now !== "unknown" && (hasEnded(now) || now.status === "failed")))
      return undefined
    const why = error instanceof Error ? error.message : String(error)
    return (
      `Sandbox ${sandboxId} was paused, was resumed to change its ports, and could not be paused again: ${why}. ` +
      "It may run on, and cost: pause it"
    )
  } finally {
    log.status(name, undefined)
  }
}
