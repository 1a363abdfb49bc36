/**
 * What the provider process loads: `__provider` of every resource names one of these. The names are stored in users' state
 * for years and must never change. Nothing here may load @pulumi/pulumi: the engine's shim has loaded what it needs.
 */
import { withoutEchoes } from "./faces/dynamic/process/echoes"
import { dynamicProvider } from "./faces/dynamic/process/provider"
import { Run } from "./faces/dynamic/process/run"

withoutEchoes(console)

/** The engine starts a process for each provider instance. */
const run = new Run()

export const sandbox = dynamicProvider(run, "sandbox")
export const sandboxPool = dynamicProvider(run, "sandboxPool")
export const sandboxPort = dynamicProvider(run, "sandboxPort")
export const sandboxPowerState = dynamicProvider(run, "sandboxPowerState")
export const sandboxProjectAssignment = dynamicProvider(run, "sandboxProjectAssignment")
export const sandboxTemplate = dynamicProvider(run, "sandboxTemplate")
