export { type ClientOptions, type ErrorCode, type ErrorFacts, ScaleboxClient, ScaleboxError } from "./client"
export {
  DevEnvironment,
  type DevEnvironmentArgs,
  type DevPort,
  type DevPorts,
} from "./components/dev-environment"
export type {
  Locality,
  MetricsPoint,
  NetProxyCountry,
  NetworkProxy,
  NetworkProxyConfigs,
  ObjectStorageInfo,
  ObjectStorageMount,
  Port,
  PortConfig,
  PortList,
  Protocol,
  Region,
  SandboxDetails,
  SandboxMetrics,
  SandboxMetricsChart,
  SandboxStats,
  SandboxStatus,
  TemplateDetails,
  TemplateStatus,
  TemplateVisibility,
  TurnCredential,
} from "./contract"
export { getRegions, getRegionsOutput } from "./faces/program/functions/get-regions"
export { getSandbox, getSandboxOutput } from "./faces/program/functions/get-sandbox"
export {
  getSandboxMetrics,
  getSandboxMetricsOutput,
} from "./faces/program/functions/get-sandbox-metrics"
export {
  getSandboxMetricsChart,
  getSandboxMetricsChartOutput,
} from "./faces/program/functions/get-sandbox-metrics-chart"
export { getSandboxPorts, getSandboxPortsOutput } from "./faces/program/functions/get-sandbox-ports"
export { getSandboxStats, getSandboxStatsOutput } from "./faces/program/functions/get-sandbox-stats"
export { getSandboxes, getSandboxesOutput } from "./faces/program/functions/get-sandboxes"
export { getTemplates, getTemplatesOutput } from "./faces/program/functions/get-templates"
export {
  getTurnCredential,
  getTurnCredentialOutput,
} from "./faces/program/functions/get-turn-credential"
export { Provider, type ProviderArgs } from "./faces/program/provider"
export { Sandbox, type SandboxArgs } from "./faces/program/sandbox"
export { SandboxPool, type SandboxPoolArgs } from "./faces/program/sandbox-pool"
export { SandboxPort, type SandboxPortArgs } from "./faces/program/sandbox-port"
export {
  SandboxPowerState,
  type SandboxPowerStateArgs,
} from "./faces/program/sandbox-power-state"
export {
  SandboxProjectAssignment,
  type SandboxProjectAssignmentArgs,
} from "./faces/program/sandbox-project-assignment"
export { SandboxTemplate, type SandboxTemplateArgs } from "./faces/program/sandbox-template"
export type { LocalityArgs, ObjectStorageMountArgs, PortConfigArgs } from "./faces/program/types"
export type { GetSandboxArgs } from "./functions/get-sandbox"
export type { GetSandboxMetricsArgs } from "./functions/get-sandbox-metrics"
export type { GetSandboxMetricsChartArgs } from "./functions/get-sandbox-metrics-chart"
export type { GetSandboxPortsArgs } from "./functions/get-sandbox-ports"
export type { GetSandboxesArgs } from "./functions/get-sandboxes"
export type { GetTemplatesArgs } from "./functions/get-templates"
export type { GetTurnCredentialArgs, TurnServer } from "./functions/get-turn-credential"
export type { SandboxInfo, SandboxSecrets } from "./functions/shown"
export type { Time } from "./functions/times"
export type { SandboxResources } from "./resources/sandbox/outputs"
export type { PoolSandbox } from "./resources/sandbox-pool/outputs"
export type { PowerState } from "./resources/sandbox-power-state/inputs"
