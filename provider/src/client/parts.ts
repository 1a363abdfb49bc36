import type { SandboxDetails } from "../contract"
import type { Clock } from "./clock"
import type { Configuration } from "./configuration"
import type { Send } from "./http"
import type { ClientLog } from "./log"

/** Settings that are about what a stack holds. */
type StackSetting = "previousApiUrl" | "believeMissing" | "refreshBeforeUpdate"
export const isStackSetting = (key: string): key is StackSetting =>
  key === "previousApiUrl" || key === "believeMissing" || key === "refreshBeforeUpdate"

/** Settings of a client; what is left out comes from the environment, else from the defaults. */
export type ClientOptions = Partial<Omit<Configuration, StackSetting>>

/** For tests, another clock and another way to send; and where to say what the client does. */
export interface ClientParts {
  clock?: Clock
  send?: Send
  /** Default: stderr if SCALEBOX_LOG is `debug`, else nowhere. */
  log?: ClientLog
  /** Milliseconds that a call which changes something may still take once its signal is aborted; default 0. */
  graceMs?: number
  /** Gets every sandbox that an answer shows. */
  shown?: (sandboxes: readonly SandboxDetails[]) => void
}
