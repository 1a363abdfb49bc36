import { launch } from "./emulator"
import type { Emulator, EmulatorOptions } from "./types"

export type { BootStep, EndpointName, PortRecord, SandboxRecord } from "./shapes"
export type {
  Account,
  AccountSettings,
  Emulator,
  EmulatorOptions,
  Fault,
  FaultTarget,
  JournalEntry,
  RequestFault,
  SandboxChange,
  SandboxFault,
} from "./types"

/** Starts a local ScaleBox API and resolves when it listens. */
export function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return launch(options)
}
