import type { dynamic } from "@pulumi/pulumi"
import {
  axiosSender,
  type ClientParts,
  type ConfigurationKey,
  logOf,
  readConfiguration,
  ScaleboxError,
  type Send,
} from "../../../client"
import { type Context, contextOf } from "../../../resources/context"
import { cutHash } from "../../../resources/cut-hash"
import { newSession, type Session } from "../../../resources/session"
import { type Address, engineAddress, outlivingNoEngine } from "../../engine"
import { Errors } from "../../errors"
import { type Hidden, newNonce } from "../../hidden"
import { EngineLog } from "./engine-log"
import { Imports } from "./imports"
import { StatusBoard } from "./status-board"

/** What one provider process works with: it serves exactly one provider instance, so one configuration. */
export class Run {
  readonly imports = new Imports()
  readonly errors = new Errors()
  readonly log: EngineLog
  private readonly board: StatusBoard
  private settings: (key: ConfigurationKey) => string | undefined = () => undefined
  private current: Session | undefined
  private areKeysCompared = false
  private readonly send: Send

  /** @param parts For tests: another clock, and another way to send. */
  constructor(
    engine: Address | undefined = engineAddress(),
    private readonly parts: Pick<ClientParts, "clock" | "send"> = {},
  ) {
    this.log = new EngineLog(engine)
    // From now on, as an engine may be killed before the first request.
    this.send = outlivingNoEngine(parts.send ?? axiosSender(), engine)
    this.board = new StatusBoard((line) => this.log.status(line))
  }

  /** Must not await: the engine's shim lets other calls in before this has returned. */
  async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.settings = (key) => config.get(`scalebox:${key}`)
  }

  /** Throws a ScaleboxError with the code `configuration` if a setting is wrong. */
  session(): Session {
    const asked = logOf()
    this.current ??= newSession(readConfiguration(this.settings), this.log, {
      ...this.parts,
      send: this.send,
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

  /**
   * A program that sets SCALEBOX_API_KEY itself reaches its own functions only: this process has the environment of the
   * `pulumi` command. Throws a ScaleboxError if that has no key, and warns once if it is another one.
   *
   * @param salt Of the mark.
   * @param programKey Mark of the key in the program's environment; undefined if that has none, or it has no part in this.
   */
  compareKeys(salt: string, programKey: string | undefined): void {
    const { apiKey } = this.session().configuration
    if (programKey === undefined || this.settings("apiKey")) return
    if (!apiKey) {
      throw new ScaleboxError({
        code: "configuration",
        message:
          "No ScaleBox API key is configured: the program sets SCALEBOX_API_KEY itself, which is too late",
        hint: "Set SCALEBOX_API_KEY in the environment of the `pulumi` command, or run `pulumi config set --secret scalebox:apiKey`",
      })
    }
    if (this.areKeysCompared || cutHash(salt, apiKey) === programKey) return
    this.areKeysCompared = true
    this.log.warn(
      "the program has another SCALEBOX_API_KEY in its environment than the `pulumi` command: resources are created in the " +
        "account of the command's key, while functions such as getSandboxes look into that of the program's. Set it for the " +
        "`pulumi` command alone",
    )
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
      isProtected: hidden.protect,
      secretInputs: hidden.secretInputs,
      log: {
        info: (message) => this.log.info(message),
        warn: (message) => this.log.warn(message),
        status: (thing, step) => this.board.show(owner, thing, step),
      },
    })
  }
}
