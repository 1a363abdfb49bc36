import { launch } from "../../emulator/src/emulator"
import type { Account, Emulator, EmulatorOptions } from "../../emulator/src/types"
import {
  type ClientOptions,
  type Deletes,
  readConfiguration,
  type Send,
  type Watch,
} from "../../provider/src/client"
import { ConnectionFailure } from "../../provider/src/client/http"
import { type Context, contextOf, type Errand } from "../../provider/src/resources/context"
import type { Log } from "../../provider/src/resources/log"
import { newSession, type Session } from "../../provider/src/resources/session"
import { FakeClock } from "./clock"
import { type Reply, secretKey, serverOf } from "./send"

/** Keeps what users are told. */
export class NotedLog implements Log {
  readonly infos: string[] = []
  readonly warnings: string[] = []
  /** `web: deploying`, and `web` once nobody waits for it. */
  readonly statuses: string[] = []

  info(message: string): void {
    this.infos.push(message)
  }

  warn(message: string): void {
    this.warnings.push(message)
  }

  status(thing: string, step: string | undefined): void {
    this.statuses.push(step === undefined ? thing : `${thing}: ${step}`)
  }
}

/** What lifecycles work with in a test: one session, a log that is kept, and time that takes none. */
export interface Stage {
  session: Session
  log: NotedLog
  clock: FakeClock
  /** The requests until now: `GET /v1/sandboxes/sbx-1`. */
  calls(): string[]
  /** The session of a run that has just begun, with the same account. */
  nextRun(): Session
  /** Default: a look of `shop/dev/web` with the nonce `n-1`. */
  context(operation?: Context["operation"], more?: Partial<Errand>): Context
  /** The same for a thing that the key of this stage has created, as its state shows. */
  contextOf(id: string, operation?: Context["operation"], more?: Partial<Errand>): Context
}

/** The session with other answers to some of the looks and deletes of its resources. */
export const answering = (
  session: Session,
  { watch = {}, deletes = {} }: { watch?: Partial<Watch>; deletes?: Partial<Deletes> },
): Session => ({ ...session, watch: watch as Watch, deletes: deletes as Deletes })

function stageOf(send: Send, clock: FakeClock, settings: ClientOptions): Stage {
  const log = new NotedLog()
  const calls: string[] = []
  const noting: Send = (request) => {
    calls.push(`${request.method} ${new URL(request.url).pathname}`)
    return send(request)
  }
  const configuration = readConfiguration(
    (key) =>
      ({
        previousApiUrl: undefined,
        believeMissing: undefined,
        refreshBeforeUpdate: undefined,
        ...settings,
      })[key],
    {},
  )
  const nextRun = () => newSession(configuration, log, { clock, send: noting })
  const session = nextRun()
  const context: Stage["context"] = (operation = "look", more = {}) =>
    contextOf({ session, log, operation, owner: "shop/dev/web", nonce: "n-1", ...more })
  return {
    session,
    log,
    clock,
    calls: () => [...calls],
    nextRun,
    context,
    contextOf: (id, operation, more) =>
      context(operation, { accountMark: session.account.mark(id), ...more }),
  }
}

/** On a server that gives these answers in this order. */
export function scripted(replies: Reply[], settings: ClientOptions = {}): Stage {
  const all = { apiKey: secretKey, apiUrl: "https://api.test", ...settings }
  return stageOf(serverOf(...replies).send, new FakeClock(), all)
}

/** A stage on an account of an emulator, seen from behind the scenes as well. */
export interface EmulatedStage extends Stage {
  account: Account
}

/**
 * An emulator in this process for a test file. Its time is that of the tests, in which a boot of two seconds and a stop
 * of half a second take no time at all.
 */
export function emulated(options: EmulatorOptions = {}) {
  const clock = new FakeClock()
  let started: Emulator | undefined
  let accounts = 0
  beforeAll(async () => {
    started = await launch({ bootMs: 2_000, stopMs: 500, ...options }, () => clock)
  })
  afterAll(() => started?.close())
  return {
    /**
     * A new account without sandboxes.
     *
     * @param through What becomes of requests on their way.
     */
    stage(settings: ClientOptions = {}, through = (send: Send): Send => send): EmulatedStage {
      if (!started) throw new Error("The emulator is there in tests only")
      accounts += 1
      const apiKey = `sk-unit-${accounts}`
      const stage = stageOf(through(fetching), clock, { apiKey, apiUrl: started.url, ...settings })
      return { ...stage, account: started.account(apiKey) }
    },
  }
}

/** Without the header Date, which would show the time of this machine and not that of the test. */
const fetching: Send = async ({ method, url, headers, query = {}, body }) => {
  const full = new URL(url)
  for (const [name, value] of Object.entries(query)) full.searchParams.set(name, String(value))
  try {
    const response = await fetch(full, { method, headers, body: body ?? null })
    const header = (name: string) => response.headers.get(name) ?? undefined
    return {
      status: response.status,
      headers: { retryAfter: header("retry-after"), requestId: header("x-request-id") },
      text: await response.text(),
    }
  } catch {
    throw new ConnectionFailure("ECONNRESET", true, false)
  }
}
