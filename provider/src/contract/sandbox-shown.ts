import { type SandboxSettings, sandboxDefaults } from "./sandbox"
import type { SandboxDetails } from "./sandbox-details"

/** Fields of an answer that can hold what was said of a setting. */
type FieldFor<Setting> = {
  [Field in keyof SandboxDetails]-?: NonNullable<Setting> extends NonNullable<SandboxDetails[Field]>
    ? Field
    : never
}[keyof SandboxDetails]

/** How an answer shows a setting that it shows as it was given. */
interface Showing<Setting> {
  /** The field of the answer. */
  as: FieldFor<Setting>
  /** What the API shows there if nothing was declared; left out if that depends on more than this setting. */
  unsaid?: NonNullable<Setting> | null
  /** Whether it must never be written down in plain text; default false. */
  isSecret?: true
}

/**
 * How an answer shows each setting of a sandbox; null for those that it shows in another form, or not at all.
 * One with `unsaid` is plain: the API takes it, keeps it and shows it, and so does the emulator by this row alone.
 */
export const shownSettings = {
  name: { as: "name" },
  description: { as: "description", unsaid: "" },
  template: null,
  projectId: { as: "projectId" },
  cpuCount: { as: "cpuCount" },
  memoryMb: { as: "memoryMb" },
  storageGb: { as: "storageGb" },
  timeout: { as: "timeout", unsaid: sandboxDefaults.timeout },
  envVars: { as: "envVars", unsaid: {}, isSecret: true },
  metadata: { as: "metadata", unsaid: {} },
  secure: { as: "secure", unsaid: sandboxDefaults.secure },
  allowInternetAccess: { as: "allowInternetAccess", unsaid: sandboxDefaults.allowInternetAccess },
  objectStorage: null,
  objectStorageDirectMount: { as: "objectStorageDirectMount", unsaid: false },
  s3fsExecutablePath: { as: "objectStorageS3fsPath", unsaid: null },
  customPorts: { as: "customPorts" },
  locality: null,
  autoPause: { as: "autoPause", unsaid: sandboxDefaults.autoPause },
  netProxyCountry: { as: "netProxyCountry", unsaid: null },
} as const satisfies { [Name in keyof SandboxSettings]-?: Showing<SandboxSettings[Name]> | null }

type Rows = typeof shownSettings
type NamesOf<Kind> = { [Name in keyof Rows]: Rows[Name] extends Kind ? Name : never }[keyof Rows]

/** Settings that an answer shows as they were given. */
export type ShownSetting = NamesOf<{ as: string }>
/** Those of them that are the same for every sandbox if nothing was said. */
export type PlainSetting = NamesOf<{ as: string; unsaid: unknown }>
/** Those of the plain ones that must never be written down in plain text. */
export type SecretSetting = NamesOf<{ as: string; unsaid: unknown; isSecret: true }>
/** The field of an answer that shows a setting. */
export type ShownAs<Name extends ShownSetting> = Rows[Name]["as"]
/** Fields of an answer that are null if nothing was said. */
export type NullUnlessSaid = ShownAs<NamesOf<{ as: string; unsaid: null }>>
