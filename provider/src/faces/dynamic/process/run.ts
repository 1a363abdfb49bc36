import { randomBytes } from "node:crypto"
import type { dynamic } from "@pulumi/pulumi"
import {
  axiosSender,
  type ClientParts,
  type ConfigurationKey,
  logOf,
  readConfiguration,
} from "../../../client"
import { type Context, contextOf } from "../../../resources/context"
import { newSession, type Session } from "../../../resources/session"
import type { Hidden } from "../hidden"
import { Errors } from "./answers"
import { type Address, engineAddress, outlivingNoEngine } from "./engine"
import { Imports } from "./imports"
import { engineLine, StatusBoard } from "./status-board"

/** As hard to meet twice as a UUID, in half its characters. */
const newNonce = () => randomBytes(12).toString("base64url")

/** What one provider process works with: it serves exactly one provider instance, so one configuration. */
export class Run {
  readonly imports = new Imports()
  readonly errors = new Errors()
  private readonly board: StatusBoard
  private settings: (key: ConfigurationKey) => string | undefined = () => undefined
  private current: Session | undefined

  /** @param parts For tests: another clock, and another way to send. */
  constructor(
    private readonly engine: Address | undefined = engineAddress(),
    private readonly parts: Pick<ClientParts, "clock" | "send"> = {},
  ) {
    this.board = new StatusBoard(engineLine(engine))
  }

  /** Must not await: the engine's shim lets other calls in before this has returned. */
  async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.settings = (key) => config.get(`scalebox:${key}`)
  }

  /** Throws a ScaleboxError with the code `configuration` where a setting is wrong. */
  session(): Session {
    const asked = logOf()
    this.current ??= newSession(readConfiguration(this.settings), log, {
      ...this.parts,
      send: outlivingNoEngine(this.parts.send ?? axiosSender(), this.engine),
      log: {
        debug: asked.debug,
        retrying: (line) => {
          asked.retrying(line)
          this.board.note(line)
        },
      },
    })
    return this.current
  }

  /** @param hidden Of the declaration that the call is about. */
  context(hidden: Hidden, operation: Context["operation"]): Context {
    const { owner, timeouts = {} } = hidden
    return contextOf({
      session: this.session(),
      operation,
      seconds: operation === "look" ? undefined : timeouts[operation],
      owner,
      nonce: hidden.nonce ?? newNonce(),
      importId: hidden.import,
      accountMark: hidden.account,
      log: { ...log, status: (thing, step) => this.board.show(owner, thing, step) },
    })
  }
}

/** The engine shows what this process prints as messages of the stack. */
const log = {
  info: (message: string) => console.log(message),
  warn: (message: string) => console.log(`Warning: ${message}`),
}
