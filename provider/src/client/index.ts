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
export { Deletes } from "./deletes"
export { during, type ErrorCode, type ErrorFacts, isScaleboxError, ScaleboxError } from "./errors"
export { exactlyOnce } from "./exactly-once"
export { Gatherer } from "./gatherer"
export { axiosSender, type Send } from "./http"
export { type ClientLog, logOf } from "./log"
export { allSandboxes, sandboxPages } from "./pages"
export { isComplete } from "./shared-reads"
export type { CallOptions } from "./transport"
export { Watch, type Within } from "./watch"
