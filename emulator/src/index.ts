import { launch } from "./emulator"
import type { Emulator, EmulatorOptions } from "./types"

export type {
  Account,
  AccountSettings,
  BootStep,
  Emulator,
  EmulatorOptions,
  EndpointName,
  Fault,
  FaultTarget,
  JournalEntry,
  PortRecord,
  RequestFault,
  SandboxChange,
  SandboxFault,
  SandboxRecord,
} from "./types"

/** Starts a local ScaleBox API and resolves when it listens. */
export function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return launch(options)
}
