import type { SandboxDetails } from "../../contract"
import { hiddenOf } from "../../faces/hidden"
import { type Context, contextOf } from "../../resources/context"
import type { Log } from "../../resources/log"
import type { Session } from "../../resources/session"

/** Seconds that a look may take: a large account that hides metadata in its listing needs one call for each sandbox. */
const seconds = 1_800

/** One account, as recover looks at it. */
export class Inventory {
  private listed: Promise<Map<string, SandboxDetails>> | undefined

  constructor(
    readonly session: Session,
    private readonly log: Log,
  ) {}

  /** For a look of a lifecycle. @param inputs Of the declaration that it is about; default: of none. */
  context(inputs: Record<string, unknown> = {}): Context {
    const { owner, nonce = "" } = hiddenOf(inputs)
    const { session, log } = this
    return contextOf({ session, log, operation: "look", seconds, owner, nonce })
  }

  /** All sandboxes by id, each with its metadata, as they were when they were first asked for. */
  all(): Promise<Map<string, SandboxDetails>> {
    this.listed ??= this.session.watch
      .find(() => true, Number.NEGATIVE_INFINITY, this.context())
      .then((sandboxes) => new Map(sandboxes.map((sandbox) => [sandbox.sandboxId, sandbox])))
    return this.listed
  }

  /** A sandbox with all that the API shows of it now; undefined if the API says that there is none. */
  look(sandboxId: string): Promise<SandboxDetails | undefined> {
    return this.session.watch.readNow(sandboxId, this.context())
  }
}
