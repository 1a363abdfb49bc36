export { type ClientOptions, type ClientParts, ScaleboxClient } from "./client"
export type { Clock } from "./clock"
export {
  type Configuration,
  type ConfigurationKey,
  configurationKeys,
  isLoopback,
  missingKey,
  readConfiguration,
  type Setting,
} from "./configuration"
export { during, type ErrorCode, type ErrorFacts, isScaleboxError, ScaleboxError } from "./errors"
export { exactlyOnce } from "./exactly-once"
export { axiosSender, type Send } from "./http"
export type { ClientLog } from "./log"
export { allSandboxes, sandboxPages } from "./pages"
export { SharedDeletes } from "./shared-deletes"
export { isComplete, SharedReads } from "./shared-reads"
export type { CallOptions } from "./transport"
export { waitFor } from "./wait"
