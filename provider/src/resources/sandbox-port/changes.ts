import { canonicalPort } from "../canonical"
import type { Properties } from "../properties"
import type { SandboxPortInputs } from "./inputs"

/** Every input of a port; a change of any creates a new one. */
export const inputNames = [
  "sandboxId",
  "port",
  "name",
  "protocol",
  "servicePort",
] as const satisfies (keyof SandboxPortInputs)[]

/** Spellings that mean the same to the API are equal. */
export function changesOf(olds: Properties, news: Properties): (keyof SandboxPortInputs)[] {
  const meaning = (port: Properties): Properties => ({ ...canonicalPort(port), sandboxId: port.sandboxId })
  const [before, after] = [meaning(olds), meaning(news)]
  return inputNames.filter((name) => before[name] !== after[name])
}
