import { protocolOf } from "../../contract/port"
import type { Properties } from "../properties"
import type { SandboxPortInputs } from "./inputs"

/** How each input is compared; a difference always replaces. Spellings that mean the same to the API are equal. */
const meanings = {
  sandboxId: ({ sandboxId }) => sandboxId,
  port: ({ port }) => port,
  name: ({ name }) => name,
  protocol: ({ protocol }) => protocolOf(protocol),
  servicePort: ({ servicePort, port }) => servicePort ?? port,
} as const satisfies Record<keyof SandboxPortInputs, (properties: Properties) => unknown>

export const inputNames = Object.keys(meanings) as (keyof SandboxPortInputs)[]

export const changesOf = (olds: Properties, news: Properties): (keyof SandboxPortInputs)[] =>
  inputNames.filter((name) => meanings[name](olds) !== meanings[name](news))
