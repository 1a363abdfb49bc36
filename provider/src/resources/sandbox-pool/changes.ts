import { differing } from "../canonical"
import type { Properties } from "../properties"
import { isShorter, type Effect as SettingEffect, effects as settingEffects } from "../sandbox/changes"
import type { SandboxPoolInputs } from "./inputs"

/** What a change of an input leads to: a new pool, longer lives, more or fewer sandboxes, or nothing. */
export type Effect = SettingEffect | "scale"

const { name: _, ...ofSettings } = settingEffects

export const effects = {
  count: "scale",
  namePrefix: "replace",
  ...ofSettings,
} as const satisfies Record<keyof SandboxPoolInputs, Effect>

export const inputNames = Object.keys(effects) as (keyof SandboxPoolInputs)[]

export interface Changes {
  /** Inputs that can only be had by new sandboxes. */
  replaces: (keyof SandboxPoolInputs)[]
  /** Inputs that the sandboxes can be given, or that change their number. */
  inPlace: (keyof SandboxPoolInputs)[]
}

/** Old outputs against new inputs. */
export function changesOf(olds: Properties, news: Properties): Changes {
  const changed = differing(inputNames, olds, news).filter((name) => effects[name] !== "keep")
  const replaces = changed.filter(
    (name) => effects[name] === "replace" || (effects[name] === "extend" && isShorter(olds, news)),
  )
  return { replaces, inPlace: changed.filter((name) => !replaces.includes(name)) }
}
