import type {
  EndpointName as ContractEndpointName,
  NullUnlessSaid,
  ObjectStorageInfo,
  Port,
  SandboxDetails,
  startingSubstatuses,
} from "../../provider/src/contract"

// The package is published without the contract: the build writes these types out in full.

/** With all fields, and none of them empty. */
type Full<T> = T extends object ? { [Key in keyof T]-?: Full<NonNullable<T[Key]>> } : T

/** The calls of the API. */
export type EndpointName = ContractEndpointName

/** A step of starting. */
export type BootStep = (typeof startingSubstatuses)[number]

/** A port as a sandbox keeps it. */
export type PortRecord = Full<Port>

/** What the emulator says nothing of, or says in its own way. */
type Apart = "persistenceDays" | "persistenceExpiresAt" | "objectStorage"

/** Null while there is nothing to say. */
type Nullable =
  | NullUnlessSaid
  | "substatus"
  | "reason"
  | "startedAt"
  | "stoppedAt"
  | "timeoutAt"
  | "endedAt"
  | "pausingAt"
  | "pausedAt"
  | "resumedAt"
  | "networkProxy"
  | "remainingSeconds"

type Shown = {
  [Key in keyof SandboxDetails as Exclude<Key, Apart>]-?:
    | Full<NonNullable<SandboxDetails[Key]>>
    | (Key extends Nullable ? null : never)
}

/** A sandbox with all that the API shows of it, and what it keeps to itself. Times are ISO 8601 texts. */
export type SandboxRecord = Shown & {
  /** What is mounted, without credentials; absent if nothing is. */
  objectStorage?: ObjectStorageInfo[]
  /** Where it runs; the API does not show it. */
  region: string
}
