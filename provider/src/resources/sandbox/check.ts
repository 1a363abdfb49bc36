import { randomBytes } from "node:crypto"
import type { dynamic } from "@pulumi/pulumi"
import type { z } from "zod"
import { sandboxDefaults } from "../../contract"
import { type Hidden, hiddenKey, hiddenOf } from "../hidden"
import { checkInputs, withoutNulls } from "../process/check"
import type { Properties } from "../process/lifecycle"
import { requireConfiguration } from "../process/session"
import { contradictions } from "./inputs"
import { regionFaults } from "./region"

/** As hard to meet twice as a UUID, in half its characters. */
const newNonce = () => randomBytes(12).toString("base64url")

interface CheckedSettings {
  /** What the program declares, without our own keys. */
  declared: Properties
  /** The same with defaults, and with the hidden input completed. */
  inputs: Properties
  hidden: Hidden & { nonce: string }
  failures: dynamic.CheckFailure[]
}

/**
 * Check of the settings of sandboxes: everything that is wrong with them, the defaults, and the marks by which what is
 * made from them is found again. An owner and a nonce once given stay.
 */
export async function checkSettings(
  schema: z.ZodType,
  olds: Properties,
  news: Properties,
): Promise<CheckedSettings> {
  const { [hiddenKey]: _, __provider, ...given } = news
  const declared = withoutNulls(given)
  const [before, now] = [hiddenOf(olds), hiddenOf(news)]
  const owner = before.owner || now.owner
  const hidden = { ...now, owner, nonce: before.nonce ?? newNonce() }
  const inputs = { ...sandboxDefaults, waitForRunning: true, ...declared, [hiddenKey]: hidden }
  let failures = checkInputs(schema, declared, contradictions(declared))
  if (failures.length === 0) {
    requireConfiguration()
    const elsewhere = await regionFaults(olds, declared)
    if (elsewhere.length > 0) failures = checkInputs(schema, declared, elsewhere)
  }
  return { declared, inputs: failures.length > 0 ? news : inputs, hidden, failures }
}
