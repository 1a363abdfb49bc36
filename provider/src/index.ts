export { type ClientOptions, type ErrorCode, type ErrorFacts, ScaleboxClient, ScaleboxError } from "./client"
export {
  DevEnvironment,
  type DevEnvironmentArgs,
  type DevPort,
  type DevPorts,
} from "./components/dev-environment"
export type {
  Locality,
  NetProxyCountry,
  NetworkProxy,
  ObjectStorageMount,
  PortConfig,
  Protocol,
  SandboxDetails,
  SandboxStatus,
} from "./contract"
export { Provider, type ProviderArgs } from "./faces/dynamic/program/provider"
export { Sandbox, type SandboxArgs } from "./faces/dynamic/program/sandbox"
export { SandboxPool, type SandboxPoolArgs } from "./faces/dynamic/program/sandbox-pool"
export { SandboxPort, type SandboxPortArgs } from "./faces/dynamic/program/sandbox-port"
export {
  SandboxPowerState,
  type SandboxPowerStateArgs,
} from "./faces/dynamic/program/sandbox-power-state"
export {
  SandboxProjectAssignment,
  type SandboxProjectAssignmentArgs,
} from "./faces/dynamic/program/sandbox-project-assignment"
export { SandboxTemplate, type SandboxTemplateArgs } from "./faces/dynamic/program/sandbox-template"
export { getRegions, getRegionsOutput } from "./functions/get-regions"
export { type GetSandboxArgs, getSandbox, getSandboxOutput } from "./functions/get-sandbox"
export {
  type GetSandboxMetricsArgs,
  getSandboxMetrics,
  getSandboxMetricsOutput,
} from "./functions/get-sandbox-metrics"
export {
  type GetSandboxMetricsChartArgs,
  getSandboxMetricsChart,
  getSandboxMetricsChartOutput,
} from "./functions/get-sandbox-metrics-chart"
export {
  type GetSandboxPortsArgs,
  getSandboxPorts,
  getSandboxPortsOutput,
} from "./functions/get-sandbox-ports"
export { getSandboxStats, getSandboxStatsOutput } from "./functions/get-sandbox-stats"
export { type GetSandboxesArgs, getSandboxes, getSandboxesOutput } from "./functions/get-sandboxes"
export {
  type GetTurnCredentialArgs,
  getTurnCredential,
  getTurnCredentialOutput,
  type TurnServer,
} from "./functions/get-turn-credential"
export type { SandboxInfo, SandboxSecrets } from "./functions/shown"
export type { Time } from "./functions/times"
export type { PoolSandbox } from "./resources/sandbox-pool/outputs"
