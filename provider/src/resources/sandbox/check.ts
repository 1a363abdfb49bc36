import type { z } from "zod"
import { sandboxDefaults } from "../../contract"
import { checkInputs } from "../check"
import type { Context } from "../context"
import type { Checked } from "../lifecycle"
import { type Properties, withoutNulls } from "../properties"
import { requireKey } from "../session"
import { contradictions } from "./inputs"

interface CheckedSettings extends Checked {
  /** What the program declares. */
  declared: Properties
}

/** Check of the settings of sandboxes: everything that is wrong with them, and the defaults. */
export async function checkSettings(
  { importId, session }: Context,
  schema: z.ZodType,
  olds: Properties,
  news: Properties,
): Promise<CheckedSettings> {
  const declared = withoutNulls(news)
  const inputs = { ...sandboxDefaults, waitForRunning: true, ...declared }
  let failures = checkInputs(schema, declared, contradictions(declared))
  if (failures.length === 0) {
    requireKey(session)
    // What an import takes over is there, whatever has become of its template.
    const ofTemplate = importId ? [] : await session.templateNames.faults(olds, declared)
    const faults = [...(await session.regions.faults(olds, declared)), ...ofTemplate]
    if (faults.length > 0) failures = checkInputs(schema, declared, faults)
  }
  return { declared, inputs: failures.length > 0 ? news : inputs, failures }
}
