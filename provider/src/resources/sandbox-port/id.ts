import { ScaleboxError } from "../../client"
import type { SandboxPortInputs } from "./inputs"

/** `sbx-abc123/8080`. */
export const idOf = ({ sandboxId, port }: Pick<SandboxPortInputs, "sandboxId" | "port">): string =>
  `${sandboxId}/${port}`

/** The two parts of a port's id. Throws a ScaleboxError if the text is none. */
export function parseId(id: string): { sandboxId: string; port: number } {
  const [, sandboxId, port] = /^(.+)\/(\d+)$/.exec(id) ?? []
  if (sandboxId && port) return { sandboxId, port: Number(port) }
  throw new ScaleboxError({
    code: "invalid",
    message: `"${id}" is no id of a port`,
    hint: "It consists of the sandbox's id and the port number: sbx-abc123/8080",
  })
}
