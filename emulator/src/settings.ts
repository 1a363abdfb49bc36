import type { z } from "zod"
import {
  type PlainSetting,
  type SandboxSettings,
  type SecretSetting,
  type ShownAs,
  type ShownSetting,
  sandboxDetails,
  shownSettings,
} from "../../provider/src/contract"
import type { SandboxRecord } from "./shapes"

/** What a sandbox keeps of its settings, each under the name that the request has for it. */
export type KeptSettings = { [Name in ShownSetting]: SandboxRecord[ShownAs<Name>] }
/** Settings that need code, as what is kept depends on more than the request. */
type OwnSettings = Omit<KeptSettings, PlainSetting>
type Row = { name: ShownSetting; as: ShownAs<ShownSetting>; unsaid?: unknown; isSecret?: true }

const shown: Row[] = Object.entries(shownSettings).flatMap(([name, row]) =>
  row === null ? [] : [{ name: name as ShownSetting, ...row }],
)
const plain = shown.filter(({ unsaid }) => unsaid !== undefined)

/** The compiler cannot count the rows, but it has seen that each fits the field that shows it. */
const gathered = <Fields>(entries: [string, unknown][]) => Object.fromEntries(entries) as Fields

/** The settings of a new sandbox; of the plain ones what the request says, else what the contract says. */
export const settingsOf = (body: SandboxSettings, own: OwnSettings): KeptSettings => ({
  ...gathered<Pick<KeptSettings, PlainSetting>>(
    plain.map(({ name, unsaid }) => [name, body[name] ?? unsaid]),
  ),
  ...own,
})

/** The settings of a sandbox as an answer shows them. */
export const settingsShown = (kept: KeptSettings): Pick<SandboxRecord, ShownAs<ShownSetting>> =>
  gathered(shown.map(({ name, as }) => [as, kept[name]]))

/** What the data file keeps of the plain settings; a file of an earlier version may lack some of them. */
export const storedSettings = gathered<{
  [Name in Exclude<PlainSetting, SecretSetting>]: z.ZodType<KeptSettings[Name]>
}>(
  plain
    .filter(({ isSecret }) => !isSecret)
    .map(({ name, as, unsaid }) => [
      name,
      sandboxDetails.shape[as].nullish().transform((value) => value ?? unsaid),
    ]),
)

/** Replaces the settings that the data file does not keep. */
export const settingsNotStored = gathered<Pick<KeptSettings, SecretSetting>>(
  plain.filter(({ isSecret }) => isSecret).map(({ name, unsaid }) => [name, unsaid]),
)
