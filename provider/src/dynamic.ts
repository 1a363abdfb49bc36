/**
 * What the provider process loads: `__provider` of every resource names one of these. The names stand in users' state
 * for years and must never change. Nothing here may load @pulumi/pulumi: the engine's shim has loaded what it needs.
 */
import { dynamicProvider } from "./resources/process/lifecycle"
import { sandboxLifecycle } from "./resources/sandbox/provider"
import { sandboxPoolLifecycle } from "./resources/sandbox-pool/provider"
import { sandboxPortLifecycle } from "./resources/sandbox-port/provider"
import { sandboxPowerStateLifecycle } from "./resources/sandbox-power-state/provider"
import { sandboxProjectAssignmentLifecycle } from "./resources/sandbox-project-assignment/provider"
import { sandboxTemplateLifecycle } from "./resources/sandbox-template/provider"

export const sandbox = dynamicProvider(sandboxLifecycle)
export const sandboxPool = dynamicProvider(sandboxPoolLifecycle)
export const sandboxPort = dynamicProvider(sandboxPortLifecycle)
export const sandboxPowerState = dynamicProvider(sandboxPowerStateLifecycle)
export const sandboxProjectAssignment = dynamicProvider(sandboxProjectAssignmentLifecycle)
export const sandboxTemplate = dynamicProvider(sandboxTemplateLifecycle)
