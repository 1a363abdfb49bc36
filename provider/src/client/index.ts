export { isComplete } from "./census"
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
export { allSandboxes, allTemplates, sandboxPages } from "./pages"
export type { CallOptions } from "./transport"
export { Watch } from "./watch"
export type { Within } from "./within"
